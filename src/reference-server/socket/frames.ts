import { KmipError } from '../../kmip/errors.ts';

/** Tag, type and length of the outermost structure (KMIP 2.1, TTLV Encoding). */
const HEAD_BYTES = 8;
/** Tag 0x420078 and type 0x01: the structure RequestMessage. */
const REQUEST_MESSAGE = 0x42007801;
/** The most that is set aside before anything of a message is there. */
const FIRST_BYTES = 64 * 1024;
const NOTHING: Buffer = Buffer.alloc(0);

/** One message as it came. With a problem it is the head alone, and nothing after it can be told apart. */
export interface Frame {
  readonly bytes: Buffer;
  readonly problem: KmipError | undefined;
}

/**
 * Cuts a stream of bytes into messages. The next one is read when it is asked for, and memory grows with what has come,
 * never with what a head promises. A message that breaks off is none.
 * @param begun is told when the head of a message is there
 */
export async function* framesOf(
  chunks: AsyncIterable<Buffer>,
  limitBytes: number,
  begun: () => void,
): AsyncGenerator<Frame, void> {
  const iterator = chunks[Symbol.asyncIterator]();
  const read = readerOf(iterator);
  try {
    for (let head = await read(HEAD_BYTES); head !== undefined; head = await read(HEAD_BYTES)) {
      begun();
      const problem = problemOf(head, limitBytes);
      if (problem !== undefined) return yield { bytes: head, problem };
      const bytes = await read(sizeOf(head), head);
      if (bytes === undefined) return;
      yield { bytes, problem: undefined };
    }
  } finally {
    await iterator.return?.();
  }
}

const sizeOf = (head: Buffer): number => HEAD_BYTES + head.readUInt32BE(4);

const problemOf = (head: Buffer, limitBytes: number): KmipError | undefined => {
  if (head.readUInt32BE(0) !== REQUEST_MESSAGE) {
    return new KmipError(
      'InvalidMessage',
      'what was sent does not begin like a request message in binary TTLV',
    );
  }
  if (sizeOf(head) <= limitBytes) return undefined;
  return new KmipError(
    'InvalidMessage',
    `a message is at most ${limitBytes} bytes long, and this one would have ${sizeOf(head)}`,
  );
};

/** Reads so many bytes, of which the first are already there; `undefined` when the stream ends before. */
type Read = (size: number, first?: Buffer) => Promise<Buffer | undefined>;

const readerOf = (iterator: AsyncIterator<Buffer>): Read => {
  let left = NOTHING;
  return async (size, first = NOTHING) => {
    let bytes: Buffer = Buffer.allocUnsafe(Math.min(size, FIRST_BYTES));
    let filled = first.copy(bytes);
    while (filled < size) {
      if (left.length === 0) {
        const next = await iterator.next();
        if (next.done) return undefined;
        left = next.value;
      }
      if (filled === bytes.length) bytes = grown(bytes, Math.min(size, 2 * bytes.length));
      const taken = left.copy(bytes, filled);
      filled += taken;
      left = left.subarray(taken);
    }
    return bytes;
  };
};

const grown = (bytes: Buffer, size: number): Buffer => {
  const larger = Buffer.allocUnsafe(size);
  bytes.copy(larger);
  return larger;
};
