import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ServiceError, status } from '@grpc/grpc-js';
import { Conversation } from './conversation.ts';
import { encodeMetrics } from './encode.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { parseScript } from './script/parse.ts';
import { RawClient } from './testing/raw-client.ts';
import { counterRequest } from './testing/sample.ts';

const message = encodeMetrics(counterRequest('a', 1n));

async function bench(script: string) {
  const conversation = new Conversation();
  conversation.play(parseScript(script));
  const receiver = await startReceiver({ conversation });
  const client = new RawClient(receiver.endpoint);
  return {
    conversation,
    receiver,
    send: async () => {
      const reply = await client.send(message);
      return Buffer.isBuffer(reply) ? reply : codeOf(reply);
    },
    client,
    [Symbol.asyncDispose]: async () => {
      client[Symbol.dispose]();
      await receiver.stop();
    },
  };
}

const codeOf = ({ code, details, metadata }: ServiceError) => ({
  code,
  details,
  retryInfo: metadata.get('grpc-status-details-bin').map((bytes) => Buffer.from(bytes).toString('hex')),
});

const taken = ({ exports }: Receiver) => exports.length;

describe('a receiver with a script', () => {
  it('knows from when to when it did not take at once what came', async () => {
    let nowUnixMs = 1000;
    const conversation = new Conversation(() => nowUnixMs);
    const receiver = await startReceiver({ conversation, now: () => nowUnixMs });
    const client = new RawClient(receiver.endpoint);
    await client.send(message);
    assert.deepEqual(conversation.outages, []);
    nowUnixMs = 2000;
    conversation.play(parseScript('UNAVAILABLE'));
    nowUnixMs = 3000;
    assert.deepEqual(conversation.outages, [{ fromUnixMs: 2000, toUnixMs: 3000 }]);
    await client.send(message);
    nowUnixMs = 4000;
    assert.deepEqual(conversation.outages, [{ fromUnixMs: 2000, toUnixMs: 4000 }]);
    await client.send(message);
    nowUnixMs = 5000;
    assert.deepEqual(conversation.outages, [{ fromUnixMs: 2000, toUnixMs: 4000 }]);
    client[Symbol.dispose]();
    await receiver.stop();
  });

  it('refuses with the status, once, and takes what comes after the last line', async () => {
    await using here = await bench('INVALID_ARGUMENT');
    const { code, details } = (await here.send()) as ReturnType<typeof codeOf>;
    assert.deepEqual([code, details], [status.INVALID_ARGUMENT, 'scripted answer 1: INVALID_ARGUMENT']);
    assert.equal(taken(here.receiver), 0);
    assert.deepEqual(await here.send(), Buffer.alloc(0));
    assert.equal(taken(here.receiver), 1);
    assert.deepEqual(
      here.conversation.calls.map(({ number, step, collectionUnixNano, bytes, connection, openBefore }) => [
        ...[number, step.kind, bytes, connection, openBefore],
        collectionUnixNano === undefined,
      ]),
      [
        [1, 'status', message.length, 1, 0, false],
        [2, 'ok', message.length, 1, 0, false],
      ],
    );
    assert.ok(here.conversation.calls.every(({ endedAtUnixMs }) => endedAtUnixMs !== undefined));
  });

  it('says when to come again', async () => {
    await using here = await bench('UNAVAILABLE retry-after 1.25s');
    const { code, retryInfo } = (await here.send()) as ReturnType<typeof codeOf>;
    assert.equal(code, status.UNAVAILABLE);
    // google.protobuf.Duration: field 1 seconds = 1, field 2 nanos = 250 000 000.
    assert.match(retryInfo[0] ?? '', /0a07080110[0-9a-f]{8}$/);
    assert.match(
      Buffer.from(retryInfo[0] ?? '', 'hex').toString('latin1'),
      /type\.googleapis\.com\/google\.rpc\.RetryInfo/,
    );
  });

  it('takes a partial success only where nothing was rejected', async () => {
    await using here = await bench('partial 3 rejected\npartial 0 rejected');
    const [some, none] = [(await here.send()) as Buffer, (await here.send()) as Buffer];
    assert.equal(some.toString('latin1').includes('scripted answer 1: partial 3 rejected'), true);
    // ExportMetricsPartialSuccess: field 1 rejected_data_points = 3; left out where it is 0.
    assert.deepEqual([some[2], some[3], none[2]], [0x08, 3, 0x12]);
    assert.equal(taken(here.receiver), 1);
  });

  it('resets the connection, and the next call comes over another', async () => {
    await using here = await bench('reset');
    assert.equal(((await here.send()) as ReturnType<typeof codeOf>).code, status.UNAVAILABLE);
    await here.send();
    assert.deepEqual(
      here.conversation.calls.map(({ connection }) => connection),
      [1, 2],
    );
  });

  it('tells a connection to go away after its answer', async () => {
    await using here = await bench('goaway');
    assert.deepEqual(await here.send(), Buffer.alloc(0));
    assert.deepEqual(await here.send(), Buffer.alloc(0));
    assert.deepEqual(
      here.conversation.calls.map(({ connection }) => connection),
      [1, 2],
    );
    assert.equal(taken(here.receiver), 2);
  });

  it('answers with more than a client takes', async () => {
    await using here = await bench('oversize');
    assert.equal(((await here.send()) as ReturnType<typeof codeOf>).code, status.RESOURCE_EXHAUSTED);
    assert.equal(taken(here.receiver), 1);
  });

  it('lets calls wait, and knows which were open when another came', async () => {
    await using here = await bench('delay 0.05s\nblack-hole');
    const delayed = here.send();
    const lost = here.send();
    assert.deepEqual(await delayed, Buffer.alloc(0));
    const [first, second] = here.conversation.calls;
    assert.ok(first !== undefined && second !== undefined);
    assert.ok((first.endedAtUnixMs ?? 0) - first.arrivedAtUnixMs >= 50);
    assert.deepEqual([first.openBefore, second.openBefore, second.endedAtUnixMs], [0, 1, undefined]);
    here.client[Symbol.dispose]();
    await here.receiver.stop();
    assert.notEqual((await lost) as unknown, Buffer.alloc(0));
  });

  it('notes nothing without a script', async () => {
    const conversation = new Conversation();
    await using receiver = await startReceiver({ conversation });
    using client = new RawClient(receiver.endpoint);
    await client.send(message);
    assert.deepEqual(conversation.calls, []);
  });
});
