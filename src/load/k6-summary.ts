import { z } from 'zod';
import type { Counted } from './entries.ts';
import { countersOf } from './k6-plan.ts';

/** Of a file that `k6 run --summary-export` writes, as much as is used. */
const SUMMARY = z.object({
  metrics: z.record(z.string(), z.looseObject({ count: z.number().optional() })),
});

/** What k6 has counted. */
export interface K6Counts {
  /** One for each kind of request, in the order of the plan. */
  readonly requests: readonly Counted[];
  /** Answers that were not like those of the rehearsal: what they did is not known. */
  readonly unlike: bigint;
}

/** @throws Error where it is not the summary of a run of the plan */
export function countsIn(summary: string, requests: number): K6Counts {
  const { metrics } = SUMMARY.parse(JSON.parse(summary));
  const count = (name: string): number => metrics[name]?.count ?? 0;
  const names = Array.from({ length: requests }, (_, index) => countersOf(index));
  return {
    requests: names.map(({ answered, lost, unlike, waitedMs }) => ({
      answered: BigInt(count(answered)),
      lost: BigInt(count(lost) + count(unlike)),
      seconds: count(waitedMs) / 1000,
    })),
    unlike: BigInt(names.reduce((sum, { unlike }) => sum + count(unlike), 0)),
  };
}
