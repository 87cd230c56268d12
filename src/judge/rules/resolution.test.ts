import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editPoints } from '../../../faults/wire/edit.ts';
import { bare, op } from '../../ledger/entries.fixture.ts';
import type { HistogramPoint } from '../../otlp/model.ts';
import { deltaOf } from '../delta.fixture.ts';
import { histogramPoint, soundRecord } from '../record.fixture.ts';
import { sentences, stateOf } from '../rulings.fixture.ts';
import { LEAST_SUMS } from './resolution.ts';

const CHECK = 'histogram/resolution';

const traffic = (fastSeconds: number, slowSeconds: number) =>
  soundRecord({
    entries: [
      bare('alice', op('Hash'), { sent: 0.3, took: fastSeconds }),
      bare('alice', op('Hash'), { sent: 0.5, took: fastSeconds }),
      bare('bob', op('CreateKeyPair', { atLeastSeconds: slowSeconds / 2 }), { sent: 1, took: slowSeconds }),
    ],
    collections: [8],
  });

/** Every operation falls where the mean of its kind belongs. */
const measured = (fast: number, slow: number, record = traffic(0.01, 0.5)) =>
  editPoints('kms.kmip.operation.duration', (point: HistogramPoint) => {
    const isFast = point.attributes.some(({ value }) => value === 'Hash');
    return {
      ...histogramPoint(point.count, isFast ? fast : slow, 8),
      attributes: point.attributes,
      sum: point.sum,
      min: undefined,
      max: undefined,
    };
  })(record);

test('different buckets pass, one bucket is a finding', () => {
  assert.equal(stateOf(CHECK, measured(0.001, 0.6)), 'passed');
  assert.match(
    sentences(CHECK, measured(0.006, 0.009))[0] ?? '',
    /Hash \(10\.0 ms for its clients\) and CreateKeyPair \(500\.0 ms\) fall into one bucket/,
  );
});

test('tenfold is put to the test, less is not', () => {
  assert.equal(stateOf(CHECK, measured(0.001, 0.6, traffic(0.05, 0.501))), 'passed');
  assert.equal(stateOf(CHECK, measured(0.001, 0.6, traffic(0.05, 0.499))), 'not seen');
});

test('what only the way took long is not slow', () => {
  const entries = [
    bare('alice', op('Hash'), { sent: 0.3, took: 0.01 }),
    bare('bob', op('Get'), { sent: 1, took: 0.5 }),
  ];
  assert.equal(stateOf(CHECK, soundRecord({ entries, collections: [8] })), 'not seen');
});

test('an exponential histogram resolves by construction', () => {
  const exponential = editPoints('kms.kmip.operation.duration', (point: HistogramPoint) => {
    const { explicitBounds: _, bucketCounts: __, ...rest } = point;
    return {
      ...rest,
      scale: 3,
      zeroCount: 0n,
      zeroThreshold: 0,
      positive: { offset: 0, bucketCounts: [point.count] },
      negative: { offset: 0, bucketCounts: [] },
    } as unknown as HistogramPoint;
  })(traffic(0.01, 0.5));
  assert.equal(stateOf(CHECK, exponential), 'passed');
});

test('a histogram without buckets resolves nothing', () => {
  const bare = editPoints('kms.kmip.operation.duration', (point: HistogramPoint) => ({
    ...point,
    explicitBounds: [],
    bucketCounts: [],
  }))(traffic(0.01, 0.5));
  assert.equal(stateOf(CHECK, bare), 'failed');
});

test('of deltas all windows count, not the last one alone', () => {
  const entries = [
    bare('alice', op('Hash'), { sent: 0.3, took: 0.01 }),
    bare('bob', op('CreateKeyPair', { atLeastSeconds: 0.25 }), { sent: 1, took: 0.5 }),
  ];
  const record = editPoints('kms.kmip.operation.duration', (point: HistogramPoint) => {
    const isFast = point.attributes.some(({ value }) => value === 'Hash');
    const { bucketCounts } = histogramPoint(point.count, isFast ? 0.001 : 0.6, 8);
    return { ...point, bucketCounts, ...{ min: undefined, max: undefined } };
  })(soundRecord({ entries, collections: [8, 12] }));
  assert.equal(stateOf(CHECK, record), 'passed');
  assert.equal(stateOf(CHECK, deltaOf(record)), 'passed');
});

test('twenty sums that fit into 32 bits are too many, nineteen prove nothing', () => {
  const entries = [bare('alice', op('Hash'), { sent: 0.3, took: 0.01 })];
  const summed = (count: number) =>
    editPoints('kms.kmip.operation.duration', (point: HistogramPoint, { index }) => ({
      ...point,
      sum: (index + 1) / 4,
    }))(soundRecord({ entries, collections: Array.from({ length: count }, (_, index) => 2 + index) }));
  assert.equal(stateOf(CHECK, summed(LEAST_SUMS)), 'failed');
  assert.equal(stateOf(CHECK, summed(LEAST_SUMS - 1)), 'not seen');
});
