import fc from 'fast-check';
import tagData from '../../../src/kmip/tables/tags.json' with { type: 'json' };
import { structure, type Ttlv, type TtlvLeaf, type TtlvStructure } from '../../../src/kmip/ttlv.ts';
import { VERSIONS } from '../../../src/kmip/versions.ts';
import { goodRequests } from '../good-requests.ts';

export const anyTag: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...Object.keys(tagData)),
  fc.constantFrom('0x54FFFE', '0x42FFFE'),
);

const unsigned = fc.oneof(fc.constantFrom(0, 1, 2, 2 ** 31, 2 ** 32 - 1), fc.nat(2 ** 32 - 1));
const long = fc.oneof(
  fc.constantFrom(-(2n ** 63n), -1n, 0n, 8_640_000_000_000n, 2n ** 63n - 1n),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
);
const texts = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.constantFrom(
    '',
    '\u0000',
    '\uFEFF',
    '💥',
    'aes',
    'kept',
    '__proto__',
    'x-y',
    'hsm::0::a',
    '../..',
    "';--",
  ),
);

const values: { readonly [Type in TtlvLeaf['type']]: fc.Arbitrary<TtlvLeaf['value']> } = {
  Integer: fc.oneof(fc.constantFrom(-(2 ** 31), -1, 0, 1, 16, 255, 65_536, 2 ** 31 - 1), fc.integer()),
  LongInteger: long,
  BigInteger: fc.oneof(
    fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }),
    fc.constantFrom(0n, -1n, 2n ** 63n),
  ),
  Enumeration: fc.oneof(fc.nat(32), unsigned),
  Boolean: fc.boolean(),
  TextString: texts,
  ByteString: fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.constantFrom(0, 1, 8, 12, 16, 32).map((length) => new Uint8Array(length)),
  ),
  DateTime: long,
  Interval: unsigned,
  DateTimeExtended: long,
};

/** A type with a value that a reader may trip over. */
export const strangeValue: fc.Arbitrary<Pick<Ttlv, 'type' | 'value'>> = fc.oneof(
  ...Object.entries(values).map(([type, value]) =>
    value.map((chosen) => ({ type, value: chosen }) as Pick<TtlvLeaf, 'type' | 'value'>),
  ),
  fc.constant({ type: 'Structure' as const, value: [] }),
);

const within = (item: Ttlv): readonly Ttlv[] =>
  item.type === 'Structure' ? [item, ...item.value.flatMap(within)] : [item];

/** Every piece of every good request: what a hostile request is most likely to get far with. */
const PIECES: readonly Ttlv[] = VERSIONS.flatMap((version) =>
  version === '2.1' || version === '1.4'
    ? goodRequests(version).flatMap(({ payload }) => payload.flatMap(within))
    : [],
);

export const piece: fc.Arbitrary<Ttlv> = fc.constantFrom(...PIECES);

/** An item of any tag, type and depth, half of them out of good requests. */
export const strangeItem: fc.Arbitrary<Ttlv> = fc.letrec<{ item: Ttlv; holder: TtlvStructure }>((tie) => ({
  item: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 4, arbitrary: piece },
    {
      weight: 3,
      arbitrary: fc.tuple(anyTag, strangeValue).map(([tag, value]) => ({ tag, ...value }) as Ttlv),
    },
    { weight: 1, arbitrary: tie('holder') },
  ),
  holder: fc
    .tuple(anyTag, fc.array(tie('item'), { maxLength: 5 }))
    .map(([tag, items]) => structure(tag, ...items)),
})).item;
