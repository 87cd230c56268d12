import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { jsonReport } from './json.ts';
import { hostileReport, reportOf } from './report.fixture.ts';
import type { Report } from './report.ts';

const schema = JSON.parse(readFileSync(new URL('report.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

const errorsOf = (report: Report): unknown => {
  validate(JSON.parse(jsonReport(report)));
  return validate.errors;
};

test('a report is as the schema says', () => {
  assert.equal(errorsOf(reportOf()), null);
  assert.equal(errorsOf(hostileReport()), null);
});

test('the schema knows every field, and every field that there must be', () => {
  assert.notEqual(errorsOf({ ...reportOf(), more: 1 } as Report), null);
  for (const field of Object.keys(reportOf()))
    assert.notEqual(errorsOf({ ...reportOf(), [field]: undefined }), null, field);
});

test('what the KMS has sent comes back letter by letter', () => {
  const { target } = JSON.parse(jsonReport(hostileReport('a\u0000\u202e</script>\u2028"')));
  assert.equal(target.name, 'a\u0000\u202e</script>\u2028"');
});
