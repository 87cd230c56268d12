import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { wrongIn } from './collector-config.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const OPERATORS = 'otel-collector-config.yaml';
const FILES = [OPERATORS, ...globSync('deploy/vendors/*.yaml', { cwd: ROOT }).sort()];
const read = (path: string): string => readFileSync(`${ROOT}/${path}`, 'utf8');

for (const path of FILES)
  test(`${path} declares what it uses, and each port has one listener`, () =>
    assert.deepEqual(wrongIn(read(path)), []));

const SMALL = `
receivers: { otlp: { protocols: { grpc: { endpoint: 0.0.0.0:4317 }, http: { endpoint: 0.0.0.0:4318 } } } }
processors: { batch: {} }
exporters: { otlp_http: { endpoint: http://prometheus:4317 }, prometheus: { endpoint: 0.0.0.0:8889 } }
service:
  pipelines:
    metrics: { receivers: [otlp], processors: [batch], exporters: [otlp_http, prometheus] }
`;

const PLANTED: readonly (readonly [row: string, from: string, to: string, words: readonly string[]])[] = [
  [
    ...(['BCK-01: a processor that is not declared', 'processors: { batch: {} }', ''] as const),
    ['the pipeline metrics names batch, which is not among the processors'],
  ],
  [
    ...([
      'BCK-02: an exporter that is not declared',
      '[otlp_http, prometheus]',
      '[otlp_http, debug]',
    ] as const),
    ['the pipeline metrics names debug, which is not among the exporters'],
  ],
  [
    ...(['BCK-14: a port with two listeners', '0.0.0.0:8889', '0.0.0.0:8888'] as const),
    ['exporters.prometheus and the metrics of the Collector itself want port 8888'],
  ],
];

test('a configuration that is in order has nothing wrong', () => assert.deepEqual(wrongIn(SMALL), []));

for (const [row, from, to, words] of PLANTED)
  test(row, () => {
    const planted = SMALL.replace(from, to);
    assert.notEqual(planted, SMALL);
    assert.deepEqual(wrongIn(planted), words);
  });
