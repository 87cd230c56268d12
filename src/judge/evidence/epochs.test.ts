import assert from 'node:assert/strict';
import { test } from 'node:test';
import { soundRecord } from '../record.fixture.ts';
import { epochsOf } from './epochs.ts';
import { LIMITS } from './limits.ts';

const record = soundRecord();
const [epoch] = epochsOf([record]);

test('every request, export and observation is there', () => {
  assert.deepEqual(
    [epoch?.requests.length, epoch?.exports.length, epoch?.observations.length],
    [record.entries.length, record.exports.length, record.observations.length],
  );
  assert.deepEqual([epoch?.requestsLeftOut, epoch?.exportsLeftOut, epoch?.seriesLeftOut], [0, 0, 0]);
});

test('a request is told by its way, its user and its operations', () => {
  assert.deepEqual(
    epoch?.requests
      .filter(({ operations }) => operations[0]?.includes('failed'))
      .slice(0, 1)
      .map(({ way, user, operations }) => [way, user, operations]),
    [['POST /kmip/2_1 422', 'alice', ['Get failed: ObjectNotFound']]],
  );
  assert.ok(epoch?.requests.some(({ way }) => way === 'POST /kmip/2_1 held open'));
});

test('a series keeps the points that turn it, and the band of the ledger beside them', () => {
  const errors = epoch?.series.find(
    ({ instrument, attributes }) =>
      instrument === 'kms.errors.total' && attributes.error_type === 'PermissionDenied',
  );
  assert.deepEqual(
    errors?.points.map(([, value]) => value),
    [2, 2],
  );
  assert.equal(errors?.pointsLeftOut, 3);
  assert.deepEqual(
    errors?.predicted.map(([, min, max]) => [min, max]),
    Array.from({ length: 5 }, () => [2, 2]),
  );
});

test('every series of a sound record lies within its band at every observation, uptime and start time too', () => {
  const off = epoch?.series.filter(({ points, predicted }) =>
    predicted.some(([at, min, max]) => {
      const value = points.filter(([time]) => time <= at + 1).at(-1)?.[1] ?? 0;
      return value < min || (max !== undefined && value > max);
    }),
  );
  assert.deepEqual(off, []);
  assert.ok(
    epoch?.series.some(
      ({ instrument, predicted }) => instrument === 'kms.server.uptime' && predicted.length > 0,
    ),
  );
});

test('what was predicted and never came is a series without points', () => {
  const silent = { ...record, exports: record.exports.slice(0, 1) };
  const [{ series } = { series: [] }] = epochsOf([
    {
      ...silent,
      exports: silent.exports.map((exported) => ({
        ...exported,
        request: {
          resourceMetrics: exported.request.resourceMetrics.map((resource) => ({
            ...resource,
            scopeMetrics: resource.scopeMetrics.map((scope) => ({
              ...scope,
              metrics: scope.metrics.filter(({ name }) => name !== 'kms.active.users'),
            })),
          })),
        },
      })),
    },
  ]);
  const missing = series.find(({ instrument }) => instrument === 'kms.active.users');
  assert.deepEqual(missing?.points, []);
  assert.ok((missing?.predicted.length ?? 0) > 0);
});

test('what exceeds the limits is left out and counted', () => {
  const limits = { ...LIMITS, series: 10, requests: 3, exports: 2 };
  const [first, second] = epochsOf([record, record], limits);
  assert.deepEqual(
    [first?.series.length, second?.series.length, second?.seriesLeftOut],
    [10, 0, epoch?.series.length],
  );
  assert.deepEqual([first?.requests.length, first?.requestsLeftOut], [3, record.entries.length - 3]);
  assert.deepEqual([first?.exports.length, first?.exportsLeftOut], [2, 3]);
});
