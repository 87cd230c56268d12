import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { IntegerCache } from './integer-cache.ts';

const HALF = 2n ** 32n;
const half = fc.oneof(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.constantFrom(0, 1, 2 ** 31, 2 ** 32 - 1));

describe('IntegerCache', () => {
  it('gives the integer of its halves, whatever was asked before', () => {
    const integers = new IntegerCache();
    fc.assert(
      fc.property(half, half, (low, high) => {
        const integer = BigInt(high) * HALF + BigInt(low);
        assert.equal(integers.unsigned(low, high), integer);
        assert.equal(integers.signed(low, high), BigInt.asIntN(64, integer));
        assert.equal(integers.unsigned(low, high), integer);
      }),
      { numRuns: 5_000 },
    );
  });

  it('tells apart what has one place', () => {
    const integers = new IntegerCache();
    const pairs = [
      [0, 0],
      [1, 1],
      [2, 2],
      [1_025, 0],
      [0, 1_024],
    ] as const;
    for (const [low, high] of [...pairs, ...pairs])
      assert.equal(integers.unsigned(low, high), BigInt(high) * HALF + BigInt(low));
  });
});
