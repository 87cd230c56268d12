import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { check, HOSTILE, hostileReport, reportOf } from '../report.fixture.ts';
import { html } from './markup.ts';
import { htmlReport } from './page.ts';

const page = htmlReport(reportOf());
const elements = (tag: string, text = page) => [...text.matchAll(new RegExp(`<${tag}[\\s>]`, 'g'))].length;

test('values of a template are escaped unless they are markup', () => {
  const { text } = html`<p title="${'"\''}">${'<b>'}${html`<i>${'&'}</i>`}${[html`<u></u>`]}</p>`;
  assert.equal(text, '<p title="&quot;&#39;">&lt;b&gt;<i>&amp;</i><u></u></p>');
});

test('a row for each instrument, a cell for each aspect that leads to its check', () => {
  assert.match(page, /<th scope="row"><code>kms\.errors\.total<\/code>/);
  assert.match(page, /<a class="failed" href="#check-kms\.errors\.total\/value" title="failed">/);
  assert.match(page, /<details class="check failed" id="check-kms\.errors\.total\/value"/);
  assert.match(page, /<span class="heard">kms\.errors\.total value: failed<\/span>/);
});

test('a failure shows its edit, its diff, its requests and its points', () => {
  for (const part of [
    'count every event once, not twice',
    '<del><span aria-hidden="true">− </span><span class="heard">expected: </span>in all  4',
    'Get failed: B',
    '1760000002000000000',
  ])
    assert.ok(page.includes(part), part);
});

test('it says where its numbers come from, and ends with how complete it is', () => {
  for (const part of [
    '0123456789abcdef',
    'ab'.repeat(32),
    'kms-conformance run --fast',
    'c0ffee00',
    'regrantCounts',
  ])
    assert.ok(page.includes(part), part);
  assert.match(
    page,
    /<strong>NOT COMPLETE: 9 checks planned, only 8 judged; 1 left out by the user<\/strong>/,
  );
});

test('nothing runs but its own script, nothing styles but its own sheet, nothing is loaded', () => {
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#39;', "'") ?? '';
  assert.match(policy, /^default-src 'none'; style-src 'sha256-/);
  for (const tag of ['script', 'style']) {
    const inside = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page)?.[1] ?? '';
    assert.ok(policy.includes(`'sha256-${createHash('sha256').update(inside).digest('base64')}'`), tag);
  }
  assert.doesNotMatch(page, /\s(src|srcset|style|on\w+)=|@import|url\(|href="(?!#)/);
});

test('hostile text is text', () => {
  const hostile = htmlReport(hostileReport());
  assert.equal(elements('script', hostile), elements('script'));
  assert.equal(elements('img', hostile), 0);
  assert.doesNotMatch(
    hostile.replace(/<script type="application\/json"[\s\S]*?<\/script>/, ''),
    /\p{Bidi_Control}/u,
  );
  const data = /<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(hostile)?.[1] ?? '';
  assert.equal(JSON.parse(data).epochs[0].instance, JSON.parse(JSON.stringify(HOSTILE)));
});

test('every check has its place, whatever its state', () => {
  const many = htmlReport(
    reportOf({ checks: Array.from({ length: 300 }, (_, index) => check(`a/b${index}`)) }),
  );
  assert.equal([...many.matchAll(/<details class="check /g)].length, 300);
});
