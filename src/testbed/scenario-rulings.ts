import { exercised, finding, type Ruling } from '../judge/finding.ts';
import type { Exclusions } from '../judge/verdict.ts';
import type { ScenarioError, ScenarioOutcome } from './cucumber.ts';

/**
 * A scenario that passes has put its tagged checks to the test. One that fails otherwise than by what the judge
 * found itself is a finding against its tagged checks, or against those of its tables where it has no tags.
 */
export function scenarioRulings({ scenario, error }: ScenarioOutcome): readonly Ruling[] {
  const tagged = scenario.checks.filter((check) => scenario.tags.includes(`@${check}`));
  if (error === undefined) return tagged.map(exercised);
  if (error.type === 'FindingsError' || error.type === 'NotTestableError') return [];
  const concerned = tagged.length > 0 ? tagged : scenario.checks;
  return concerned.map((check) =>
    finding(check, `${scenario.name}: ${error.message}`, { scenarios: [scenario.name] }),
  );
}

/** Cucumber's words for a scenario that the suite itself cannot run: no matter of the target, and never excused. */
const OWN_DEFECTS = ['UNDEFINED', 'AMBIGUOUS', 'PENDING', 'SKIPPED', 'UNKNOWN', 'CucumberError'];

/** @throws Error where a scenario did not run for a reason of the suite's own */
export function refuseOwnDefects(outcomes: readonly ScenarioOutcome[]): void {
  for (const { scenario, error } of outcomes) {
    if (error !== undefined && OWN_DEFECTS.includes(error.type))
      throw new Error(`${scenario.location}: ${scenario.name} cannot be run: ${error.message}`);
  }
}

/** What kept scenarios from putting their checks to the test: this machine, or what was found on the way. */
export const obstaclesOf = (outcomes: readonly ScenarioOutcome[]): Exclusions =>
  new Map(
    outcomes.flatMap(({ scenario, error }) =>
      error?.type === 'NotTestableError' || error?.type === 'FindingsError'
        ? scenario.checks.map((check) => [check, { state: 'not-testable', reason: reasonOf(error) }] as const)
        : [],
    ),
  );

const reasonOf = ({ type, message }: ScenarioError): string =>
  type === 'NotTestableError' ? message : `something else was wrong before: ${message.split('\n')[0]}`;
