import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExpositionError, readExposition } from './exposition.ts';

test('names, labels, values and types are read', () => {
  const { samples, types } = readExposition(
    [
      '# HELP kms_errors_total Errors',
      '# TYPE kms_errors_total counter',
      'kms_errors_total{error_type="a \\"b\\" \\\\ {c}, d",le="+Inf"} 2',
      'kms_active_users 1.5 1700000000000',
      'target_info{} 1',
      'odd NaN',
      '',
    ].join('\n'),
  );
  assert.deepEqual([...types], [['kms_errors_total', 'counter']]);
  assert.deepEqual(samples, [
    { name: 'kms_errors_total', labels: { error_type: 'a "b" \\ {c}, d', le: '+Inf' }, value: 2 },
    { name: 'kms_active_users', labels: {}, value: 1.5 },
    { name: 'target_info', labels: {}, value: 1 },
    { name: 'odd', labels: {}, value: Number.NaN },
  ]);
});

test('what is no line of it is refused, and quoted', () => {
  for (const line of ['<html>', 'kms_errors_total{error_type="a} 1', 'kms_errors_total'])
    assert.throws(
      () => readExposition(line),
      (error: Error) => error instanceof ExpositionError && error.message.includes(JSON.stringify(line)),
    );
});
