import type { ExponentialHistogramPoint, HistogramPoint } from '../../otlp/model.ts';
import { exercised, finding } from '../finding.ts';
import { describeSeries, type Sample } from '../sample.ts';
import { SeriesMap } from '../series-map.ts';
import { growthFaults } from './histogram-growth.ts';
import type { Rule } from './rule.ts';

const CHECK = 'data-model/histogram';

/**
 * The arithmetic of every histogram point (OTLP data model, "Histogram"), and how cumulative ones grow. One finding per
 * instrument and rule.
 */
export const histograms: Rule = ({ metrics }) => {
  const own = metrics
    .filter(({ kind }) => kind === 'histogram')
    .flatMap(({ samples }) => samples)
    .flatMap((sample) =>
      'bucketCounts' in sample.point || 'positive' in sample.point ? [{ sample, point: sample.point }] : [],
    );
  if (!own.some(({ point }) => point.count > 0n)) return [];
  const faults = new Map<string, string>();
  const before = new SeriesMap<Sample>();
  for (const { sample, point } of own) {
    const last = before.get(sample);
    before.set(sample, sample);
    for (const fault of [...faultsOf(point), ...(last === undefined ? [] : growthFaults(last, sample))]) {
      const name = `${sample.instrument} ${fault.replaceAll(/[0-9.]+/g, '')}`;
      if (!faults.has(name))
        faults.set(name, `${describeSeries(sample.instrument, sample.attributes)}: ${fault}`);
    }
  }
  return [exercised(CHECK), ...[...faults.values()].map((message) => finding(CHECK, message))];
};

/** What is wrong with one point, in words. */
export function faultsOf(point: HistogramPoint | ExponentialHistogramPoint): readonly string[] {
  return [...('bucketCounts' in point ? bucketFaults(point) : exponentialFaults(point)), ...sumFaults(point)];
}

function bucketFaults({ bucketCounts, explicitBounds, count, min, max }: HistogramPoint): readonly string[] {
  if (bucketCounts.length === 0 && explicitBounds.length === 0) return [];
  if (bucketCounts.length !== explicitBounds.length + 1) {
    return [`${bucketCounts.length} buckets for ${explicitBounds.length} bounds, one more was expected`];
  }
  const total = sum(bucketCounts);
  return [
    ...(total === count ? [] : [`the buckets add up to ${total}, but the count is ${count}`]),
    ...(explicitBounds.every(
      (bound, index) => bound > (index === 0 ? Number.NEGATIVE_INFINITY : (explicitBounds[index - 1] ?? 0)),
    )
      ? []
      : ['the bounds do not increase']),
    ...(count > 0n && min !== undefined && !isOccupied(bucketCounts, explicitBounds, min)
      ? [`the minimum ${min} lies in an empty bucket`]
      : []),
    ...(count > 0n && max !== undefined && !isOccupied(bucketCounts, explicitBounds, max)
      ? [`the maximum ${max} lies in an empty bucket`]
      : []),
  ];
}

function exponentialFaults({
  count,
  zeroCount,
  positive,
  negative,
}: ExponentialHistogramPoint): readonly string[] {
  const total = zeroCount + sum(positive.bucketCounts) + sum(negative.bucketCounts);
  return total === count ? [] : [`the buckets add up to ${total}, but the count is ${count}`];
}

function sumFaults({
  count,
  sum: total,
  min,
  max,
}: HistogramPoint | ExponentialHistogramPoint): readonly string[] {
  if (count === 0n)
    return total === undefined || total === 0 ? [] : [`nothing was counted, but the sum is ${total}`];
  if (min !== undefined && max !== undefined && min > max)
    return [`the minimum ${min} is above the maximum ${max}`];
  if (total === undefined) return [];
  if (!Number.isFinite(total)) return [`the sum ${total} is no number`];
  const mean = total / Number(count);
  const slack = Math.abs(mean) * ROUNDING;
  return [
    ...(min !== undefined && mean < min - slack ? [`the mean ${mean} is below the minimum ${min}`] : []),
    ...(max !== undefined && mean > max + slack ? [`the mean ${mean} is above the maximum ${max}`] : []),
  ];
}

/** Sums of doubles round; relative. */
const ROUNDING = 1e-9;

/** Upper bounds are inclusive. */
export const isOccupied = (counts: readonly bigint[], bounds: readonly number[], value: number): boolean => {
  const index = bounds.findIndex((bound) => value <= bound);
  return (counts[index < 0 ? bounds.length : index] ?? 0n) > 0n;
};

const sum = (counts: readonly bigint[]): bigint => counts.reduce((all, one) => all + one, 0n);
