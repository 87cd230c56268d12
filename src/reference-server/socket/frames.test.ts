import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { framesOf } from './frames.ts';

const LIMIT = 64;

const message = (length: number, fill = 0, declared = length): Buffer => {
  const head = Buffer.from('4200780100000000', 'hex');
  head.writeUInt32BE(declared, 4);
  return Buffer.concat([head, Buffer.alloc(length, fill)]);
};

/** What comes out of a stream in pieces of some size: the size of each frame, or the problem with it. */
const cut = async (bytes: Buffer, pieceSize: number, limit = LIMIT) => {
  let asked = 0;
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let from = 0; from < bytes.length; from += pieceSize) {
      asked += 1;
      yield bytes.subarray(from, from + pieceSize);
    }
  }
  let begun = 0;
  const frames: (number | string)[] = [];
  const contents: Buffer[] = [];
  for await (const frame of framesOf(pieces(), limit, () => (begun += 1))) {
    frames.push(frame.problem === undefined ? frame.bytes.length : frame.problem.message);
    contents.push(frame.bytes);
  }
  return { frames, begun, asked, contents: Buffer.concat(contents) };
};

const TOO_LONG = (size: number) =>
  `a message is at most ${LIMIT} bytes long, and this one would have ${size}`;
const NO_MESSAGE = 'what was sent does not begin like a request message in binary TTLV';

const streams: readonly [string, readonly Buffer[], readonly (number | string)[], number][] = [
  ['nothing', [], [], 0],
  ['one', [message(16)], [24], 1],
  ['one without content', [message(0)], [8], 1],
  ['several', [message(16, 1), message(0), message(8, 3)], [24, 8, 16], 3],
  ['one of the longest size', [message(LIMIT - 8)], [LIMIT], 1],
  ['one byte longer', [message(8), message(LIMIT - 7)], [16, TOO_LONG(LIMIT + 1)], 2],
  ['four gigabytes', [message(16, 0, 0xffff_ffff)], [TOO_LONG(0x1_0000_0007)], 1],
  ['a head cut off', [message(8), message(8).subarray(0, 7)], [16], 1],
  ['a message cut off', [message(8), message(8).subarray(0, 15)], [16], 2],
  ['another structure', [Buffer.from('42007b0100000000', 'hex')], [NO_MESSAGE], 1],
  ['no structure', [Buffer.from('4200780700000000', 'hex'), message(8)], [NO_MESSAGE], 1],
  ['HTTP', [Buffer.from('POST /kmip HTTP/1.1\r\n\r\n')], [NO_MESSAGE], 1],
];

for (const [name, parts, frames, begun] of streams) {
  const bytes = Buffer.concat(parts);
  for (const pieceSize of [1, 3, 8, 9, 1000]) {
    test(`${name}, in pieces of ${pieceSize}`, async () => {
      const found = await cut(bytes, pieceSize);
      assert.deepEqual([found.frames, found.begun], [frames, begun]);
      const isWhole = frames.every((frame) => typeof frame === 'number') && !/cut off/.test(name);
      if (isWhole) assert.deepEqual(found.contents, bytes);
    });
  }
}

describe('memory and time', () => {
  test('a long message keeps its bytes while room is made for it', async () => {
    const bytes = message(300_000, 7);
    bytes.writeUInt32BE(0xcafe, 299_000);
    const { contents } = await cut(bytes, 1000, 1_000_000);
    assert.deepEqual(contents, bytes);
  });

  test('nothing is read beyond the head of what is refused, nor beyond the message that was asked for', async () => {
    const refused = await cut(Buffer.concat([message(0, 0, 1000), Buffer.alloc(1000)]), 8);
    assert.equal(refused.asked, 1);
    const frames = framesOf(
      (async function* () {
        yield message(8);
        throw new Error('read too far');
      })(),
      LIMIT,
      () => undefined,
    );
    assert.equal((await frames.next()).value?.bytes.length, 16);
    await frames.return();
  });

  test('a promise of much sets little aside', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const waiting: AsyncGenerator[] = [];
    for (let index = 0; index < 50; index += 1) {
      const frames = framesOf(
        (async function* () {
          yield message(16, 0, 60_000_000);
          await new Promise(() => undefined);
        })(),
        64_000_000,
        () => undefined,
      );
      void frames.next();
      waiting.push(frames);
    }
    await new Promise(setImmediate);
    assert.ok(process.memoryUsage().arrayBuffers - before < 50 * 200_000);
    assert.equal(waiting.length, 50);
  });
});
