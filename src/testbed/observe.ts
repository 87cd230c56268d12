import { nowUnixMs } from '../driver/now.ts';
import { type Collection, collectionsOf, isComplete } from '../judge/collections.ts';
import type { Observation } from '../judge/record.ts';
import { clockSkewMs } from '../judge/skew.ts';
import { answeredAt } from '../ledger/entry.ts';
import type { Instance } from './instance.ts';
import { until } from './until.ts';
import { waitingFor } from './waiting.ts';

/** An observation may take this many push intervals, and the patience of the run beyond them. */
const PATIENCE_INTERVALS = 3;

/**
 * Waits for the first complete collection that covers all traffic so far, while no request is in flight; requests
 * that want to start meanwhile wait.
 * @param further collections that must come after that one: an idle window
 */
export async function observe(
  instance: Instance,
  { further = 0, final = false }: { readonly further?: number; readonly final?: boolean } = {},
): Promise<Observation> {
  return instance.ledger.closedWhile(async () => {
    await instance.ledger.quiet();
    const entryCount = instance.ledger.entries.length;
    const { covering, end } = await waitingFor(instance, nowUnixMs, async () => {
      const first = await coveringCollection(instance, 0);
      return { covering: first, end: further === 0 ? first : await coveringCollection(instance, further) };
    });
    for (const { to } of new Set([covering, end])) {
      instance.addObservation({ exportCount: to, entryCount, final: final && to === end.to });
    }
    return { exportCount: end.to, entryCount, final };
  });
}

/** What arrived before the last answer is only looked at for what a complete collection holds. */
const REQUESTS_OF_A_CYCLE = 8;

/** The first complete collection after the last answer, or the one that comes so many collections after it. */
async function coveringCollection(instance: Instance, further: number): Promise<Collection> {
  const { entries } = instance.ledger;
  const lastAnswer = Math.max(0, ...entries.map((entry) => answeredAt(entry) ?? entry.sentAtUnixMs));
  const skewMs = clockSkewMs(entries) ?? 0;
  const from = lastAnswer + skewMs + instance.target.settleMs;
  const timeoutMs = (PATIENCE_INTERVALS + further) * instance.intervalMs + instance.patienceMs;
  const since = nowUnixMs();
  const early = instance.exports.filter(({ arrivedAtUnixMs }) => arrivedAtUnixMs < lastAnswer).length;
  const skipped = Math.max(0, early - REQUESTS_OF_A_CYCLE);
  return until({
    check: () => {
      const collections = collectionsOf(instance.exports.slice(skipped));
      const first = collections.findIndex(
        (collection, index) =>
          earliestMs(collection) > from &&
          (index < collections.length - 1 || isComplete(collection, collections[index - 1])),
      );
      const found = first < 0 ? undefined : collections[first + further];
      return found === undefined ? undefined : { ...found, to: found.to + skipped };
    },
    subscribe: (listener) => instance.collector.subscribe(listener),
    timeoutMs,
    describe: () => {
      const seconds = ((nowUnixMs() - since) / 1000).toFixed(1);
      const { wrongWays } = instance.collector;
      const wrongly =
        wrongWays.length === 0
          ? ''
          : `; it tried another way than OTLP/gRPC: ${wrongWays.slice(0, 3).join(', ')}`;
      return `an export of ${instance.name} that covers all traffic (${instance.exports.length} exports so far, ${seconds} s${wrongly}); its last log lines:\n${instance.logTail}`;
    },
    ended: instance.ended,
  });
}

const earliestMs = ({ samples }: Collection): number =>
  Math.min(...samples.map(({ point }) => Number(point.timeUnixNano / 1000n) / 1000));
