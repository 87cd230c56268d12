import type { Contract } from '../contract/contract.ts';
import type { Exclusion, Exclusions } from '../judge/verdict.ts';
import type { PlannedScenario } from '../testbed/plan.ts';
import { type Plan, planFrom, type Refusal } from '../testbed/selection.ts';
import { wantedOf } from '../testbed/wanted.ts';
import type { Capture } from './capture.ts';

/** The plan of a recorded run as this suite sees it. */
export interface PastPlan {
  readonly plan: Plan;
  /** Checks that no scenario of the recorded run was there for: they count only if its traffic tests them anyhow. */
  readonly unattended: Exclusions;
}

const UNKNOWN: Exclusion = {
  state: 'not-run',
  reason: 'the recorded run had no scenario for it; record one with this suite',
};

/** Below every sieve: a scenario that was refused came nearer to running. */
const NO_SIEVE = -1;

/**
 * What ran is what the capture tells; which checks there are, and what could be evidence for them, this suite tells.
 * @param all the scenarios of this suite
 * @throws PlanError where the contract has none of the checks that the run was for
 */
export function pastPlan(contract: Contract, all: readonly PlannedScenario[], capture: Capture): PastPlan {
  const ran = new Map(capture.scenarios.map(({ scenario }) => [scenario.name, scenario]));
  const names = new Set(all.map(({ name }) => name));
  const merged = [
    ...all.map((scenario) => ran.get(scenario.name) ?? scenario),
    ...[...ran.values()].filter(({ name }) => !names.has(name)),
  ];
  const { wanted: wish, claims } = capture.header;
  const wanted = wantedOf(contract, merged, wish);
  const refused = new Map(capture.refusals.map((refusal) => [refusal.scenario, refusal]));
  const refusals = wanted.scenarios
    .filter(({ name }) => !ran.has(name))
    .map((scenario): Refusal => {
      const { sieve, state, reason } = refused.get(scenario.name) ?? { sieve: NO_SIEVE, ...UNKNOWN };
      return { scenario, sieve, state, reason };
    });
  const scenarios = merged.filter(({ name }) => ran.has(name));
  const plan = planFrom(contract, merged, wanted, { scenarios, refusals }, claims);
  const unattended = new Map([...plan.exclusions].filter(([, { reason }]) => reason === UNKNOWN.reason));
  return {
    plan: { ...plan, exclusions: new Map([...plan.exclusions].filter(([id]) => !unattended.has(id))) },
    unattended,
  };
}
