import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { overlayOf, StackError } from './overlay.ts';

const PLACES = { passedOn: 'host:1', jaeger: 'jaeger:4317' };
const operators = readFileSync(new URL('../../../otel-collector-config.yaml', import.meta.url), 'utf8');

test("the operator's pipeline keeps its exporters and gets two more; Jaeger alone stands behind another", () => {
  const { text, exporters } = overlayOf(operators, PLACES);
  const { pipelines } = JSON.parse(text).service;
  assert.deepEqual(pipelines.metrics.exporters, exporters);
  assert.deepEqual(exporters.slice(-2), ['otlp_grpc/conformance-passed-on', 'prometheus/conformance']);
  assert.ok(exporters.includes('otlp_http/prometheus'));
  assert.deepEqual(pipelines['metrics/conformance'].exporters, ['otlp_grpc/conformance-to-jaeger']);
  assert.equal('processors' in pipelines.metrics, false, 'they stay those of the operator');
});

test('a configuration that cannot be judged is refused in a sentence', () => {
  const withProcessor = operators.replace('processors:', 'processors:\n  transform/rename: {}');
  for (const [config, words] of [
    [withProcessor, /changes what passes through it \(transform\/rename\)/],
    ['service: {}', /has no pipeline of metrics/],
  ] as const)
    assert.throws(
      () => overlayOf(config, PLACES),
      (error: Error) => error instanceof StackError && words.test(error.message),
    );
});
