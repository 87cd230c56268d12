import { judgeInstances } from '../judge/judge.ts';
import type { EpochRecord } from '../judge/record.ts';
import { type CheckResult, type Exclusions, resultsOf } from '../judge/verdict.ts';
import type { ScenarioOutcome } from './cucumber.ts';
import { obstaclesOf, scenarioRulings } from './scenario-rulings.ts';
import type { Plan } from './selection.ts';

/** All that a verdict is made of. */
export interface Evidence {
  readonly plan: Plan;
  readonly scenarios: readonly ScenarioOutcome[];
  /** The epochs of every instance. */
  readonly records: readonly (readonly EpochRecord[])[];
  /** SHOULD counts like MUST. */
  readonly strict: boolean;
  /** What becomes of checks without evidence, where it is known that no scenario was there to give any. */
  readonly unattended?: Exclusions;
}

/** One result per check of the plan. Pure: the same during a run and long after it. */
export function judgementOf({
  plan,
  scenarios,
  records,
  strict,
  unattended = new Map(),
}: Evidence): readonly CheckResult[] {
  const rulings = [...judgeInstances(records), ...scenarios.flatMap(scenarioRulings)];
  // A pass on part of the evidence is none.
  const asked = rulings.filter(({ kind, check }) => kind === 'finding' || !plan.unasked.has(check));
  const unexercised = new Map([...unattended, ...obstaclesOf(scenarios), ...plan.unasked]);
  return resultsOf(plan.checks, asked, plan.exclusions, strict, unexercised);
}
