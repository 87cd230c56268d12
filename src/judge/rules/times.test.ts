import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editPoints } from '../../../faults/wire/edit.ts';
import { at, plain, T0 } from '../../ledger/entries.fixture.ts';
import type { NumberPoint } from '../../otlp/model.ts';
import { deltaOf } from '../delta.fixture.ts';
import { soundRecord } from '../record.fixture.ts';
import type { EpochRecord } from '../record.ts';
import { sentences } from '../rulings.fixture.ts';

const OPERATIONS = 'kms.kmip.operations.total';
const nano = (unixMs: number): bigint => BigInt(Math.round(unixMs * 1000)) * 1000n;

/** What is said against the times of the operations when their points are bent. */
const against = (
  bend: (point: NumberPoint, index: number) => Partial<NumberPoint>,
  record: EpochRecord = soundRecord(),
): readonly string[] =>
  sentences(
    `${OPERATIONS}/time`,
    editPoints(OPERATIONS, (point: NumberPoint, { index }) => ({ ...point, ...bend(point, index) }))(record),
  ).map((sentence) => sentence.split(':')[0] ?? '');

const startingAt = (unixMs: number) => against(() => ({ startTimeUnixNano: nano(unixMs) }));

/** Collected at 16 s, arrived at 16.005 s. */
const lastCollectedAt = (unixMs: number) =>
  against(({ timeUnixNano }, index) => ({ timeUnixNano: index === 4 ? nano(unixMs) : timeUnixNano }));

test('a start up to two seconds before the process is within what is known of it, further is not', () => {
  assert.deepEqual(startingAt(T0 - 2000), []);
  assert.deepEqual(startingAt(T0 - 2001), ['the start time lies before the start of the process']);
});

test('no start time at all is legal', () => {
  assert.deepEqual(
    against(() => ({ startTimeUnixNano: 0n })),
    [],
  );
});

test('a start may equal the point time, and not lie after it', () => {
  assert.deepEqual(
    against(({ timeUnixNano }) => ({ startTimeUnixNano: timeUnixNano }), soundRecord({ collections: [8] })),
    [],
  );
  assert.deepEqual(
    against(
      ({ timeUnixNano }) => ({ startTimeUnixNano: timeUnixNano + 1n }),
      soundRecord({ collections: [8] }),
    ),
    ['the start time lies after the point time'],
  );
});

test('a point may be ten seconds old, and older where the collector was away meanwhile', () => {
  const lastAt = (unixMs: number, record = soundRecord()) =>
    against(({ timeUnixNano }, index) => ({ timeUnixNano: index === 4 ? nano(unixMs) : timeUnixNano }), {
      ...record,
      exports: record.exports.map((one, index) => (index === 4 ? { ...one, arrivedAtUnixMs: at(30) } : one)),
    });
  assert.deepEqual(lastAt(at(20)), []);
  assert.deepEqual(lastAt(at(20) - 1), ['the point time lies far in the past']);
  const away = (fromUnixMs: number, toUnixMs: number) => ({
    ...soundRecord(),
    outages: [{ fromUnixMs, toUnixMs }],
  });
  assert.deepEqual(lastAt(at(16), away(at(25), at(30))), []);
  assert.deepEqual(lastAt(at(16), away(at(13), at(15))), ['the point time lies far in the past']);
});

test('a point time up to two seconds ahead is a matter of clocks, further ahead is not', () => {
  assert.deepEqual(lastCollectedAt(at(16.005) + 2000), []);
  assert.deepEqual(lastCollectedAt(at(16.005) + 2001), ['the point time lies in the future']);
});

test('an export may be ten seconds on its way, and no longer', () => {
  const late = (ms: number): EpochRecord => {
    const record = soundRecord({ collections: [8] });
    return {
      ...record,
      exports: record.exports.map((exported) => ({ ...exported, arrivedAtUnixMs: at(8) + ms })),
    };
  };
  assert.deepEqual(
    against(() => ({}), late(10_000)),
    [],
  );
  assert.deepEqual(
    against(() => ({}), late(10_001)),
    ['the point time lies far in the past'],
  );
});

test('a clock that is an hour ahead is measured and removed', () => {
  const hour = 3600;
  const ahead = soundRecord({ entries: [plain('GET', '/version', { dateAhead: hour })] });
  const shifted = against(
    ({ startTimeUnixNano, timeUnixNano }) => ({
      startTimeUnixNano: startTimeUnixNano + nano(hour * 1000),
      timeUnixNano: timeUnixNano + nano(hour * 1000),
    }),
    ahead,
  );
  assert.deepEqual(shifted, []);
});

test('a missing point time', () => {
  assert.ok(against(() => ({ timeUnixNano: 0n })).includes('the point time is missing'));
});

test('a point time that goes back', () => {
  assert.deepEqual(lastCollectedAt(at(11.9)), ['the point time goes back']);
});

test('the same time twice with another value', () => {
  assert.deepEqual(
    against((point, index) =>
      index === 4 ? { timeUnixNano: nano(at(12)), value: BigInt(Number(point.value)) + 1n } : {},
    ),
    ['two points of the same time carry different values'],
  );
});

test('a cumulative series starts once', () => {
  assert.deepEqual(
    against(({ startTimeUnixNano }, index) => ({
      startTimeUnixNano: index === 4 ? startTimeUnixNano + 1n : startTimeUnixNano,
    })),
    ['the start time of a cumulative series changes although the process lives on'],
  );
});

test('a monotonic value may stand, and not fall', () => {
  assert.deepEqual(
    against(({ value }, index) => ({ value: index === 4 ? BigInt(Number(value)) - 1n : value })),
    ['a monotonic value falls'],
  );
});

test('a monotonic value is never negative', () => {
  assert.deepEqual(
    against(() => ({ value: -1n })),
    ['a monotonic value is negative'],
  );
});

test('a delta of a monotonic series is never negative', () => {
  assert.deepEqual(
    against((_, index) => (index === 4 ? { value: -1n } : {}), deltaOf(soundRecord())),
    ['a monotonic value is negative'],
  );
});

test('a point without a recorded value is none', () => {
  assert.deepEqual(
    against((_, index) => (index === 4 ? { flags: 1, timeUnixNano: 0n } : {})),
    [],
  );
});

test('delta windows follow each other without overlap', () => {
  const delta = deltaOf(soundRecord());
  const shift = (by: bigint) =>
    against(
      ({ startTimeUnixNano }, index) => ({
        startTimeUnixNano: index === 2 ? startTimeUnixNano + by : startTimeUnixNano,
      }),
      delta,
    );
  assert.deepEqual(shift(0n), []);
  assert.deepEqual(shift(-1n), ['delta windows overlap or leave a gap']);
  assert.deepEqual(shift(1n), ['delta windows overlap or leave a gap']);
});

test('a delta series that was left out goes on where the collection before ended', () => {
  const delta = deltaOf(soundRecord());
  const without: EpochRecord = {
    ...delta,
    exports: delta.exports.map((exported, index) =>
      index === 3 ? { ...exported, request: { resourceMetrics: [] } } : exported,
    ),
  };
  assert.deepEqual(
    against(() => ({}), without),
    ['delta windows overlap or leave a gap'],
    'a whole collection is missing',
  );
  const leftOut = editPoints('kms.server.uptime', (point) => point)({ ...delta });
  const spared: EpochRecord = {
    ...leftOut,
    exports: leftOut.exports.map((exported, index) => (index === 3 ? onlyUptime(exported) : exported)),
  };
  assert.deepEqual(
    against(() => ({}), spared),
    [],
  );
});

const onlyUptime = (exported: EpochRecord['exports'][number]): EpochRecord['exports'][number] => ({
  ...exported,
  request: {
    resourceMetrics: exported.request.resourceMetrics.map((resource) => ({
      ...resource,
      scopeMetrics: resource.scopeMetrics.map((scope) => ({
        ...scope,
        metrics: scope.metrics.filter(({ name }) => name === 'kms.server.uptime'),
      })),
    })),
  },
});
