/** TTLV items of any shape for property tests; every tag has a number, so that each encoding can carry them. */
import fc from 'fast-check';
import tagData from './tables/tags.json' with { type: 'json' };
import type { Ttlv } from './ttlv.ts';

const tag = fc.oneof(fc.constantFrom(...Object.keys(tagData)), fc.constantFrom('0x54FFFE', '0x42FFFE'));
const unsigned = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const big = fc.oneof(
  fc.bigInt({ min: -(2n ** 520n), max: 2n ** 520n }),
  fc.constantFrom(0n, -1n, 127n, 128n, -128n, 2n ** 63n - 1n, 2n ** 63n, -(2n ** 63n), -(2n ** 63n) - 1n),
);
const wellFormed = fc.string({ unit: 'grapheme', maxLength: 40 });

const asObjects = { noNullPrototype: true } as const;

const value = {
  Integer: fc.integer(),
  LongInteger: long,
  BigInteger: big,
  Enumeration: unsigned,
  Boolean: fc.boolean(),
  TextString: fc.oneof(wellFormed, fc.constantFrom('\uFEFFmark', '\u0000', 'é', '💥')),
  ByteString: fc.uint8Array({ maxLength: 40 }),
  DateTime: long,
  Interval: unsigned,
  DateTimeExtended: long,
};

const leaf = fc
  .oneof(
    ...Object.entries(value).map(([type, values]) =>
      fc.record({ tag, type: fc.constant(type), value: values as fc.Arbitrary<unknown> }, asObjects),
    ),
  )
  .map((item) => item as Ttlv);

/** Items that nest a few levels deep. */
export const anyTtlv: fc.Arbitrary<Ttlv> = fc.letrec<{ item: Ttlv }>((tie) => ({
  item: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.record(
      { tag, type: fc.constant('Structure' as const), value: fc.array(tie('item'), { maxLength: 6 }) },
      asObjects,
    ),
  ),
})).item;
