import type { Export } from '../otlp/export.ts';
import { remembered } from './remembered.ts';
import { type Sample, samplesOf } from './sample.ts';

/** All requests of one export cycle: a target may split a cycle over several. */
export interface Collection {
  /** Exports [from, to) of the stream. */
  readonly from: number;
  readonly to: number;
  readonly samples: readonly Sample[];
  /** By the key of its series; of repeated ones the last. */
  readonly series: ReadonlyMap<string, Sample>;
  /** Latest point time, Unix nanoseconds, by the target's clock. */
  readonly timeUnixNano: bigint;
  readonly arrivedAtUnixMs: number;
}

/**
 * Groups exports into collections: one ends where a series comes again with a later time. A request that repeats
 * what has come already, as a client sends it that has seen no answer, adds nothing.
 */
export function collectionsOf(exports: readonly Export[]): readonly Collection[] {
  const collections: Collection[] = [];
  exports.forEach((exported, index) => {
    const next = collectionOf(exported, index);
    const last = collections.at(-1);
    if (last === undefined) collections.push(next);
    else if (repeats(last, next)) collections[collections.length - 1] = { ...last, to: next.to };
    else if (continues(last, next)) collections[collections.length - 1] = joined(last, next);
    else collections.push(next);
  });
  return collections;
}

/** Nothing of the collection before is missing. Deltas may leave out what did not move: then the next one tells. */
export const isComplete = (collection: Collection, before: Collection | undefined): boolean =>
  before === undefined || [...before.series.keys()].every((key) => collection.series.has(key));

const collectionOf = (exported: Export, index: number): Collection => ({
  from: index,
  to: index + 1,
  ...contentOf(exported),
});

/** Every observation looks at all exports again, and an export does not change. */
const contentOf = remembered((exported: Export): Omit<Collection, 'from' | 'to'> => {
  const samples = samplesOf(exported);
  return {
    samples,
    series: new Map(samples.map((sample) => [sample.key, sample])),
    timeUnixNano: samples.reduce(
      (latest, { point }) => (point.timeUnixNano > latest ? point.timeUnixNano : latest),
      0n,
    ),
    arrivedAtUnixMs: exported.arrivedAtUnixMs,
  };
});

const repeats = (last: Collection, next: Collection): boolean =>
  next.samples.length > 0 &&
  next.samples.every((sample) => {
    const known = last.series.get(sample.key);
    return known !== undefined && isSamePoint(known, sample);
  });

const isSamePoint = (a: Sample, b: Sample): boolean =>
  a.point.startTimeUnixNano === b.point.startTimeUnixNano &&
  a.point.timeUnixNano === b.point.timeUnixNano &&
  a.value === b.value &&
  a.sum === b.sum;

/** A request without a single repeated series goes on with the cycle, unless a whole cycle was there already. */
const continues = (last: Collection, next: Collection): boolean =>
  next.samples.length > 0 &&
  next.samples.every(({ key }) => !last.series.has(key)) &&
  next.arrivedAtUnixMs - last.arrivedAtUnixMs < SPLIT_GAP_MS;

/** Requests of one cycle follow each other at once; this much later it is another cycle with new series only. */
export const SPLIT_GAP_MS = 1000;

const joined = (last: Collection, next: Collection): Collection => ({
  from: last.from,
  to: next.to,
  samples: [...last.samples, ...next.samples],
  series: new Map([...last.series, ...next.series]),
  timeUnixNano: next.timeUnixNano > last.timeUnixNano ? next.timeUnixNano : last.timeUnixNano,
  arrivedAtUnixMs: next.arrivedAtUnixMs,
});
