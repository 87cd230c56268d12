import { applyBaseline } from '../baseline/apply.ts';
import type { Baseline } from '../baseline/baseline.ts';
import { verdictOf } from '../judge/verdict.ts';
import type { RunResult } from '../testbed/run.ts';

/** A run that is seen with what was known before; `problems` are sentences about the baseline. */
export type JudgedRun = RunResult & { readonly problems: readonly string[] };

export function withBaseline(
  run: RunResult,
  baseline: Baseline | undefined,
  targetVersion: string | undefined,
): JudgedRun {
  if (baseline === undefined) return { ...run, problems: [] };
  const { strict, plan } = run;
  const today = new Date().toISOString().slice(0, 10);
  const { results, problems } = applyBaseline(baseline, run.results, {
    ...{ today, targetVersion, strict, whole: plan.whole },
  });
  return { ...run, results, problems, verdict: verdictOf(results, problems.length === 0) };
}
