import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Check, checksOf } from '../contract/checks.ts';
import type { Contract } from '../contract/contract.ts';
import type { Exclusion, Exclusions } from '../judge/verdict.ts';
import { type FeatureFile, PlanError, type PlannedScenario, planOf, SLOW } from './plan.ts';

/** What the user wants of all that there is. */
export interface Selection {
  /** Leaves out what waits for pushes at the documented interval. */
  readonly fast: boolean;
  /** Ids of the checks to put to the test; undefined = all. */
  readonly checks?: readonly string[] | undefined;
  /** Why there is no HSM; undefined = there is one. */
  readonly hsmReason: string | undefined;
}

/** What will run and what will not, known before anything starts. */
export interface Plan {
  readonly checks: readonly Check[];
  readonly scenarios: readonly PlannedScenario[];
  readonly exclusions: Exclusions;
  /** Checks that nobody asked for, but that a scenario of the selection may put to the test. */
  readonly unasked: Exclusions;
}

const FEATURES = fileURLToPath(new URL('../../features', import.meta.url));

/** Reads the features. @throws PlanError, also when a check of the contract has no scenario */
export async function readPlan(contract: Contract): Promise<readonly PlannedScenario[]> {
  const names = (await readdir(FEATURES)).filter((name) => name.endsWith('.feature')).sort();
  const features: FeatureFile[] = await Promise.all(
    names.map(async (name) => ({
      path: `features/${name}`,
      text: await readFile(join(FEATURES, name), 'utf8'),
    })),
  );
  const checks = checksOf(contract);
  const scenarios = planOf(features, checks);
  const covered = new Set(scenarios.flatMap((scenario) => scenario.checks));
  const orphan = checks.find(({ id }) => !covered.has(id));
  if (orphan !== undefined) throw new PlanError(`no scenario is evidence for ${orphan.id}`);
  return scenarios;
}

const LEFT_OUT: Exclusion = { state: 'not-run', reason: 'left out by the selection' };

/** Which scenarios run, and which checks are out of the run and why. Pure. @throws PlanError */
export function select(contract: Contract, all: readonly PlannedScenario[], selection: Selection): Plan {
  const checks = checksOf(contract);
  const { fast, hsmReason, checks: wanted } = selection;
  const unknown = wanted?.find((id) => !checks.some((check) => check.id === id));
  if (unknown !== undefined)
    throw new PlanError(`there is no check ${JSON.stringify(unknown)}; "list" prints them all`);
  const scenarios = all
    .filter(({ tags }) => !(fast && tags.includes(SLOW)))
    .filter(({ tags }) => !(hsmReason !== undefined && tags.includes('@hsm')))
    .filter((scenario) => wanted === undefined || scenario.checks.some((id) => wanted.includes(id)));
  if (scenarios.length === 0) throw new PlanError('the selection leaves no scenario to run');
  const covered = new Set(scenarios.flatMap((scenario) => scenario.checks));
  const exclusions = new Map<string, Exclusion>();
  for (const { id, capability } of checks) {
    if (capability === 'hsm' && hsmReason !== undefined) {
      exclusions.set(id, { state: 'not-testable', reason: hsmReason });
    } else if (!covered.has(id)) {
      exclusions.set(id, LEFT_OUT);
    }
  }
  const others = wanted === undefined ? [] : checks.filter(({ id }) => !wanted.includes(id));
  return { checks, scenarios, exclusions, unasked: new Map(others.map(({ id }) => [id, LEFT_OUT])) };
}
