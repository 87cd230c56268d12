import type { EpochRecord } from '../judge/record.ts';
import { answeredAt } from '../ledger/entry.ts';
import type { Instance } from './instance.ts';

/** Unix milliseconds. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

const waits = new WeakMap<Instance, Interval[]>();

/** While this goes on, the instance is waited for: it may push when it wants, and nothing is asked of it. */
export async function waitingFor<T>(
  instance: Instance,
  now: () => number,
  work: () => Promise<T>,
): Promise<T> {
  const from = now();
  try {
    return await work();
  } finally {
    waits.set(instance, [...waitsFor(instance), { from, to: now() }]);
  }
}

export const waitsFor = (instance: Instance): readonly Interval[] => waits.get(instance) ?? [];

/** Some instance was waited for, and meanwhile no request was in flight to any and none was starting. */
export const idleSeconds = (waiting: readonly Interval[], records: readonly EpochRecord[]): number => {
  const busy = union(records.flatMap(busyIn));
  return union(waiting).reduce((sum, interval) => sum + length(interval) - overlap(interval, busy), 0) / 1000;
};

function busyIn({ process, entries }: EpochRecord): readonly Interval[] {
  const { spawnedAtUnixMs, firstAnswerAtUnixMs } = process;
  return [
    ...(spawnedAtUnixMs === undefined ? [] : [{ from: spawnedAtUnixMs, to: firstAnswerAtUnixMs }]),
    ...entries.map((entry) => ({ from: entry.sentAtUnixMs, to: answeredAt(entry) ?? entry.sentAtUnixMs })),
  ];
}

/** The same moments, each once, in order. */
function union(intervals: readonly Interval[]): readonly Interval[] {
  const apart: Interval[] = [];
  for (const { from, to } of intervals.toSorted((a, b) => a.from - b.from)) {
    const last = apart.at(-1);
    if (last === undefined || from > last.to) apart.push({ from, to });
    else apart[apart.length - 1] = { from: last.from, to: Math.max(last.to, to) };
  }
  return apart;
}

const overlap = (interval: Interval, others: readonly Interval[]): number =>
  others.reduce(
    (sum, { from, to }) =>
      sum + length({ from: Math.max(from, interval.from), to: Math.min(to, interval.to) }),
    0,
  );

const length = ({ from, to }: Interval): number => Math.max(0, to - from);
