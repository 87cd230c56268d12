import { z } from 'zod';
import type { Counted } from './entries.ts';
import { countersOf, outcomeCountersOf } from './k6-plan.ts';

/** Of a file that `k6 run --summary-export` writes, as much as is used. */
const SUMMARY = z.object({
  metrics: z.record(z.string(), z.looseObject({ count: z.number().optional() })),
});

/** What k6 has counted. */
export interface K6Counts {
  /** One for each kind of answer to each kind of request, in the order of the plan. */
  readonly outcomes: readonly Counted[];
  /** Requests without an answer, or with one of another kind. */
  readonly lost: bigint;
  /** Answers that were not like those of the rehearsal: what they did is not known. */
  readonly unlike: bigint;
}

/**
 * @param outcomes of each kind of request, how many kinds of answer the plan has
 * @throws Error where it is not the summary of a run of the plan
 */
export function countsIn(summary: string, outcomes: readonly number[]): K6Counts {
  const { metrics } = SUMMARY.parse(JSON.parse(summary));
  const count = (name: string): number => metrics[name]?.count ?? 0;
  const sum = (kind: 'lost' | 'unlike'): number =>
    outcomes.reduce((all, _, request) => all + count(countersOf(request)[kind]), 0);
  const ofRequest = (kinds: number, request: number): readonly Counted[] => {
    const { lost, unlike } = countersOf(request);
    return Array.from({ length: kinds }, (_, outcome) => {
      const { answered, waitedMs } = outcomeCountersOf(request, outcome);
      return {
        answered: BigInt(count(answered)),
        // Whichever answer it would have had: each may have been.
        lost: BigInt(count(lost) + count(unlike)),
        seconds: count(waitedMs) / 1000,
      };
    });
  };
  return {
    outcomes: outcomes.flatMap(ofRequest),
    lost: BigInt(sum('lost') + sum('unlike')),
    unlike: BigInt(sum('unlike')),
  };
}
