import { type Collection, collectionsOf, isComplete } from '../../judge/collections.ts';
import type { Observation } from '../../judge/record.ts';
import { clockSkewMs } from '../../judge/skew.ts';
import type { Entry } from '../../ledger/entry.ts';
import { momentOf } from '../../ledger/store-rules.ts';
import type { Export } from '../../otlp/export.ts';

/**
 * The collections of a recorded run that can be held against its traffic: complete ones that were taken while no
 * request was in flight, nor just over. Without a clock of the target to compare with, a collection covers what was
 * answered before the one ahead of it arrived (contract.md, Judging 2).
 * @param entries in the order in which they ended
 */
export function quietPoints(
  entries: readonly Entry[],
  exports: readonly Export[],
  settleMs: number,
): readonly Observation[] {
  const skewMs = clockSkewMs(entries);
  const collections = collectionsOf(exports);
  const points = collections.flatMap((collection, index) => {
    const before = collections[index - 1];
    if (index === collections.length - 1 && !isComplete(collection, before)) return [];
    const span =
      skewMs === undefined ? arrivalsOf(before, collection) : timesOf(collection, skewMs, settleMs);
    const covered = entries.filter((entry) => momentOf(entry) < span.from).length;
    const isQuiet = entries.slice(covered).every(({ sentAtUnixMs }) => sentAtUnixMs > span.to);
    return isQuiet ? [{ exportCount: collection.to, entryCount: covered }] : [];
  });
  return points.map((point, index) => ({
    ...point,
    final: index === points.length - 1 && point.entryCount === entries.length,
  }));
}

/** By the suite's clock: what ended before is covered, what is sent after cannot be in it. */
interface Span {
  readonly from: number;
  readonly to: number;
}

const timesOf = ({ samples, timeUnixNano }: Collection, skewMs: number, settleMs: number): Span => ({
  from:
    Math.min(...samples.map(({ point }) => Number(point.timeUnixNano / 1000n) / 1000)) - skewMs - settleMs,
  to: Number(timeUnixNano / 1000n) / 1000 - skewMs + settleMs,
});

const arrivalsOf = (before: Collection | undefined, collection: Collection): Span => ({
  from: before?.arrivedAtUnixMs ?? Number.NEGATIVE_INFINITY,
  to: collection.arrivedAtUnixMs,
});
