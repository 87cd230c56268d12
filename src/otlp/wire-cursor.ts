import { isUtf8 } from 'node:buffer';
import { TextCache } from './text-cache.ts';
import { FIXED32, FIXED64, LEN, MAX_VARINT_BYTES, VARINT } from './wire-format.ts';

/** A position in bytes that never passes `end`: whatever would do so is handed to `fail`. */
export abstract class WireCursor {
  protected position = 0;
  protected end: number;
  readonly #buffer: Buffer;
  readonly #view: DataView;
  readonly #texts = new TextCache();
  /** The two halves of the last varint, unsigned. */
  #low = 0;
  #high = 0;

  constructor(bytes: Uint8Array) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.end = bytes.byteLength;
  }

  protected abstract fail(problem: string, offset: number): never;
  protected abstract noteInvalidUtf8(): void;

  bool(): boolean {
    this.#varint();
    return (this.#low | this.#high) !== 0;
  }

  /** The lower 32 bits: what protobuf makes of a uint32 that is too large. */
  uint32(): number {
    this.#varint();
    return this.#low;
  }

  /** Zigzag encoded. */
  sint32(): number {
    const bits = this.uint32();
    return (bits >>> 1) ^ -(bits & 1);
  }

  /** Also an enumeration, of which proto3 sends negative numbers in 64 bits. */
  int64(): bigint {
    return BigInt.asIntN(64, this.uint64());
  }

  uint64(): bigint {
    this.#varint();
    if (this.#high === 0) return BigInt(this.#low);
    return (BigInt(this.#high) << 32n) | BigInt(this.#low);
  }

  fixed64(): bigint {
    return this.#view.getBigUint64(this.#step(8), true);
  }

  sfixed64(): bigint {
    return this.#view.getBigInt64(this.#step(8), true);
  }

  double(): number {
    return this.#view.getFloat64(this.#step(8), true);
  }

  /** UTF-8; what is not is noted and comes as U+FFFD. */
  text(): string {
    const length = this.length();
    const start = this.#step(length);
    const known = this.#texts.ascii(this.#buffer, start, start + length);
    if (known !== undefined) return known;
    const text = this.#buffer.toString('utf8', start, start + length);
    if (text.includes('\ufffd') && !isUtf8(this.#buffer.subarray(start, start + length)))
      this.noteInvalidUtf8();
    return text;
  }

  /** A copy. */
  bytes(): Uint8Array {
    const length = this.length();
    const start = this.#step(length);
    return new Uint8Array(this.#buffer.subarray(start, start + length));
  }

  /** The length of a field, known to lie within the message. */
  protected length(): number {
    const start = this.position;
    this.#varint();
    const room = this.end - this.position;
    if (this.#high !== 0 || this.#low > room)
      this.fail(`a length goes beyond the message around it, which has ${room} bytes left`, start);
    return this.#low;
  }

  protected tag(): number {
    const start = this.position;
    this.#varint();
    if (this.#high !== 0 || this.#low < 8) this.fail('a field number is not between 1 and 2^29 - 1', start);
    return this.#low;
  }

  protected skip(wire: number): void {
    if (wire === VARINT) this.#varint();
    else if (wire === FIXED64) this.#step(8);
    else if (wire === LEN) this.#step(this.length());
    else if (wire === FIXED32) this.#step(4);
    else this.fail(`wire type ${wire} is not one of proto3 (3 and 4 are groups)`, this.position);
  }

  /** Moves on and gives the position left. */
  #step(count: number): number {
    const start = this.position;
    if (count > this.end - start)
      this.fail(`${count} bytes are due, the message has ${this.end - start} left`, start);
    this.position = start + count;
    return start;
  }

  #varint(): void {
    const start = this.position;
    let low = 0;
    let high = 0;
    for (let index = 0; index < MAX_VARINT_BYTES; index++) {
      if (this.position >= this.end) this.fail('a varint is cut off', start);
      const byte = this.#buffer[this.position++] as number;
      const bits = byte & 0x7f;
      if (index < 4) low |= bits << (7 * index);
      else if (index === 4) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (7 * index - 32);
      if (byte < 0x80) {
        if (index === MAX_VARINT_BYTES - 1 && byte > 1) break;
        this.#low = low >>> 0;
        this.#high = high >>> 0;
        return;
      }
    }
    this.fail(`a varint is longer than 64 bits`, start);
  }
}
