import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { FileError } from '../toml/read.ts';

/** Against files made to exhaust the reader. */
export interface Limits {
  /** Of the whole, unpacked. */
  readonly bytes: number;
  /** A message of 64 MiB in base64, the most that the receiver takes, fits into a line. */
  readonly lineBytes: number;
  readonly lines: number;
}

export const LIMITS: Limits = { bytes: 1024 ** 3, lineBytes: 96 * 1024 ** 2, lines: 1_000_000 };

const NEWLINE = 0x0a;

/** The lines of a file, unpacked where it is gzipped. @throws FileError, also where the last one lacks its end */
export async function* boundedLines(file: string, limits: Limits = LIMITS): AsyncGenerator<string> {
  const text = new TextDecoder('utf-8', { fatal: true });
  const line = { parts: [] as Uint8Array[], bytes: 0 };
  let bytes = 0;
  let lines = 0;
  const grow = (part: Uint8Array) => {
    line.bytes += part.length;
    if (line.bytes > limits.lineBytes)
      throw new FileError(`${file}: line ${lines + 1} is longer than ${limits.lineBytes} bytes`);
    line.parts.push(part);
  };
  const end = () => {
    lines += 1;
    if (lines > limits.lines) throw new FileError(`${file} has more than ${limits.lines} lines`);
    const whole = Buffer.concat(line.parts);
    line.parts = [];
    line.bytes = 0;
    try {
      return text.decode(whole);
    } catch {
      throw new FileError(`${file}: line ${lines} is no UTF-8`);
    }
  };
  for await (const chunk of unpacked(file)) {
    bytes += chunk.length;
    if (bytes > limits.bytes) throw new FileError(`${file} holds more than ${limits.bytes} bytes`);
    let from = 0;
    for (let to = chunk.indexOf(NEWLINE); to >= 0; to = chunk.indexOf(NEWLINE, from)) {
      grow(chunk.subarray(from, to));
      yield end();
      from = to + 1;
    }
    grow(chunk.subarray(from));
  }
  if (line.bytes > 0) throw new FileError(`${file} is cut short: line ${lines + 1} has no end`);
}

async function* unpacked(file: string): AsyncGenerator<Uint8Array> {
  try {
    const chunks: AsyncIterator<Buffer> = createReadStream(file)[Symbol.asyncIterator]();
    const first = await chunks.next();
    const all = Readable.from(after(first, chunks), { objectMode: false });
    const isPacked = !first.done && first.value[0] === 0x1f && first.value[1] === 0x8b;
    yield* isPacked ? pipeline(all, createGunzip(), () => {}) : all;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new FileError(
      why === 'unexpected end of file' ? `${file} is cut short` : `${file} cannot be read: ${why}`,
    );
  }
}

async function* after(first: IteratorResult<Buffer>, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (first.done) return;
  yield first.value;
  yield* { [Symbol.asyncIterator]: () => rest };
}
