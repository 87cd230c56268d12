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

/** What a baseline says of a check: nothing, that it fails, that it is not testable, or that it does both by turns. */
export type Known = 'nothing' | 'failing' | 'not-testable' | 'flaky';

/**
 * What a check does to the verdict of the run. expected: it would break, and the baseline excuses it. stale: it is not
 * what the baseline says.
 */
export type Weight = 'fine' | 'reported' | 'expected' | 'partial' | 'stale' | 'breaks' | 'unusable';

export interface CheckResult {
  readonly check: Check;
  readonly state: State;
  readonly weight: Weight;
  readonly findings: readonly Finding[];
  /** Why it was not judged. */
  readonly reason: string | undefined;
  /** The entry of the baseline that was weighed. */
  readonly baseline?: Excuse;
}

/** Why a check is known not to pass. */
export interface Excuse {
  readonly known: Known;
  readonly reason: string;
  readonly link: string;
  readonly owner: string | undefined;
}

/** The headline of every report. conform: nothing breaks. partial run: the same, but not everything was run. */
export type Verdict =
  | 'conform'
  | 'conform, partial run'
  /** How many would break if the baseline did not excuse them. */
  | `not conform, as expected (${number})`
  | `not conform, as expected (${number}), partial run`
  | 'not conform'
  | 'baseline stale'
  | 'set-up error';

/** For a check that counts, and for one that does not: a MAY, or a SHOULD where the run is not strict. */
type Cell = readonly [counting: Weight, other: Weight];

const FINE: Cell = ['fine', 'fine'];
const PARTIAL: Cell = ['partial', 'partial'];
const STALE: Cell = ['stale', 'stale'];
const UNUSABLE: Cell = ['unusable', 'unusable'];
const BREAKS: Cell = ['breaks', 'reported'];
const EXPECTED: Cell = ['expected', 'reported'];

/**
 * The one table. An entry excuses exactly the state that it names: a failure does not excuse that nothing could be
 * seen, nor the other way round. What does not apply to the target needs no excuse. A set-up error has none.
 */
const TABLE: Readonly<Record<State, Readonly<Record<Known, Cell>>>> = {
  passed: { nothing: FINE, failing: STALE, 'not-testable': STALE, flaky: FINE },
  failed: { nothing: BREAKS, failing: EXPECTED, 'not-testable': ['breaks', 'stale'], flaky: EXPECTED },
  // Whether a known failure is still there is not known when nothing was seen: that refutes no entry.
  'not-testable': { nothing: BREAKS, failing: BREAKS, 'not-testable': EXPECTED, flaky: BREAKS },
  'not-applicable': { nothing: FINE, failing: STALE, 'not-testable': STALE, flaky: STALE },
  'not-run': { nothing: PARTIAL, failing: PARTIAL, 'not-testable': PARTIAL, flaky: PARTIAL },
  'set-up-error': { nothing: UNUSABLE, failing: UNUSABLE, 'not-testable': UNUSABLE, flaky: UNUSABLE },
};

/** `strict` counts SHOULD like MUST. */
export function weigh(state: State, level: Level, strict: boolean, known: Known = 'nothing'): Weight {
  const [counting, other] = TABLE[state][known];
  return level === 'MUST' || (level === 'SHOULD' && strict) ? counting : other;
}

/** @param baselineIsInOrder no entry is wrong for a reason that no result shows (expired, unmatched) */
export function verdictOf(results: readonly CheckResult[], baselineIsInOrder = true): Verdict {
  const weights = Map.groupBy(results, ({ weight }) => weight);
  const nothingJudged = results.every(({ state }) => state === 'not-run' || state === 'not-applicable');
  if (nothingJudged || weights.has('unusable')) return 'set-up error';
  if (weights.has('breaks')) return 'not conform';
  if (weights.has('stale') || !baselineIsInOrder) return 'baseline stale';
  const partial = weights.has('partial') ? ', partial run' : '';
  const expected = weights.get('expected')?.length ?? 0;
  return expected === 0 ? `conform${partial}` : `not conform, as expected (${expected})${partial}`;
}

/** Exit code of the process: see README, "Exit codes". */
export function exitCodeOf(verdict: Verdict): number {
  switch (verdict) {
    case 'not conform':
      return 1;
    case 'baseline stale':
      return 3;
    case 'set-up error':
      return 4;
    default:
      return 0;
  }
}

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
