import type { Ttlv, TtlvType } from './ttlv.ts';

/** Tag (3 bytes), type (1), length (4): what stands before every value (KMIP 2.1, TTLV Encoding). */
export const HEADER_BYTES = 8;
const ALIGNMENT = 8;

export const TYPE_CODES: Readonly<Record<TtlvType, number>> = {
  Structure: 1,
  Integer: 2,
  LongInteger: 3,
  BigInteger: 4,
  Enumeration: 5,
  Boolean: 6,
  TextString: 7,
  ByteString: 8,
  DateTime: 9,
  Interval: 10,
  DateTimeExtended: 11,
};

/** Bytes of the values that always have the same length; the others declare their own. */
export const FIXED_LENGTHS: Readonly<Partial<Record<TtlvType, number>>> = {
  Integer: 4,
  LongInteger: 8,
  Enumeration: 4,
  Boolean: 8,
  DateTime: 8,
  Interval: 4,
  DateTimeExtended: 8,
};

/** The length with its padding, which the length field never counts. */
export const padded = (length: number): number => Math.ceil(length / ALIGNMENT) * ALIGNMENT;

/** The fewest multiples of eight bytes that hold the number with its sign; zero takes eight. */
export function bigIntegerBytes(value: bigint): number {
  const digits = (value < 0n ? ~value : value).toString(16);
  const topBit = digits.length % 16 === 0 && digits >= '8' ? 1 : 0;
  return padded(Math.ceil(digits.length / 2) + topBit);
}

/** What the length field of a leaf says, undefined for a structure: the sum of its children. */
function leafLength(item: Exclude<Ttlv, { type: 'Structure' }>): number {
  switch (item.type) {
    case 'TextString':
      return Buffer.byteLength(item.value);
    case 'ByteString':
      return item.value.length;
    case 'BigInteger':
      return bigIntegerBytes(item.value);
    default:
      return FIXED_LENGTHS[item.type] ?? 0;
  }
}

/** What the length field says. */
export const valueLength = (item: Ttlv): number =>
  item.type === 'Structure'
    ? item.value.reduce((sum, child) => sum + encodedSize(child), 0)
    : leafLength(item);

/** Bytes of an item in binary TTLV, header and padding included. MaximumResponseSize counts these. */
export const encodedSize = (item: Ttlv): number => HEADER_BYTES + padded(valueLength(item));
