import type { Sample } from '../sample.ts';

/**
 * What is wrong between two points of one cumulative series with one start, in words: no bucket empties again, the
 * least gets no greater and the greatest no less, and the sum moves with the count alone.
 */
export function growthFaults(before: Sample, after: Sample): readonly string[] {
  const [then, now] = [before.point, after.point];
  if (after.temporality !== 'cumulative' || before.temporality !== 'cumulative') return [];
  if (then.startTimeUnixNano !== now.startTimeUnixNano || then.timeUnixNano >= now.timeUnixNano) return [];
  if (!('min' in then) || !('min' in now)) return [];
  return [
    ...('bucketCounts' in then && 'bucketCounts' in now && empties(then, now)
      ? ['a bucket holds less than before']
      : []),
    ...(rises(then.min, now.min) ? [`the minimum rises from ${then.min} to ${now.min}`] : []),
    ...(rises(now.max, then.max) ? [`the maximum falls from ${then.max} to ${now.max}`] : []),
    ...(then.count === now.count && then.sum !== now.sum
      ? [`the sum goes from ${then.sum} to ${now.sum}, and nothing was counted`]
      : []),
  ];
}

interface Buckets {
  readonly bucketCounts: readonly bigint[];
  readonly explicitBounds: readonly number[];
}

/** Other bounds are another matter: what holds them to account is their stability. */
const empties = (then: Buckets, now: Buckets): boolean =>
  then.explicitBounds.length === now.explicitBounds.length &&
  then.explicitBounds.every((bound, index) => bound === now.explicitBounds[index]) &&
  then.bucketCounts.some((count, index) => (now.bucketCounts[index] ?? 0n) < count);

const rises = (from: number | undefined, to: number | undefined): boolean =>
  from !== undefined && to !== undefined && to > from;
