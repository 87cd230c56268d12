import type { Export } from '../otlp/export.ts';
import { remembered } from './remembered.ts';
import { type MetricSamples, metricsOf, type Sample, samplesOf } from './sample.ts';
import { type ReadonlySeriesMap, SeriesMap } from './series-map.ts';

/** All requests of one export cycle: a target may split a cycle over several. */
export interface Collection {
  /** Exports [from, to) of the stream. */
  readonly from: number;
  readonly to: number;
  readonly samples: readonly Sample[];
  /** The same, metric by metric. */
  readonly metrics: readonly MetricSamples[];
  /** Of a series that comes twice the last. */
  readonly series: ReadonlySeriesMap<Sample>;
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
  before === undefined || before.series.values().every((sample) => collection.series.has(sample));

const collectionOf = (exported: Export, index: number): Collection => ({
  from: index,
  to: index + 1,
  ...contentOf(exported),
});

/** Every observation looks at all exports again, and an export does not change. */
const contentOf = remembered((exported: Export): Omit<Collection, 'from' | 'to'> => {
  const samples = samplesOf(exported);
  const series = new SeriesMap<Sample>();
  let timeUnixNano = 0n;
  for (const sample of samples) {
    series.set(sample, sample);
    if (sample.point.timeUnixNano > timeUnixNano) timeUnixNano = sample.point.timeUnixNano;
  }
  return {
    samples,
    metrics: metricsOf(exported),
    series,
    timeUnixNano,
    arrivedAtUnixMs: exported.arrivedAtUnixMs,
  };
});

const repeats = (last: Collection, next: Collection): boolean =>
  next.samples.length > 0 &&
  next.samples.every((sample) => {
    const known = last.series.get(sample);
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
  next.samples.every((sample) => !last.series.has(sample)) &&
  (next.arrivedAtUnixMs - last.arrivedAtUnixMs < SPLIT_GAP_MS || isTakenWith(last, next));

/** A slow machine may need long to write the next request of a cycle; its points are as old as those of the first. */
const isTakenWith = (last: Collection, next: Collection): boolean =>
  last.timeUnixNano > 0n && Math.abs(Number(next.timeUnixNano - last.timeUnixNano)) / 1e6 < SPLIT_GAP_MS;

/** Requests of one cycle follow each other at once; this much later it is another cycle with new series only. */
export const SPLIT_GAP_MS = 1000;

const joined = (last: Collection, next: Collection): Collection => ({
  from: last.from,
  to: next.to,
  samples: [...last.samples, ...next.samples],
  metrics: [...last.metrics, ...next.metrics],
  series: new SeriesMap(last.series, next.series),
  timeUnixNano: next.timeUnixNano > last.timeUnixNano ? next.timeUnixNano : last.timeUnixNano,
  arrivedAtUnixMs: next.arrivedAtUnixMs,
});
