import { isUtf8 } from 'node:buffer';
import type { ReaderCaches } from './reader-caches.ts';
import { FIXED32, FIXED64, LEN, MAX_VARINT_BYTES, VARINT } from './wire-format.ts';

/** A position in bytes that never passes `end`: whatever would do so is handed to `fail`. */
export abstract class WireCursor {
  protected position = 0;
  protected end: number;
  readonly caches: ReaderCaches;
  protected readonly view: DataView;
  readonly #buffer: Buffer;
  /** The two halves of the last varint, unsigned. */
  #low = 0;
  #high = 0;

  constructor(bytes: Uint8Array, caches: ReaderCaches) {
    this.caches = caches;
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
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
    this.#varint();
    return this.caches.integers.signed(this.#low, this.#high);
  }

  uint64(): bigint {
    this.#varint();
    return this.caches.integers.unsigned(this.#low, this.#high);
  }

  fixed64(): bigint {
    const start = this.#step(8);
    return this.caches.integers.unsigned(
      this.view.getUint32(start, true),
      this.view.getUint32(start + 4, true),
    );
  }

  sfixed64(): bigint {
    const start = this.#step(8);
    return this.caches.integers.signed(
      this.view.getUint32(start, true),
      this.view.getUint32(start + 4, true),
    );
  }

  double(): number {
    return this.view.getFloat64(this.#step(8), true);
  }

  /** UTF-8; what is not is noted and comes as U+FFFD. */
  text(): string {
    const length = this.length();
    const start = this.#step(length);
    const known = this.caches.texts.ascii(this.#buffer, start, start + length);
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
    const byte = this.#buffer[start] as number;
    if (byte >= 8 && byte < 0x80 && start < this.end) {
      this.position = start + 1;
      return byte;
    }
    this.#varint();
    if (this.#high !== 0 || this.#low < 8) this.fail('a field number is not between 1 and 2^29 - 1', start);
    return this.#low;
  }

  /** Where the length-delimited field at `at` ends, or -1 if that takes a closer look. */
  protected endOfField(at: number): number {
    const first = this.#buffer[at] as number;
    let end = at + 1 + first;
    if (first >= 0x80) {
      const second = this.#buffer[at + 1] as number;
      if (second >= 0x80) return -1;
      end = at + 2 + (first & 0x7f) + (second << 7);
    }
    return end <= this.end ? end : -1;
  }

  /** Where the fields end that begin at `at` and go on, each after this tag of one byte; -1 as above. */
  protected endOfFields(at: number, tag: number): number {
    let end = this.endOfField(at);
    while (end >= 0 && end < this.end && this.#buffer[end] === tag) end = this.endOfField(end + 1);
    return end;
  }

  /** Moves past this byte if it comes next. */
  protected follows(byte: number): boolean {
    if (this.position >= this.end || this.#buffer[this.position] !== byte) return false;
    this.position++;
    return true;
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
    const first = this.#buffer[start] as number;
    if (first < 0x80 && start < this.end) {
      this.position = start + 1;
      this.#low = first;
      this.#high = 0;
      return;
    }
    this.#longVarint(start);
  }

  #longVarint(start: number): void {
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
