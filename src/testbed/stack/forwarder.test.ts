import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeMetrics } from '../../otlp/encode.ts';
import { EXPORT_PATHS } from '../../otlp/grpc-intake.ts';
import { startReceiver } from '../../otlp/receiver.ts';
import { counterRequest } from '../../otlp/testing/sample.ts';
import { Collector } from '../collector.ts';
import { Forwarder, metricsMessage, OtlpSender, statusName } from './forwarder.ts';

const addressOf = (endpoint: string): string => new URL(endpoint).host;
const numbered = (value: bigint) => encodeMetrics(counterRequest('a', value));

test('everything reaches the Collector byte by byte and in order, also what came before', async () => {
  const front = await Collector.open();
  const behind = await startReceiver();
  const kms = new OtlpSender(addressOf(front.endpoint));
  const sender = new OtlpSender(addressOf(behind.endpoint));
  await kms.send(metricsMessage({ raw: numbered(1n) }));
  await kms.send({ path: EXPORT_PATHS.traces, raw: Uint8Array.of(1, 2) });
  const forwarder = new Forwarder(front, sender);
  for (const value of [2n, 3n, 4n]) await kms.send(metricsMessage({ raw: numbered(value) }));
  await kms.send({ path: EXPORT_PATHS.traces, raw: Uint8Array.of(3) });
  await forwarder.flushed();
  assert.deepEqual(
    behind.exports.map(({ raw }) => [...raw]),
    [1n, 2n, 3n, 4n].map((value) => [...numbered(value)]),
  );
  assert.deepEqual(
    behind.otherSignals.map(({ raw }) => [...raw]),
    [[1, 2], [3]],
  );
  assert.deepEqual([forwarder.sent.length, forwarder.traceRequests, forwarder.refused], [4, 2, []]);
  await forwarder.endMetrics();
  await kms.send(metricsMessage({ raw: numbered(5n) }));
  await kms.send({ path: EXPORT_PATHS.traces, raw: Uint8Array.of(4) });
  await forwarder.flushed();
  forwarder.stop();
  await kms.send({ path: EXPORT_PATHS.traces, raw: Uint8Array.of(5) });
  await forwarder.flushed();
  assert.deepEqual([behind.exports.length, behind.otherSignals.length], [4, 3]);
  kms.close();
  sender.close();
  await Promise.all([front.close(), behind.stop()]);
});

test('what the Collector refuses is said in its words', async () => {
  const front = await Collector.open();
  const behind = await startReceiver();
  const kms = new OtlpSender(addressOf(front.endpoint));
  const sender = new OtlpSender(addressOf(behind.endpoint));
  const forwarder = new Forwarder(front, sender);
  assert.equal(
    statusName(await sender.send({ path: '/no.such.Service/Export', raw: Uint8Array.of() })),
    'UNIMPLEMENTED',
  );
  assert.equal(statusName(undefined), 'OK');
  await kms.send({ path: EXPORT_PATHS.traces, raw: Uint8Array.of(1) });
  await forwarder.flushed();
  await behind.stop();
  await kms.send({ path: EXPORT_PATHS.traces, raw: Uint8Array.of(1) });
  await forwarder.flushed();
  assert.equal(forwarder.refused.length, 1);
  assert.match(forwarder.refused[0] ?? '', /TraceService\/Export: UNAVAILABLE /);
  forwarder.stop();
  sender.close();
  kms.close();
  await front.close();
});

test('what a Collector that is restarted answered for is told from what it did not', async () => {
  const front = await Collector.open();
  const behind = await startReceiver();
  const kms = new OtlpSender(addressOf(front.endpoint));
  const sender = new OtlpSender(`127.0.0.1:${behind.port}`);
  const forwarder = new Forwarder(front, sender);
  const push = async (value: bigint) => {
    await kms.send(metricsMessage({ raw: numbered(value) }));
    await forwarder.flushed();
  };
  await push(1n);
  await behind.stop();
  await push(2n);
  const again = await startReceiver({ port: behind.port });
  const deadline = AbortSignal.timeout(10_000);
  for (let value = 3n; again.exports.length === 0; value += 1n) {
    deadline.throwIfAborted();
    await push(value);
  }
  const valuesOf = (exports: readonly { readonly raw: Uint8Array }[]) => exports.map(({ raw }) => [...raw]);
  assert.deepEqual(valuesOf(forwarder.taken), valuesOf([...behind.exports, ...again.exports]));
  assert.ok(forwarder.untaken.length >= 1);
  forwarder.stop();
  sender.close();
  kms.close();
  await Promise.all([front.close(), again.stop()]);
});
