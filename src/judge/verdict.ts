import type { Check } from '../contract/checks.ts';
import type { Level } from '../contract/contract.ts';
import type { Finding, Ruling } from './finding.ts';

/**
 * What became of one check.
 * passed: put to the test, nothing found. failed: something found. not-testable: its positive control was never
 * seen. not-applicable: the target does not claim it. not-run: the user left it out. set-up-error: the suite or
 * the target could not be brought to the point where it is judged.
 */
export type State = 'passed' | 'failed' | 'not-testable' | 'not-applicable' | 'not-run' | 'set-up-error';

/** What a state does to the verdict of the run. */
export type Weight = 'fine' | 'reported' | 'partial' | 'breaks' | 'unusable';

export interface CheckResult {
  readonly check: Check;
  readonly state: State;
  readonly weight: Weight;
  readonly findings: readonly Finding[];
  /** Why it was not judged. */
  readonly reason: string | undefined;
}

/** conform: nothing breaks. partial: the same, but not everything was run. */
export type Verdict = 'conform' | 'conform, partial run' | 'not conform' | 'set-up error';

/** The one table. `strict` counts SHOULD like MUST. */
export function weigh(state: State, level: Level, strict: boolean): Weight {
  const counts = level === 'MUST' || (level === 'SHOULD' && strict);
  switch (state) {
    case 'passed':
    case 'not-applicable':
      return 'fine';
    case 'not-run':
      return 'partial';
    case 'set-up-error':
      return 'unusable';
    case 'failed':
    case 'not-testable':
      return counts ? 'breaks' : 'reported';
  }
}

export function verdictOf(results: readonly CheckResult[]): Verdict {
  const weights = new Set(results.map(({ weight }) => weight));
  if (results.length === 0 || weights.has('unusable')) return 'set-up error';
  if (weights.has('breaks')) return 'not conform';
  return weights.has('partial') ? 'conform, partial run' : 'conform';
}

/** Exit code of the process: see README, "Exit codes". */
export const exitCodeOf = (verdict: Verdict): number =>
  ({ conform: 0, 'conform, partial run': 0, 'not conform': 1, 'set-up error': 4 })[verdict];

/** A check that is out of the run before it starts. */
export interface Exclusion {
  readonly state: State;
  readonly reason: string;
}
export type Exclusions = ReadonlyMap<string, Exclusion>;

/**
 * Planned checks and all rulings of the run -> one result per check, in the order of the plan.
 * @param unexercised what becomes of a check that nothing was found against and that was not put to the test, where
 *   more is known than that
 */
export function resultsOf(
  checks: readonly Check[],
  rulings: readonly Ruling[],
  exclusions: Exclusions,
  strict: boolean,
  unexercised: Exclusions = new Map(),
): readonly CheckResult[] {
  const byCheck = Map.groupBy(rulings, ({ check }) => check);
  return checks.map((check) => {
    const excluded = exclusions.get(check.id);
    const own = byCheck.get(check.id) ?? [];
    const findings = own.filter((ruling) => ruling.kind === 'finding');
    const idle = own.length === 0 ? (unexercised.get(check.id) ?? NOT_SEEN) : undefined;
    const left = excluded ?? idle;
    const state = left?.state ?? (findings.length > 0 ? 'failed' : 'passed');
    return {
      check,
      state,
      weight: weigh(state, check.level, strict),
      findings: left === undefined ? findings : [],
      reason: left?.reason,
    };
  });
}

const NOT_SEEN: Exclusion = {
  state: 'not-testable',
  reason: 'what must be seen before it can be judged was never seen in this run',
};
