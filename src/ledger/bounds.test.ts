import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bounds, contains, describe, exactly, plus, upTo, ZERO } from './bounds.ts';

const atLeast = (min: bigint): Bounds => ({ min, max: undefined });

const MEMBERS: readonly (readonly [Bounds, bigint, boolean])[] = [
  [ZERO, 0n, true],
  [ZERO, 1n, false],
  [exactly(3n), 2n, false],
  [exactly(3n), 3n, true],
  [exactly(3n), 4n, false],
  [upTo(2n), -1n, false],
  [upTo(2n), 0n, true],
  [upTo(2n), 2n, true],
  [upTo(2n), 3n, false],
  [atLeast(5n), 4n, false],
  [atLeast(5n), 5n, true],
  [atLeast(5n), 2n ** 70n, true],
];

for (const [bounds, value, inside] of MEMBERS) {
  test(`${value} is ${inside ? 'inside' : 'outside'} ${describe(bounds)}`, () => {
    assert.equal(contains(bounds, value), inside);
  });
}

test('bounds add up end by end, and no upper end stays none', () => {
  assert.deepEqual(plus(exactly(2n), upTo(1n)), { min: 2n, max: 3n });
  assert.deepEqual(plus(atLeast(2n), exactly(1n)), { min: 3n, max: undefined });
  assert.deepEqual(plus(exactly(1n), atLeast(2n)), { min: 3n, max: undefined });
});

test('bounds in words', () => {
  assert.deepEqual([ZERO, exactly(7n), upTo(1n), atLeast(2n)].map(describe), [
    '0',
    '7',
    '0 to 1',
    'at least 2',
  ]);
});
