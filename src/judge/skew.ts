import type { Entry } from '../ledger/entry.ts';

/** Servers keep the Date header for up to a second, and a busy one is late in renewing it. */
export const DATE_STALENESS_MS = 1000;

/**
 * How far the target's clock is ahead of the suite's, in milliseconds, from the Date headers of its answers.
 * A Date names a whole second that lay, but for its staleness, between sending and answering: each answer bounds the
 * skew on both sides. No skew is assumed while the bounds allow it. undefined: no answer carried a Date.
 */
export function clockSkewMs(entries: readonly Entry[]): number | undefined {
  let atLeast = Number.NEGATIVE_INFINITY;
  let atMost = Number.POSITIVE_INFINITY;
  for (const { sentAtUnixMs, outcome } of entries) {
    if (outcome.kind !== 'answered' || outcome.targetDateUnixMs === undefined) continue;
    atLeast = Math.max(atLeast, outcome.targetDateUnixMs - outcome.atUnixMs);
    atMost = Math.min(atMost, outcome.targetDateUnixMs + 1000 + DATE_STALENESS_MS - sentAtUnixMs);
  }
  if (!Number.isFinite(atLeast)) return undefined;
  return atLeast <= 0 && atMost >= 0 ? 0 : (atLeast + atMost) / 2;
}

/** The same entries with times as the target's clock, so far ahead, had them: by that one it judges dates. */
export const byTargetClock = (entries: readonly Entry[], skewMs: number): readonly Entry[] =>
  skewMs === 0
    ? entries
    : entries.map((entry) => ({
        ...entry,
        sentAtUnixMs: entry.sentAtUnixMs + skewMs,
        outcome:
          entry.outcome.kind === 'answered'
            ? { ...entry.outcome, atUnixMs: entry.outcome.atUnixMs + skewMs }
            : entry.outcome,
      }));
