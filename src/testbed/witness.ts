import type { Ruling } from '../judge/finding.ts';
import type { ScenarioOutcome } from './cucumber.ts';
import type { Instance } from './instance.ts';
import type { Plan } from './selection.ts';

/** Sees a run from inside while it is under way, and changes nothing. */
export interface Witness {
  planned(plan: Plan): void;
  /** It is up; what it has pushed and been asked can be looked at from now on. */
  started(instance: Instance): void;
  /** All that the judge says of an instance by now. */
  judged(instance: Instance, rulings: readonly Ruling[]): void;
  /** A scenario is at work, or goes on after it has waited. */
  driving(scenario: string): void;
  /** It waits for an observation. */
  waiting(scenario: string): void;
  ended(outcome: ScenarioOutcome): void;
}

export const NOBODY: Witness = {
  planned() {},
  started() {},
  judged() {},
  driving() {},
  waiting() {},
  ended() {},
};
