import { nowUnixMs } from '../driver/now.ts';
import { collectionsOf, SPLIT_GAP_MS } from '../judge/collections.ts';
import type { Instance } from './instance.ts';
import { StartError } from './ready.ts';
import { until, WaitError } from './until.ts';

/** A KMS that runs already pushes within this many intervals, or it pushes elsewhere. */
const PATIENCE_INTERVALS = 2;

/** Who has long found nobody at the address tries again after so long (gRPC connection backoff, MAX_BACKOFF and jitter). */
const LONGEST_BACKOFF_MS = 144_000;

/**
 * Waits for the first push of a KMS that ran before the suite came: what it says is where counting begins.
 * @returns of how many exports it is made
 * @throws StartError
 */
export async function firstPush(
  { collector, intervalMs, patienceMs, ended }: Instance,
  who: string,
): Promise<number> {
  try {
    await until({
      check: () => (collector.exports.length > 0 ? true : undefined),
      subscribe: (listener) => collector.subscribe(listener),
      timeoutMs: PATIENCE_INTERVALS * intervalMs + LONGEST_BACKOFF_MS + patienceMs,
      describe: () => `its first push to ${collector.endpoint}`,
      ended,
    });
    await until({
      check: () =>
        nowUnixMs() - (collector.exports[0]?.arrivedAtUnixMs ?? 0) > SPLIT_GAP_MS ? true : undefined,
      subscribe: (listener) => {
        const timer = setTimeout(listener, SPLIT_GAP_MS + 1);
        return () => clearTimeout(timer);
      },
      timeoutMs: 2 * SPLIT_GAP_MS,
      describe: () => 'the rest of its first push',
      ended,
    });
  } catch (error) {
    if (!(error instanceof WaitError)) throw error;
    const ways = collector.wrongWays.slice(0, 3).join(', ');
    const tried = ways === '' ? 'nothing connected' : `it tried ${ways}`;
    throw new StartError(
      `${who}: ${error.message}; ${tried}. Tell the KMS that address, or give its own by --listen.`,
    );
  }
  return collectionsOf(collector.exports)[0]?.to ?? 0;
}
