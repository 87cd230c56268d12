import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editPoints } from '../../faults/wire/edit.ts';
import type { NumberPoint } from '../otlp/model.ts';
import { databaseGrowth } from './database-growth.ts';
import { soundRecord } from './record.fixture.ts';

const standing = (...values: readonly bigint[]) =>
  editPoints('kms.database.operations.total', (point: NumberPoint, { index }) => ({
    ...point,
    value: values[index],
  }))(soundRecord({ collections: values.map((_, index) => 8 + index) }));

test('the growth between the last three observations', () => {
  assert.deepEqual(databaseGrowth(standing(1n, 5n, 8n, 29n)), { once: 3n, repeated: 21n });
});

test('fewer than three observations say nothing', () => {
  assert.deepEqual(databaseGrowth(standing(5n, 8n)), { once: 3n, repeated: undefined });
  assert.deepEqual(databaseGrowth(standing(5n)), { once: undefined, repeated: undefined });
});
