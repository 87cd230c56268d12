import { FIXED_LENGTHS, HEADER_BYTES, padded, TYPE_CODES } from './binary-layout.ts';
import { KmipError } from './errors.ts';
import { tagName } from './tables.ts';
import { MAX_DEPTH, MAX_ITEMS, type Ttlv, type TtlvLeaf, type TtlvType } from './ttlv.ts';

/** Longest big integer: four times the modulus of the largest RSA key in use. */
const MAX_BIG_INTEGER_BYTES = 8192;

const typesByCode: ReadonlyMap<number, TtlvType> = new Map(
  Object.entries(TYPE_CODES).map(([type, code]) => [code, type as TtlvType]),
);
// KMIP text is UTF-8 without exceptions: a byte order mark is a character like others.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

interface Reading {
  readonly buffer: Buffer;
  items: number;
}

interface Found {
  readonly item: Ttlv;
  /** Offset behind the item and its padding. */
  readonly end: number;
}

const refuse = (offset: number, rule: string): never => {
  throw new KmipError('InvalidMessage', `binary TTLV at byte ${offset}: ${rule}`);
};

function typeAt({ buffer }: Reading, offset: number): TtlvType {
  const code = buffer.readUInt8(offset + 3);
  return (
    typesByCode.get(code) ??
    refuse(offset, `the type 0x${code.toString(16).padStart(2, '0')} is none of KMIP`)
  );
}

/** Tags of KMIP begin with 0x42, extensions with 0x54; unknown ones of either are kept by their number. */
function tagAt({ buffer }: Reading, offset: number): string {
  const space = buffer.readUInt8(offset);
  if (space !== 0x42 && space !== 0x54) {
    refuse(offset, 'a tag begins with 0x42, or with 0x54 for an extension');
  }
  return tagName(buffer.readUIntBE(offset, 3));
}

function text(buffer: Buffer, start: number, length: number): string {
  try {
    return utf8.decode(buffer.subarray(start, start + length));
  } catch {
    return refuse(start, 'the text is not UTF-8');
  }
}

function boolean(buffer: Buffer, start: number): boolean {
  const value = buffer.readBigUInt64BE(start);
  return value <= 1n ? value === 1n : refuse(start, 'a Boolean is 0 or 1');
}

function bigInteger(buffer: Buffer, start: number, length: number): bigint {
  if (length === 0 || length % 8 !== 0 || length > MAX_BIG_INTEGER_BYTES) {
    return refuse(start, `a big integer has 8, 16 ... ${MAX_BIG_INTEGER_BYTES} bytes, not ${length}`);
  }
  return BigInt.asIntN(length * 8, BigInt(`0x${buffer.toString('hex', start, start + length)}`));
}

const leafReaders: {
  readonly [Type in TtlvLeaf['type']]: (buffer: Buffer, start: number, length: number) => TtlvLeaf['value'];
} = {
  Integer: (buffer, start) => buffer.readInt32BE(start),
  Enumeration: (buffer, start) => buffer.readUInt32BE(start),
  Interval: (buffer, start) => buffer.readUInt32BE(start),
  LongInteger: (buffer, start) => buffer.readBigInt64BE(start),
  DateTime: (buffer, start) => buffer.readBigInt64BE(start),
  DateTimeExtended: (buffer, start) => buffer.readBigInt64BE(start),
  BigInteger: bigInteger,
  Boolean: boolean,
  TextString: text,
  // A copy: a key must not keep the whole message alive, nor change with it.
  ByteString: (buffer, start, length) => new Uint8Array(buffer.subarray(start, start + length)),
};

function readChildren(reading: Reading, start: number, end: number, depth: number): readonly Ttlv[] {
  const children: Ttlv[] = [];
  let offset = start;
  while (offset < end) {
    const { item, end: next } = readItem(reading, offset, end, depth);
    children.push(item);
    offset = next;
  }
  return children;
}

/** Reads the item at an offset; it must not reach beyond `limit`. */
function readItem(reading: Reading, offset: number, limit: number, depth: number): Found {
  if (depth > MAX_DEPTH) refuse(offset, `items nest deeper than ${MAX_DEPTH} levels`);
  reading.items += 1;
  if (reading.items > MAX_ITEMS) refuse(offset, `the message has more than ${MAX_ITEMS} items`);
  const start = offset + HEADER_BYTES;
  if (start > limit) refuse(offset, `an item begins, but only ${limit - offset} bytes are left for it`);
  const tag = tagAt(reading, offset);
  const type = typeAt(reading, offset);
  const length = reading.buffer.readUInt32BE(offset + 4);
  const end = start + padded(length);
  if (end > limit) refuse(offset, `${tag} declares ${length} bytes, ${limit - start} are there`);
  if (type === 'Structure') {
    if (length % 8 !== 0) refuse(offset, `the length of the structure ${tag} is no multiple of 8: ${length}`);
    return { item: { tag, type, value: readChildren(reading, start, end, depth + 1) }, end };
  }
  const fixed = FIXED_LENGTHS[type];
  if (fixed !== undefined && length !== fixed) {
    refuse(offset, `${tag} is of type ${type}, which has ${fixed} bytes, not ${length}`);
  }
  const value = leafReaders[type](reading.buffer, start, length);
  return { item: { tag, type, value } as TtlvLeaf, end };
}

/**
 * Reads one item that fills all bytes (KMIP 2.1, TTLV Encoding). Every length is held against the bytes in hand before
 * anything is made of it. What stands in the padding is passed over: clients exist that leave rubbish there, and it is
 * never written again.
 * @throws KmipError InvalidMessage, with the offset
 */
export function readBinary(bytes: Uint8Array): Ttlv {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const { item, end } = readItem({ buffer, items: 0 }, 0, buffer.length, 1);
  if (end !== buffer.length) refuse(end, `${buffer.length - end} bytes follow the message`);
  return item;
}
