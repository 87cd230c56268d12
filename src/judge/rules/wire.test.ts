import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WireIssue } from '../../otlp/model.ts';
import { soundRecord } from '../record.fixture.ts';
import type { EpochRecord } from '../record.ts';
import { sentences, stateOf } from '../rulings.fixture.ts';

const CHECK = 'data-model/wire';
const withIssues = (...issues: readonly WireIssue[]): EpochRecord => {
  const record = soundRecord();
  return { ...record, exports: record.exports.map((exported) => ({ ...exported, issues })) };
};
const unknown = (index: number): WireIssue => ({
  rule: 'unknown-field',
  path: `resource_metrics[${index}]`,
  detail: 'field 1000',
});

test('every byte in order', () => assert.equal(stateOf(CHECK, withIssues()), 'passed'));

test('the same issue in every export and at every index is one finding', () => {
  assert.equal(sentences(CHECK, withIssues(unknown(0), unknown(1))).length, 1);
});

test('another rule is another finding', () => {
  assert.deepEqual(
    sentences(CHECK, withIssues(unknown(0), { ...unknown(0), rule: 'invalid-utf8', detail: 'byte 3' })),
    ['unknown-field at resource_metrics[0]: field 1000', 'invalid-utf8 at resource_metrics[0]: byte 3'],
  );
});
