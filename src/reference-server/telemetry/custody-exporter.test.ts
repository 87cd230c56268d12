import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { CustodyExporter } from './custody-exporter.ts';
import { ExportHealth } from './export-health.ts';

interface Line {
  readonly level: string;
  readonly event: string;
  readonly failures?: unknown;
}

/** Health that keeps its log lines, on a clock that the test moves. */
const healthBench = () => {
  let nowMs = 0;
  const lines: Line[] = [];
  const keep = (level: string) => (event: string, fields?: object) =>
    void lines.push({ level, event, ...fields });
  const logger = { debug: () => undefined, info: keep('info'), warn: keep('warn'), error: keep('error') };
  const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
  return {
    health: new ExportHealth('metrics', 'http://c:4317', logger, clock),
    lines,
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
};

/** An exporter whose sends end when the test says so. */
const slowExporter = () => {
  const sent: ResourceMetrics[] = [];
  const ends: ((code: 0 | 1) => void)[] = [];
  const exporter: PushMetricExporter = {
    export: (metrics, done) => {
      sent.push(metrics);
      ends.push((code) => done({ code, error: new Error('refused') }));
    },
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  return { exporter, sent, end: (code: 0 | 1) => ends.shift()?.(code) };
};

const collection = (name: string, part = 0) =>
  ({
    scopeMetrics: [{ metrics: [{ dataPoints: [{ endTime: [name, 0], part }] }] }],
  }) as unknown as ResourceMetrics;
const turn = () => new Promise(setImmediate);

test('one export is under way at a time; the newest collection waits in place of older ones', async () => {
  const { exporter, sent, end } = slowExporter();
  const custody = new CustodyExporter(exporter, healthBench().health);
  const done: number[] = [];
  for (const name of ['first', 'second', 'third'])
    custody.export(collection(name), ({ code }) => done.push(code));
  assert.deepEqual(done, [0, 0, 0]);
  assert.deepEqual(sent, [collection('first')]);
  end(0);
  await turn();
  assert.deepEqual(sent, [collection('first'), collection('third')]);
  const flushed = custody.forceFlush();
  end(0);
  await flushed;
  custody.export(collection('fourth'), () => undefined);
  assert.equal(sent.length, 3);
});

test('a collection in parts is sent to its end, whatever comes meanwhile', async () => {
  const { exporter, sent, end } = slowExporter();
  const custody = new CustodyExporter(exporter, healthBench().health);
  for (const [name, part] of [
    ...[['first', 1] as const, ['first', 2] as const],
    ...[['second', 1] as const, ['second', 2] as const],
    ...[['third', 1] as const, ['third', 2] as const],
  ])
    custody.export(collection(name, part), () => undefined);
  for (let parts = 0; parts < 4; parts += 1) {
    end(0);
    await turn();
  }
  assert.deepEqual(sent, [
    ...[collection('first', 1), collection('first', 2)],
    ...[collection('third', 1), collection('third', 2)],
  ]);
});

test('an exporter that throws is a failed push', async () => {
  const { health, lines } = healthBench();
  const exporter: PushMetricExporter = {
    export: () => {
      throw new Error('no transport');
    },
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  const custody = new CustodyExporter(exporter, health);
  custody.export(collection('first'), () => undefined);
  await custody.forceFlush();
  assert.equal(lines[0]?.level, 'warn');
});

test('each new reason of an outage is told, up to ten', () => {
  const { health, lines } = healthBench();
  for (let port = 1; port < 4; port += 1) health.failed(`refused by port ${port}`);
  health.failed('the certificate has expired');
  health.failed('refused by port 9');
  assert.equal(lines.length, 2);
  for (let other = 0; other < 26; other += 1) health.failed(`reason ${String.fromCharCode(97 + other)}`);
  assert.equal(lines.length, 10);
  health.succeeded();
  health.failed('the certificate has expired');
  assert.equal(lines.length, 12);
});

test('the log tells the first failure, a repeat once a minute, and the recovery', () => {
  const { health, lines, pass } = healthBench();
  health.succeeded();
  for (let second = 0; second < 125; second += 1) {
    health.failed('refused');
    pass(1_000);
  }
  health.succeeded();
  health.succeeded();
  assert.deepEqual(
    lines.map(({ level, failures }) => [level, failures]),
    [
      ['warn', 1],
      ['warn', 61],
      ['warn', 121],
      ['info', 125],
    ],
  );
});
