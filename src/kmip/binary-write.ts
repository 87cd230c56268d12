import { encodedSize, HEADER_BYTES, padded, TYPE_CODES, valueLength } from './binary-layout.ts';
import { tagCode } from './tables.ts';
import type { Ttlv, TtlvLeaf } from './ttlv.ts';

function writeBigInteger(buffer: Buffer, offset: number, value: bigint, length: number): void {
  const digits = BigInt.asUintN(length * 8, value)
    .toString(16)
    .padStart(length * 2, '0');
  buffer.write(digits, offset, 'hex');
}

/** Writes the value into zeroed bytes: padding is what is left alone. */
function writeLeaf(buffer: Buffer, offset: number, item: TtlvLeaf, length: number): void {
  switch (item.type) {
    case 'Integer':
      buffer.writeInt32BE(item.value, offset);
      return;
    case 'Enumeration':
    case 'Interval':
      buffer.writeUInt32BE(item.value, offset);
      return;
    case 'Boolean':
      buffer.writeUInt8(item.value ? 1 : 0, offset + 7);
      return;
    case 'LongInteger':
    case 'DateTime':
    case 'DateTimeExtended':
      buffer.writeBigInt64BE(item.value, offset);
      return;
    case 'BigInteger':
      writeBigInteger(buffer, offset, item.value, length);
      return;
    case 'TextString':
      buffer.write(item.value, offset);
      return;
    case 'ByteString':
      buffer.set(item.value, offset);
  }
}

function codeOf(tag: string): number {
  const code = tagCode(tag);
  if (code === undefined) throw new TypeError(`${tag} is no KMIP tag: it has no number to be written as`);
  return code;
}

/** Writes the item at an offset and returns the offset behind it. */
function writeItem(buffer: Buffer, offset: number, item: Ttlv): number {
  buffer.writeUIntBE(codeOf(item.tag), offset, 3);
  buffer.writeUInt8(TYPE_CODES[item.type], offset + 3);
  const start = offset + HEADER_BYTES;
  if (item.type === 'Structure') {
    const end = item.value.reduce((next, child) => writeItem(buffer, next, child), start);
    buffer.writeUInt32BE(end - start, offset + 4);
    return end;
  }
  const length = valueLength(item);
  buffer.writeUInt32BE(length, offset + 4);
  writeLeaf(buffer, start, item, length);
  return start + padded(length);
}

/**
 * The item as binary TTLV (KMIP 2.1, TTLV Encoding), padded with zeros.
 * @throws TypeError for a tag without a number, RangeError for a value that its type cannot hold: defects of the caller
 */
export function writeBinary(item: Ttlv): Uint8Array {
  const buffer = Buffer.alloc(encodedSize(item));
  writeItem(buffer, 0, item);
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}
