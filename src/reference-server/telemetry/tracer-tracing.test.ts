import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { tracerTracing } from './tracer-tracing.ts';

const bench = () => {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  return { tracing: tracerTracing(provider.getTracer('test')), spans: () => exporter.getFinishedSpans() };
};

test('a request is a server span, its operations are children', () => {
  const { tracing, spans } = bench();
  const request = tracing.request('POST', '/kmip/2_1');
  request.operation('Create').end(undefined);
  request.operation('Get').end('ObjectNotFound');
  request.end(200);
  const [create, get, server] = spans();
  assert.deepEqual(
    spans().map(({ name, kind, status, attributes }) => [name, kind, status.code, attributes]),
    [
      ['Create', SpanKind.INTERNAL, SpanStatusCode.UNSET, {}],
      ['Get', SpanKind.INTERNAL, SpanStatusCode.ERROR, { 'error.type': 'ObjectNotFound' }],
      [
        'POST /kmip/2_1',
        SpanKind.SERVER,
        SpanStatusCode.UNSET,
        { 'http.request.method': 'POST', 'http.route': '/kmip/2_1', 'http.response.status_code': 200 },
      ],
    ],
  );
  const id = server?.spanContext().spanId;
  assert.deepEqual([create?.parentSpanContext?.spanId, get?.parentSpanContext?.spanId], [id, id]);
});

test('a failing server and a missing answer are errors, a refusal is none', () => {
  const { tracing, spans } = bench();
  for (const status of [404, 500, undefined]) tracing.request('GET', '/other').end(status);
  assert.deepEqual(
    spans().map(({ status, attributes }) => [attributes['http.response.status_code'], status.code]),
    [
      [404, SpanStatusCode.UNSET],
      [500, SpanStatusCode.ERROR],
      [undefined, SpanStatusCode.ERROR],
    ],
  );
});

test('a message without HTTP is a server span without anything of HTTP', () => {
  const { tracing, spans } = bench();
  for (const answered of [true, false]) {
    const message = tracing.message();
    message.operation('Get').end(undefined);
    message.end(answered);
  }
  const protocol = { 'network.protocol.name': 'kmip' };
  assert.deepEqual(
    spans().map(({ name, kind, status, attributes }) => [name, kind, status.code, attributes]),
    [
      ['Get', SpanKind.INTERNAL, SpanStatusCode.UNSET, {}],
      ['KMIP', SpanKind.SERVER, SpanStatusCode.UNSET, protocol],
      ['Get', SpanKind.INTERNAL, SpanStatusCode.UNSET, {}],
      ['KMIP', SpanKind.SERVER, SpanStatusCode.ERROR, protocol],
    ],
  );
});
