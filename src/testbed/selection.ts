import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Check, checksOf } from '../contract/checks.ts';
import type { Contract } from '../contract/contract.ts';
import type { Exclusion, Exclusions } from '../judge/verdict.ts';
import { type FeatureFile, PlanError, type PlannedScenario, planOf, SLOW } from './plan.ts';
import { type Claims, unclaimed } from './targets/capabilities.ts';
import { type Wanted, wantedOf } from './wanted.ts';

/** What the user wants of all that there is. */
export interface Selection extends Wanted {
  /** Leaves out what waits for pushes at the documented interval. */
  readonly fast: boolean;
  /** Why there is no HSM; undefined = there is one, or none is claimed. */
  readonly hsmReason: string | undefined;
  readonly claims: Claims;
}

/** What will run and what will not, known before anything starts. */
export interface Plan {
  readonly checks: readonly Check[];
  /** Of these, the ones that the user asked for and that will be judged, or are known not to be testable. */
  readonly selected: readonly Check[];
  readonly scenarios: readonly PlannedScenario[];
  readonly exclusions: Exclusions;
  /** Checks that nobody asked for, but that a scenario of the selection may put to the test. */
  readonly unasked: Exclusions;
  /** Ids of the checks all of whose scenarios will run: only those can show that a known failure is gone. */
  readonly whole: ReadonlySet<string>;
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
  const orphan = checks.find(({ id }) => !covered?.has(id));
  if (orphan !== undefined) throw new PlanError(`no scenario is evidence for ${orphan.id}`);
  return scenarios;
}

const LEFT_OUT: Exclusion = { state: 'not-run', reason: 'left out by the selection' };
const LEFT_OUT_AS_SLOW: Exclusion = { state: 'not-run', reason: 'left out by --fast' };

/** Which scenarios run, and which checks are out of the run and why. Pure. @throws PlanError */
export function select(contract: Contract, all: readonly PlannedScenario[], selection: Selection): Plan {
  const { fast, hsmReason, claims } = selection;
  const checks = checksOf(contract);
  const wanted = wantedOf(contract, all, selection);
  const isWanted = new Set(wanted.checks.map(({ id }) => id));
  const quick = wanted.scenarios.filter(({ tags }) => !(fast && tags.includes(SLOW)));
  if (quick.length === 0)
    throw new PlanError('the selection leaves no scenario to run: take --fast away, or ask for other checks');
  const refusals = new Map(quick.map((scenario) => [scenario, unclaimed(claims, scenario)]));
  const claimed = quick.filter((scenario) => refusals.get(scenario) === undefined);
  if (claimed.length === 0)
    throw new PlanError('the selection leaves no scenario that the target claims to be able to do');
  const scenarios = claimed.filter(({ tags }) => !(hsmReason !== undefined && tags.includes('@hsm')));
  const [possible, claimable, covered] = [quick, claimed, scenarios].map(checksOfAll);
  const exclusions = new Map<string, Exclusion>();
  for (const { id, capability } of checks) {
    if (!isWanted.has(id)) {
      if (!covered?.has(id)) exclusions.set(id, LEFT_OUT);
    } else if (!possible?.has(id)) {
      exclusions.set(id, LEFT_OUT_AS_SLOW);
    } else if (!claims.exclusive && !isToldApart(contract, id)) {
      exclusions.set(id, OTHERS);
    } else if (capability !== undefined && !claims.capabilities.has(capability)) {
      exclusions.set(id, {
        state: 'not-applicable',
        reason: `the target does not claim the capability ${capability}`,
      });
    } else if (!claimable?.has(id)) {
      const reason = quick.flatMap((one) => (one.checks.includes(id) ? (refusals.get(one) ?? []) : []))[0];
      exclusions.set(id, { state: 'not-testable', reason: `${reason}, and ${id} cannot be declared away` });
    } else if (hsmReason !== undefined && (capability === 'hsm' || !covered?.has(id))) {
      exclusions.set(id, { state: 'not-testable', reason: hsmReason });
    }
  }
  // What the target does not claim will never be evidence; what this run leaves out may be, in another.
  const missing = checksOfAll(
    all.filter((scenario) => !scenarios.includes(scenario) && unclaimed(claims, scenario) === undefined),
  );
  return {
    checks,
    selected: wanted.checks.filter(({ id }) => exclusions.get(id)?.state !== 'not-run'),
    scenarios,
    exclusions,
    unasked: new Map(checks.filter(({ id }) => !isWanted.has(id)).map(({ id }) => [id, LEFT_OUT])),
    whole: new Set(checks.map(({ id }) => id).filter((id) => !missing.has(id))),
  };
}

const OTHERS: Exclusion = {
  state: 'not-testable',
  reason:
    'others use this KMS as well (exclusive = false): only series that name a user of the suite can be told apart',
};

/** Topics about how metrics are pushed and exposed, not about what was counted. */
const APART_FROM_COUNTS = ['data-model/', 'push/', 'catalogue/', 'exposure/', 'labels/'];

/** Whether a check can be judged although others use the KMS as well. */
function isToldApart({ instruments }: Contract, id: string): boolean {
  if (APART_FROM_COUNTS.some((topic) => id.startsWith(topic))) return true;
  const [name] = id.split('/');
  const instrument = instruments.find((one) => one.name === name);
  return instrument?.attributes.some(({ distinguishes }) => distinguishes) ?? false;
}

const checksOfAll = (scenarios: readonly PlannedScenario[]): ReadonlySet<string> =>
  new Set(scenarios.flatMap((scenario) => scenario.checks));
