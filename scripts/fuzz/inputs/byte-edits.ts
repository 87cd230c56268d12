import fc from 'fast-check';

/** What becomes of a text of bytes; `at` is any number, taken modulo its length. */
type ByteEdit = (bytes: Buffer) => Buffer;

const place = fc.nat(2 ** 20);
const at = (bytes: Buffer, anywhere: number): number => (bytes.length === 0 ? 0 : anywhere % bytes.length);
const spliced = (bytes: Buffer, from: number, to: number, between: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, from), between, bytes.subarray(to)]);

const overwrite = fc
  .tuple(place, fc.oneof(fc.constantFrom(0, 1, 2, 4, 8, 0x42, 0x7f, 0x80, 0xff), fc.nat(255)))
  .map(
    ([anywhere, byte]): ByteEdit =>
      (bytes) =>
        bytes.length === 0
          ? bytes
          : spliced(bytes, at(bytes, anywhere), at(bytes, anywhere) + 1, Uint8Array.of(byte)),
  );

const flip = fc.tuple(place, fc.nat(7)).map(
  ([anywhere, bit]): ByteEdit =>
    (bytes) => {
      const from = at(bytes, anywhere);
      return bytes.length === 0
        ? bytes
        : spliced(bytes, from, from + 1, Uint8Array.of((bytes[from] ?? 0) ^ (1 << bit)));
    },
);

const truncate = place.map(
  (anywhere): ByteEdit =>
    (bytes) =>
      bytes.subarray(0, at(bytes, anywhere)),
);

const remove = fc.tuple(place, fc.integer({ min: 1, max: 32 })).map(
  ([anywhere, count]): ByteEdit =>
    (bytes) => {
      const from = at(bytes, anywhere);
      return spliced(bytes, from, Math.min(bytes.length, from + count), Buffer.alloc(0));
    },
);

const insert = fc.tuple(place, fc.uint8Array({ minLength: 1, maxLength: 16 })).map(
  ([anywhere, more]): ByteEdit =>
    (bytes) => {
      const from = at(bytes, anywhere);
      return spliced(bytes, from, from, more);
    },
);

const repeat = fc.tuple(place, fc.integer({ min: 1, max: 64 })).map(
  ([anywhere, count]): ByteEdit =>
    (bytes) => {
      const from = at(bytes, anywhere);
      return spliced(bytes, from, from, bytes.subarray(from, from + count));
    },
);

const HEADER_BYTES = 8;
const strangeLength = fc.oneof(
  fc.integer({ min: -9, max: 9 }).map((more) => (length: number) => length + more),
  fc
    .constantFrom(0, 1, 7, 8, 0x7fff_ffff, 0x8000_0000, 0xffff_fff8, 0xffff_ffff)
    .map((length) => () => length),
);

/** TTLV is a grid of eight bytes: the second half of a row is a length, or a value that passes for one. */
const lieAboutLength = fc.tuple(place, strangeLength).map(
  ([anywhere, lie]): ByteEdit =>
    (bytes) => {
      const row = at(bytes, anywhere) - (at(bytes, anywhere) % HEADER_BYTES);
      if (row + HEADER_BYTES > bytes.length) return bytes;
      const lying = Buffer.from(bytes);
      lying.writeUInt32BE(lie(bytes.readUInt32BE(row + 4)) >>> 0, row + 4);
      return lying;
    },
);

/** Edits of any bytes. */
export const byteEdits: fc.Arbitrary<readonly ByteEdit[]> = fc.array(
  fc.oneof(overwrite, flip, truncate, remove, insert, repeat),
  { minLength: 1, maxLength: 4 },
);

/** Edits of binary TTLV. */
export const ttlvEdits: fc.Arbitrary<readonly ByteEdit[]> = fc.array(
  fc.oneof(overwrite, flip, truncate, remove, insert, repeat, lieAboutLength),
  { minLength: 1, maxLength: 4 },
);

export const editedBytes = (bytes: Uint8Array, edits: readonly ByteEdit[]): Buffer =>
  edits.reduce<Buffer>((left, edit) => edit(left), Buffer.from(bytes));
