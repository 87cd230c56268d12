import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { defaultResource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { recordedTracing } from './recorded-tracing.ts';

const START_UNIX_MS = 1_700_000_000_123.5;

const bench = () => {
  const ended: ReadableSpan[] = [];
  let elapsedMs = 0;
  let steppedMs = 0;
  const clock = { nowMs: () => START_UNIX_MS + elapsedMs + steppedMs, monotonicMs: () => elapsedMs };
  const sink = {
    resource: defaultResource(),
    instrumentationScope: { name: 'test' },
    ended: (span: ReadableSpan) => void ended.push(span),
  };
  const pass = (ms: number): void => {
    elapsedMs += ms;
  };
  const step = (ms: number): void => {
    steppedMs += ms;
  };
  return { tracing: recordedTracing(sink, clock), spans: () => ended, pass, step, sink };
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

test('a span of an operation lies within its request, also when the wall clock is set meanwhile', () => {
  const { tracing, spans, pass, step } = bench();
  const request = tracing.request('POST', '/kmip');
  pass(0.25);
  step(-3_600_000);
  const operation = request.operation('Get');
  pass(900);
  operation.end(undefined);
  pass(1);
  request.end(200);
  assert.deepEqual(
    spans().map(({ startTime, endTime, duration, ended }) => [startTime, endTime, duration, ended]),
    [
      [[1_700_000_000, 123_750_000], [1_700_000_001, 23_750_000], [0, 900_000_000], true],
      [[1_700_000_000, 123_500_000], [1_700_000_001, 24_750_000], [0, 901_250_000], true],
    ],
  );
});

test('spans of one request share a trace, every request has its own, all say who sends them', () => {
  const { tracing, spans, sink } = bench();
  for (let request = 0; request < 2; request += 1) {
    const message = tracing.message();
    message.operation('Get').end(undefined);
    message.end(true);
  }
  const contexts = spans().map((span) => span.spanContext());
  assert.deepEqual(
    contexts.map(({ traceId }) => contexts.findIndex((context) => context.traceId === traceId)),
    [0, 0, 2, 2],
  );
  assert.equal(new Set(contexts.map(({ spanId }) => spanId)).size, contexts.length);
  for (const { traceId, spanId, traceFlags } of contexts) {
    assert.match(traceId, /^[0-9a-f]{32}$/);
    assert.match(spanId, /^[0-9a-f]{16}$/);
    assert.equal(traceFlags, 1);
  }
  for (const { resource, instrumentationScope } of spans())
    assert.deepEqual([resource, instrumentationScope], [sink.resource, sink.instrumentationScope]);
});
