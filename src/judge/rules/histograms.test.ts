import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExponentialHistogramPoint, HistogramPoint } from '../../otlp/model.ts';
import { faultsOf } from './histograms.ts';

/** Three values: 0.5, 1 and 2. */
const explicit = (bent: Partial<HistogramPoint> = {}): HistogramPoint => ({
  attributes: [],
  startTimeUnixNano: 1n,
  timeUnixNano: 2n,
  flags: 0,
  count: 3n,
  sum: 3.5,
  min: 0.5,
  max: 2,
  explicitBounds: [1, 5],
  bucketCounts: [2n, 1n, 0n],
  exemplars: [],
  ...bent,
});

const exponential = (bent: Partial<ExponentialHistogramPoint> = {}): ExponentialHistogramPoint => ({
  attributes: [],
  startTimeUnixNano: 1n,
  timeUnixNano: 2n,
  flags: 0,
  count: 4n,
  sum: 3.5,
  min: 0,
  max: 2,
  scale: 0,
  zeroCount: 1n,
  zeroThreshold: 0,
  positive: { offset: -1, bucketCounts: [2n, 1n] },
  negative: { offset: 0, bucketCounts: [] },
  exemplars: [],
  ...bent,
});

const empty = { count: 0n, sum: 0, min: undefined, max: undefined, bucketCounts: [0n, 0n, 0n] };

const SOUND: Readonly<Record<string, HistogramPoint | ExponentialHistogramPoint>> = {
  'a histogram': explicit(),
  'a value on a bound, which belongs below': explicit({
    count: 1n,
    sum: 1,
    min: 1,
    max: 1,
    bucketCounts: [1n, 0n, 0n],
  }),
  'a value above the last bound': explicit({ max: 9, sum: 10.5, bucketCounts: [2n, 0n, 1n] }),
  'nothing counted': explicit(empty),
  'no sum, minimum and maximum': explicit({ sum: undefined, min: undefined, max: undefined }),
  'no buckets': explicit({ explicitBounds: [], bucketCounts: [] }),
  'one bucket without bounds': explicit({ explicitBounds: [], bucketCounts: [3n] }),
  'a mean that only rounding puts above the maximum': explicit({
    min: 0.1,
    max: 0.1,
    sum: 0.1 * 3,
    count: 3n,
    bucketCounts: [3n, 0n, 0n],
  }),
  'an exponential histogram': exponential(),
  'an empty exponential histogram': exponential({
    count: 0n,
    sum: 0,
    min: undefined,
    max: undefined,
    zeroCount: 0n,
    positive: { offset: 0, bucketCounts: [] },
  }),
};

for (const [what, point] of Object.entries(SOUND)) {
  test(`sound: ${what}`, () => assert.deepEqual(faultsOf(point), []));
}

const FAULTY: readonly (readonly [string, HistogramPoint | ExponentialHistogramPoint, RegExp])[] = [
  ['a bucket too few', explicit({ bucketCounts: [2n, 1n] }), /^2 buckets for 2 bounds/],
  [
    'buckets that add up to less',
    explicit({ bucketCounts: [2n, 0n, 0n] }),
    /add up to 2, but the count is 3/,
  ],
  [
    'buckets that add up to more',
    explicit({ bucketCounts: [2n, 1n, 1n] }),
    /add up to 4, but the count is 3/,
  ],
  [
    'bounds that stand',
    explicit({ explicitBounds: [1, 1], bucketCounts: [2n, 1n, 0n] }),
    /bounds do not increase/,
  ],
  [
    'bounds that fall',
    explicit({ explicitBounds: [5, 1], bucketCounts: [3n, 0n, 0n] }),
    /bounds do not increase/,
  ],
  ['a bound that is no number', explicit({ explicitBounds: [Number.NaN, 5] }), /bounds do not increase/],
  [
    'a minimum in an empty bucket',
    explicit({ bucketCounts: [0n, 3n, 0n] }),
    /minimum 0\.5 lies in an empty bucket/,
  ],
  [
    'a maximum in an empty bucket',
    explicit({ bucketCounts: [3n, 0n, 0n] }),
    /maximum 2 lies in an empty bucket/,
  ],
  ['a minimum above the maximum', explicit({ min: 2, max: 0.5 }), /minimum 2 is above the maximum 0\.5/],
  ['a mean below the minimum', explicit({ sum: 1.4999 }), /is below the minimum/],
  ['a mean above the maximum', explicit({ sum: 6.0001 }), /is above the maximum/],
  ['a sum of nothing', explicit({ ...empty, sum: 0.1 }), /nothing was counted, but the sum is 0\.1/],
  ['a sum that is no number', explicit({ sum: Number.NaN }), /is no number/],
  [
    'exponential buckets that add up to less',
    exponential({ zeroCount: 0n }),
    /add up to 3, but the count is 4/,
  ],
  [
    'exponential buckets that add up to more',
    exponential({ negative: { offset: 0, bucketCounts: [1n] } }),
    /add up to 5/,
  ],
  ['an exponential minimum above the maximum', exponential({ min: 3 }), /minimum 3 is above the maximum 2/],
];

for (const [what, point, message] of FAULTY) {
  test(`faulty: ${what}`, () => assert.match(faultsOf(point).join('; '), message));
}
