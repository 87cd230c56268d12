import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editPoints } from '../../../faults/wire/edit.ts';
import { hold, plain, settingOf } from '../../ledger/entries.fixture.ts';
import type { NumberPoint } from '../../otlp/model.ts';
import { soundRecord } from '../record.fixture.ts';
import { sentences, stateOf } from '../rulings.fixture.ts';

const CHECK = 'kms.active.connections/value';

/** Two connections held from 3 s on, one released at 7 s, the other at 9 s. */
const withValues = (...values: readonly bigint[]) =>
  editPoints('kms.active.connections', (point: NumberPoint, { index }) => ({
    ...point,
    value: values[index] ?? 0n,
  }))(
    soundRecord({
      entries: [
        plain('GET', '/version', { sent: 1 }),
        hold('held', 3),
        hold('held', 3),
        hold('released', 7),
        hold('released', 9),
      ],
      setting: settingOf({ connections: 'open-connections' }),
      collections: [2, 4, 8, 12],
    }),
  );

test('held connections come on top of what was open, and leave it behind', () => {
  assert.equal(stateOf(CHECK, withValues(5n, 7n, 6n, 5n)), 'passed');
  assert.equal(stateOf(CHECK, withValues(0n, 2n, 1n, 0n)), 'passed');
});

for (const [what, values, message] of [
  ['one is missing', [5n, 6n, 6n, 5n], 'must stand at 7, 2 held connections on top of 5, but stands at 6'],
  ['one stays open', [5n, 7n, 6n, 6n], 'must stand at 5, 0 held connections on top of 5, but stands at 6'],
] as const) {
  test(`told: ${what}`, () => {
    const [first = ''] = sentences(CHECK, withValues(...values));
    assert.ok(first.includes(message), first);
  });
}

test('fewer than are held are told in any case', () => {
  assert.equal(stateOf(CHECK, withValues(0n, 1n, 0n, 0n)), 'failed');
});
