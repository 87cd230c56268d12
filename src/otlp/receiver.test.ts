import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { connect, createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { status } from '@grpc/grpc-js';
import { ValueType } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-grpc';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { encodeMetrics } from './encode.ts';
import type { Export } from './export.ts';
import { EXPORT_PATHS } from './grpc-intake.ts';
import { ListenError } from './listen-error.ts';
import { startReceiver } from './receiver.ts';
import { RawClient } from './testing/raw-client.ts';
import { counterRequest, fullRequest } from './testing/sample.ts';

const MEBIBYTE = 1024 * 1024;
const TOO_LARGE = 70 * MEBIBYTE;
const full = encodeMetrics(fullRequest());

type ExporterConfig = NonNullable<ConstructorParameters<typeof OTLPMetricExporter>[0]>;

/** Counts 3 in a real SDK and pushes it once. */
async function pushOnce(config: ExporterConfig): Promise<void> {
  const reader = new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter(config) });
  const provider = new MeterProvider({ readers: [reader] });
  provider
    .getMeter('kms')
    .createCounter('kms.keys.total', { valueType: ValueType.INT })
    .add(3, { user: 'zoë' });
  await provider.forceFlush();
  await provider.shutdown();
}

function onlyPoint(received: Export | undefined) {
  const metric = received?.request.resourceMetrics[0]?.scopeMetrics[0]?.metrics[0];
  assert.ok(metric?.data.kind === 'sum');
  return { name: metric.name, ...metric.data.points[0] };
}

/** Compression flag and length of a gRPC message without content. */
const EMPTY_MESSAGE = Buffer.alloc(5);

/** A metrics export of which the server has seen the headers and the client has sent one byte of EMPTY_MESSAGE. */
async function startCall(endpoint: string) {
  const seen = Promise.withResolvers<void>();
  const onStream = (): void => seen.resolve();
  subscribe('http2.server.stream.created', onStream);
  const session = connect(endpoint).on('error', () => undefined);
  const stream = session
    .request({
      ':method': 'POST',
      ':path': EXPORT_PATHS.metrics,
      'content-type': 'application/grpc',
      te: 'trailers',
    })
    .on('error', () => undefined);
  stream.write(EMPTY_MESSAGE.subarray(0, 1));
  await seen.promise;
  unsubscribe('http2.server.stream.created', onStream);
  return { session, stream };
}

describe('receiver', () => {
  for (const compression of ['none', 'gzip'] as const)
    it(`takes the export of the JavaScript SDK, compression ${compression}`, async () => {
      await using receiver = await startReceiver({ now: () => 42 });
      await pushOnce({
        url: receiver.endpoint,
        compression: compression as NonNullable<ExporterConfig['compression']>,
      });
      const [first] = receiver.exports;
      const point = onlyPoint(first);
      assert.equal(point.name, 'kms.keys.total');
      assert.deepEqual(point.attributes, [{ key: 'user', value: 'zoë' }]);
      assert.equal(point.value, 3n);
      assert.equal(first?.arrivedAtUnixMs, 42);
      assert.equal(first?.transport.path, EXPORT_PATHS.metrics);
      const headers = first?.transport.headers;
      assert.equal(headers?.['grpc-encoding'], compression === 'gzip' ? 'gzip' : undefined);
      assert.equal(headers?.te, 'trailers');
      assert.equal(headers?.['content-type'], 'application/grpc');
      assert.match(headers?.['grpc-timeout'] ?? '', /^\d{1,8}[HMSmun]$/);
      assert.match(headers?.['user-agent'] ?? '', /^OTel-OTLP-Exporter-JavaScript\//);
    });

  it('keeps the bytes as they were before compression', async () => {
    await using receiver = await startReceiver();
    using client = new RawClient(receiver.endpoint, { gzip: true });
    await client.send(full);
    assert.deepEqual(receiver.exports[0]?.raw, full);
    assert.deepEqual(receiver.exports[0]?.request, fullRequest());
  });

  it('answers full success: a response without partial_success', async () => {
    await using receiver = await startReceiver();
    using client = new RawClient(receiver.endpoint);
    assert.deepEqual(await client.send(full), Buffer.alloc(0));
  });

  for (const gzip of [false, true])
    it(`refuses 70 MiB with RESOURCE_EXHAUSTED and lives on, gzip ${gzip}`, async () => {
      await using receiver = await startReceiver();
      using client = new RawClient(receiver.endpoint, { gzip });
      const refusal = await client.send(Buffer.alloc(TOO_LARGE));
      assert.equal('code' in refusal && refusal.code, status.RESOURCE_EXHAUSTED);
      assert.deepEqual(await client.send(full), Buffer.alloc(0));
      assert.equal(receiver.exports.length, 1);
    });

  it('takes a message above the 4 MiB that gRPC allows by default', async () => {
    await using receiver = await startReceiver();
    using client = new RawClient(receiver.endpoint);
    const description = 'x'.repeat(5 * MEBIBYTE);
    await client.send(encodeMetrics(counterRequest(description, 1n)));
    assert.equal(onlyPoint(receiver.exports[0]).name, description);
  });

  it('refuses what it cannot decode with INVALID_ARGUMENT and the reason', async () => {
    await using receiver = await startReceiver();
    using client = new RawClient(receiver.endpoint);
    const refusal = await client.send(full.subarray(0, -1));
    assert.ok('code' in refusal);
    assert.equal(refusal.code, status.INVALID_ARGUMENT);
    assert.match(refusal.details, /^Not an OTLP metrics request: .* at resource_metrics, byte 1\.$/);
    assert.equal(receiver.undecodable[0]?.error.message, refusal.details);
    assert.equal(receiver.undecodable[0]?.transport.headers.te, 'trailers');
    assert.deepEqual(receiver.exports, []);
  });

  it('keeps traces and logs as they came', async () => {
    await using receiver = await startReceiver({ now: () => 42 });
    using client = new RawClient(receiver.endpoint);
    await client.send(Uint8Array.of(1), EXPORT_PATHS.traces);
    await client.send(Uint8Array.of(2), EXPORT_PATHS.logs);
    assert.deepEqual(receiver.otherSignals, [
      { signal: 'traces', arrivedAtUnixMs: 42, raw: Uint8Array.of(1) },
      { signal: 'logs', arrivedAtUnixMs: 42, raw: Uint8Array.of(2) },
    ]);
    assert.deepEqual(receiver.otherSignalCounts, { traces: 1, logs: 1 });
  });

  it('answers an unknown service with UNIMPLEMENTED', async () => {
    await using receiver = await startReceiver();
    using client = new RawClient(receiver.endpoint);
    const refusal = await client.send(
      full,
      '/opentelemetry.proto.collector.profiles.v1.ProfilesService/Export',
    );
    assert.equal('code' in refusal && refusal.code, status.UNIMPLEMENTED);
  });

  it('keeps the headers of concurrent exports apart', async () => {
    await using receiver = await startReceiver();
    using plain = new RawClient(receiver.endpoint);
    using gzip = new RawClient(receiver.endpoint, { gzip: true });
    const sends = Array.from({ length: 200 }, (_, id) =>
      (id % 2 === 0 ? plain : gzip).send(encodeMetrics(counterRequest(`m${id}`, 1n)), EXPORT_PATHS.metrics, {
        'x-metric': `m${id}`,
      }),
    );
    await Promise.all(sends);
    assert.equal(receiver.exports.length, sends.length);
    for (const received of receiver.exports) {
      const { name } = onlyPoint(received);
      assert.equal(received.transport.headers['x-metric'], name);
      assert.equal(
        received.transport.headers['grpc-encoding'],
        Number(name.slice(1)) % 2 === 0 ? undefined : 'gzip',
      );
    }
    assert.equal(receiver.connectionCount, 2);
  });

  it('leaves the headers of other HTTP/2 servers in the process alone', async () => {
    await using _receiver = await startReceiver();
    const other = createServer((request, response) => response.end(JSON.stringify(request.headers)));
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const session = connect(`http://127.0.0.1:${(other.address() as AddressInfo).port}`);
    const stream = session.request({ 'x-own': '1' }).setEncoding('utf8');
    const [headers] = await once(stream, 'data');
    session.close();
    other.close();
    assert.deepEqual(
      Object.keys(JSON.parse(headers)).filter((name) => name.startsWith('x-')),
      ['x-own'],
    );
  });

  it('tells listeners of exports in order of arrival', async () => {
    const heard: Export[] = [];
    await using receiver = await startReceiver({ onExport: (received) => heard.push(received) });
    using client = new RawClient(receiver.endpoint);
    await client.send(encodeMetrics(counterRequest('first', 1n)));
    await client.send(encodeMetrics(counterRequest('second', 1n)));
    assert.deepEqual(
      heard.map((received) => onlyPoint(received).name),
      ['first', 'second'],
    );
    assert.deepEqual(heard, receiver.exports);
  });

  it('goes away and comes back on the same port, to the same client', async () => {
    const before = await startReceiver();
    using client = new RawClient(before.endpoint);
    await client.send(full);
    await Promise.all([client.disconnected(), before.stop()]);
    await using after = await startReceiver({ port: before.port });
    assert.equal(after.endpoint, before.endpoint);
    assert.deepEqual(await client.send(full), Buffer.alloc(0));
    assert.equal(before.exports.length, 1);
    assert.equal(after.exports.length, 1);
  });

  it('comes late to a client that waits', async () => {
    const { port, endpoint, stop } = await startReceiver();
    await stop();
    using client = new RawClient(endpoint);
    const reply = client.send(full);
    await using _receiver = await startReceiver({ port });
    assert.deepEqual(await reply, Buffer.alloc(0));
  });

  it('lets a call in flight end when it stops', async () => {
    const receiver = await startReceiver();
    const { session, stream } = await startCall(receiver.endpoint);
    const stopped = receiver.stop();
    await once(session, 'goaway');
    stream.end(EMPTY_MESSAGE.subarray(1));
    const [trailers] = await once(stream.resume(), 'trailers');
    assert.equal(trailers['grpc-status'], '0');
    await stopped;
    assert.equal(receiver.exports.length, 1);
  });

  it('stops although a call never ends', async () => {
    const receiver = await startReceiver();
    const { session } = await startCall(receiver.endpoint);
    await Promise.all([once(session, 'close'), receiver.stop()]);
    assert.deepEqual(receiver.exports, []);
  });

  it('can be stopped twice', async () => {
    const receiver = await startReceiver();
    assert.equal(receiver.stop(), receiver.stop());
    await receiver.stop();
  });

  it('writes an IPv6 endpoint with brackets', async () => {
    await using receiver = await startReceiver({ host: '::1' });
    assert.equal(receiver.endpoint, `http://[::1]:${receiver.port}`);
    using client = new RawClient(receiver.endpoint);
    await client.send(full);
    assert.equal(receiver.exports[0]?.transport.headers.te, 'trailers');
  });

  for (const { name, options, code, says } of [
    {
      name: 'a host that is not here',
      options: { host: '192.0.2.1' },
      code: 'EADDRNOTAVAIL',
      says: /address/,
    },
    { name: 'a port out of range', options: { port: 65_536 }, code: 'ERR_SOCKET_BAD_PORT', says: /65535/ },
  ])
    it(`names ${name}`, async () => {
      await assert.rejects(startReceiver(options), (error) => {
        assert.ok(error instanceof ListenError);
        assert.equal(error.code, code);
        assert.match(error.message, says);
        return true;
      });
    });

  it('names a port that is in use', async () => {
    await using first = await startReceiver();
    const { port } = first;
    await assert.rejects(startReceiver({ port }), {
      name: 'ListenError',
      code: 'EADDRINUSE',
      message: `Cannot listen for OTLP on 127.0.0.1:${port} (EADDRINUSE): the port is in use. Stop the program that holds it, or choose another port (0 takes a free one).`,
    });
  });
});
