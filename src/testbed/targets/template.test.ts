import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTemplate, fill, TemplateError } from './template.ts';

test('values stand as they are, sections only where there is a value', () => {
  const template = 'port = {{http_port}}\n{{#kek}}kek = "{{kek}}"{{/kek}}{{^kek}}no kek{{/kek}}';
  assert.equal(fill(template, { http_port: '9998', kek: undefined }), 'port = 9998\nno kek');
  assert.equal(fill(template, { http_port: '1', kek: `a<b>&"'/` }), `port = 1\nkek = "a<b>&"'/"`);
});

for (const [template, complaint] of [
  ['{{htpp_port}}', /start.config: there is no placeholder \{\{htpp_port\}\}; known are otlp_url/],
  ['{{#kek}}{{kekk}}{{/kek}}', /\{\{kekk\}\}/],
  ['{{#kek}}open', /start.config: Unclosed section "kek"/],
  ['{{> other}}', /\{\{other\}\}/],
] as const) {
  test(`${template} is refused`, () => {
    assert.throws(() => checkTemplate(template, 'start.config'), {
      name: TemplateError.name,
      message: complaint,
    });
  });
}

test('known names are accepted, in every form', () => {
  checkTemplate('{{#hsm_slot}}{{hsm_slot}}{{/hsm_slot}}{{^kek}}-{{/kek}}{{{folder}}}{{&http_port}}', 'x');
});
