import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bounds, exactly, upTo } from '../ledger/bounds.ts';
import { describeDifference } from './hints.ts';

const CASES: readonly (readonly [Bounds, bigint, string])[] = [
  [exactly(4n), 0n, ' (did not move)'],
  [exactly(4n), 8n, ' (twice as much)'],
  [exactly(4n), 12n, ' (3 times as much)'],
  [exactly(4n), 5n, ' (1 too many)'],
  [exactly(4n), 1n, ' (3 too few)'],
  [exactly(0n), 7n, ' (7 too many)'],
  [exactly(-2n), -4n, ' (twice as much)'],
  [exactly(4n), -4n, ' (8 too few)'],
  [exactly(1n), -1n, ' (2 too few)'],
  [upTo(2n), 7n, ''],
  [{ min: 2n, max: undefined }, 1n, ''],
];

for (const [expected, received, hint] of CASES) {
  test(`${received} instead of ${expected.min} to ${expected.max}:${hint}`, () => {
    assert.equal(describeDifference(expected, received), hint);
  });
}
