import { FIXED64, LEN, VARINT } from './wire-format.ts';

const INITIAL_BYTES = 1024;

/**
 * Appends protobuf fields. A method named like its type writes the field always; the ones in `…IfSet` leave out
 * the default, as proto3 does for a field without presence.
 */
export class WireWriter {
  #bytes = Buffer.alloc(INITIAL_BYTES);
  #length = 0;

  /** What was written so far. */
  finish(): Uint8Array {
    return new Uint8Array(this.#bytes.subarray(0, this.#length));
  }

  /** A length-delimited field with whatever `write` writes. */
  message(number: number, write: () => void): void {
    this.#tag(number, LEN);
    const start = this.#length + 1;
    this.#grow(1);
    write();
    this.#insertLength(start);
  }

  bytes(number: number, value: Uint8Array): void {
    this.#tag(number, LEN);
    this.#varint32(value.length);
    const start = this.#grow(value.length);
    this.#bytes.set(value, start);
  }

  bytesIfSet(number: number, value: Uint8Array): void {
    if (value.length > 0) this.bytes(number, value);
  }

  text(number: number, value: string): void {
    const length = Buffer.byteLength(value);
    this.#tag(number, LEN);
    this.#varint32(length);
    const start = this.#grow(length);
    this.#bytes.write(value, start);
  }

  textIfSet(number: number, value: string): void {
    if (value !== '') this.text(number, value);
  }

  /** A varint field: bool, enumeration, uint32, int64 (two's complement) or uint64. */
  varint(number: number, value: bigint | number): void {
    this.#tag(number, VARINT);
    this.#varint64(BigInt.asUintN(64, BigInt(value)));
  }

  varintIfSet(number: number, value: bigint | number): void {
    if (value !== 0 && value !== 0n) this.varint(number, value);
  }

  /** Zigzag encoded. */
  sint32IfSet(number: number, value: number): void {
    this.varintIfSet(number, ((value << 1) ^ (value >> 31)) >>> 0);
  }

  /** fixed64 or sfixed64. */
  fixed64(number: number, value: bigint): void {
    this.#tag(number, FIXED64);
    this.#fixed64(value);
  }

  fixed64IfSet(number: number, value: bigint): void {
    if (value !== 0n) this.fixed64(number, value);
  }

  double(number: number, value: number): void {
    this.#tag(number, FIXED64);
    this.#double(value);
  }

  /** Leaves out positive zero only. */
  doubleIfSet(number: number, value: number): void {
    if (!Object.is(value, 0)) this.double(number, value);
  }

  packedFixed64(number: number, values: readonly bigint[]): void {
    this.#packed(number, values, (value) => this.#fixed64(value));
  }

  packedDouble(number: number, values: readonly number[]): void {
    this.#packed(number, values, (value) => this.#double(value));
  }

  /** uint64. */
  packedVarint(number: number, values: readonly bigint[]): void {
    this.#packed(number, values, (value) => this.#varint64(value));
  }

  #packed<T>(number: number, values: readonly T[], write: (value: T) => void): void {
    if (values.length === 0) return;
    this.message(number, () => {
      for (const value of values) write(value);
    });
  }

  #tag(number: number, wire: number): void {
    this.#varint32(number * 8 + wire);
  }

  #varint64(value: bigint): void {
    let rest = value;
    while (rest > 0x7fn) {
      this.#byte(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    this.#byte(Number(rest));
  }

  #varint32(value: number): void {
    let rest = value;
    while (rest > 0x7f) {
      this.#byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.#byte(rest);
  }

  #byte(value: number): void {
    const at = this.#grow(1);
    this.#bytes[at] = value;
  }

  #fixed64(value: bigint): void {
    const at = this.#grow(8);
    this.#bytes.writeBigUInt64LE(BigInt.asUintN(64, value), at);
  }

  #double(value: number): void {
    const at = this.#grow(8);
    this.#bytes.writeDoubleLE(value, at);
  }

  /** Puts the length of what lies behind `start` before it, where one byte is held free. */
  #insertLength(start: number): void {
    const end = this.#length;
    const length = end - start;
    const shift = varint32Size(length) - 1;
    this.#grow(shift);
    this.#bytes.copyWithin(start + shift, start, end);
    this.#length = start - 1;
    this.#varint32(length);
    this.#length = end + shift;
  }

  /** Makes room for `count` bytes and gives where they start. */
  #grow(count: number): number {
    const start = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) {
      const larger = Buffer.alloc(Math.max(this.#length, 2 * this.#bytes.length));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    return start;
  }
}

function varint32Size(value: number): number {
  let size = 1;
  for (let rest = value; rest > 0x7f; rest >>>= 7) size++;
  return size;
}
