import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import type { Clock } from './clock.ts';
import { DURATION_BOUNDS, instruments } from './instruments.ts';
import { meterRecorder } from './meter-recorder.ts';

const START_MS = 1_700_000_000_250;
const HOUR_MS = 3_600_000;

/** A recorder on a real SDK, with a clock that the test moves. */
const bench = (t: { after(clean: () => Promise<void>): void }) => {
  let elapsedMs = 0;
  const clock: Clock = { nowMs: () => START_MS + elapsedMs, monotonicMs: () => 5_000 + elapsedMs };
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: HOUR_MS });
  const provider = new MeterProvider({ readers: [reader] });
  t.after(() => provider.shutdown());
  const counts = { objects: 0, activeKeys: 0 };
  const recorder = meterRecorder(provider.getMeter('test'), {
    clock,
    startedAtMs: START_MS,
    objectCounts: () => counts,
  });
  const collect = async () => {
    exporter.reset();
    await provider.forceFlush();
    return exporter
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics));
  };
  return {
    recorder,
    counts,
    collect,
    pass: (ms: number) => {
      elapsedMs += ms;
    },
    points: async (name: string) =>
      (await collect())
        .filter(({ descriptor }) => descriptor.name === name)
        .flatMap(({ dataPoints }) => dataPoints.map(({ attributes, value }) => ({ ...attributes, value }))),
  };
};

test('the first collection of an idle server tells its age, its start and what it keeps', async (t) => {
  const { collect, pass, counts } = bench(t);
  Object.assign(counts, { objects: 7, activeKeys: 3 });
  pass(1_500);
  const told = (await collect()).map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints[0]?.value]);
  assert.deepEqual(Object.fromEntries(told), {
    'kms.server.uptime': 1.5,
    'kms.server.start_time': START_MS / 1000,
    'kms.active.users': 0,
    'kms.active.connections': 0,
    'kms.objects.total': 7,
    'kms.keys.active.count': 3,
  });
});

test('every instrument is on the wire with the name, unit, description and kind of its row', async (t) => {
  const { recorder, collect } = bench(t);
  recorder.kmipOperation({ operation: 'Get', user: 'bob', seconds: 0.01, failure: 'ObjectNotFound' });
  recorder.permissionsGranted('bob', ['get']);
  recorder.databaseOperation({
    operation: 'retrieve',
    backend: 'sqlite',
    outcome: 'success',
    seconds: 0.001,
  });
  recorder.requestAnswered({ method: 'GET', route: '/version', status: 200, seconds: 0.001 });
  recorder.cacheOperation('get', 'miss');
  recorder.hsmOperation('Sign', 'softhsm2');
  const metrics = await collect();
  assert.equal(metrics.length, Object.keys(instruments).length);
  for (const { name, unit, description, kind } of Object.values(instruments)) {
    const metric = metrics.find(({ descriptor }) => descriptor.name === name);
    assert.ok(metric !== undefined, name);
    assert.equal(metric.descriptor.unit, unit);
    assert.equal(metric.descriptor.description, description);
    const isMonotonic = 'isMonotonic' in metric ? metric.isMonotonic : undefined;
    assert.equal(
      isMonotonic,
      {
        counter: true,
        'observable-counter': true,
        histogram: undefined,
        'observable-up-down-counter': false,
      }[kind],
      name,
    );
  }
});

describe('counting', () => {
  test('an operation counts once, also when it fails; only failures are errors', async (t) => {
    const { recorder, points } = bench(t);
    recorder.kmipOperation({ operation: 'Get', user: 'bob', seconds: 0.5, failure: undefined });
    recorder.kmipOperation({ operation: 'Get', user: 'eve', seconds: 0.5, failure: 'ItemNotFound' });
    assert.deepEqual(await points('kms.kmip.operations.total'), [{ operation: 'Get', value: 2 }]);
    assert.deepEqual(await points('kms.kmip.operations.per_user.total'), [
      { user: 'bob', operation: 'Get', value: 1 },
      { user: 'eve', operation: 'Get', value: 1 },
    ]);
    assert.deepEqual(await points('kms.errors.total'), [{ error_type: 'ItemNotFound', value: 1 }]);
  });

  test('a permission counts for every operation named, to the one who received it', async (t) => {
    const { recorder, points } = bench(t);
    recorder.permissionsGranted('bob', ['get', 'derive_key', 'get']);
    assert.deepEqual(await points('kms.permissions.granted.total'), [{ value: 3 }]);
    assert.deepEqual(await points('kms.permissions.granted.per_user.total'), [
      { user: 'bob', permission_type: 'get', value: 2 },
      { user: 'bob', permission_type: 'derive_key', value: 1 },
    ]);
  });

  test('requests in flight go up and come back', async (t) => {
    const { recorder, points } = bench(t);
    for (let held = 0; held < 3; held += 1) recorder.requestStarted();
    assert.deepEqual(await points('kms.active.connections'), [{ value: 3 }]);
    for (let held = 0; held < 3; held += 1) recorder.requestEnded();
    assert.deepEqual(await points('kms.active.connections'), [{ value: 0 }]);
  });

  test('users leave an hour after their last operation, without any traffic', async (t) => {
    const { recorder, points, pass } = bench(t);
    const seen = (user: string) =>
      recorder.kmipOperation({ operation: 'Get', user, seconds: 0.1, failure: undefined });
    seen('bob');
    seen('bob');
    pass(HOUR_MS / 2);
    seen('eve');
    assert.deepEqual(await points('kms.active.users'), [{ value: 2 }]);
    pass(HOUR_MS / 2 + 1);
    assert.deepEqual(await points('kms.active.users'), [{ value: 1 }]);
    pass(HOUR_MS);
    assert.deepEqual(await points('kms.active.users'), [{ value: 0 }]);
  });
});

test('operations whose times differ tenfold fall into different buckets', () => {
  const bucketOf = (seconds: number) => DURATION_BOUNDS.filter((bound) => bound < seconds).length;
  for (let seconds = 0.000_02; seconds < 10; seconds *= 1.3) {
    assert.notEqual(bucketOf(seconds), bucketOf(seconds * 10), `${seconds} s`);
  }
});

test('a store that cannot be read takes nothing but its own counts from the push', async (t) => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: HOUR_MS });
  const provider = new MeterProvider({ readers: [reader] });
  t.after(() => provider.shutdown());
  const clock: Clock = { nowMs: () => START_MS, monotonicMs: () => 0 };
  meterRecorder(provider.getMeter('test'), {
    clock,
    startedAtMs: START_MS,
    objectCounts: () => {
      throw new Error('disk gone');
    },
  });
  await provider.forceFlush();
  const names = exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) =>
      scopeMetrics.flatMap(({ metrics }) => metrics.map(({ descriptor }) => descriptor.name)),
    );
  assert.deepEqual(names, [
    'kms.server.uptime',
    'kms.server.start_time',
    'kms.active.users',
    'kms.active.connections',
  ]);
});
