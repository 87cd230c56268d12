import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Check, checksOf } from '../contract/checks.ts';
import type { Contract } from '../contract/contract.ts';
import type { Exclusion, Exclusions } from '../judge/verdict.ts';
import { type FeatureFile, LONG, PlanError, type PlannedScenario, planOf, SLOW, STACK } from './plan.ts';
import { type ProductionLimits, refused } from './production/limits.ts';
import { type Claims, unclaimed } from './targets/capabilities.ts';
import { type Wanted, type WantedPlan, wantedOf } from './wanted.ts';

/** What the user wants of all that there is. */
export interface Selection extends Wanted {
  /** Leaves out what waits for pushes at the documented interval. */
  readonly fast: boolean;
  /** Why there is no HSM; undefined = there is one, or none is claimed. */
  readonly hsmReason: string | undefined;
  readonly claims: Claims;
  /** What may be done to a KMS in production; undefined = anything. */
  readonly limits?: ProductionLimits | undefined;
  /** A Collector with Prometheus and Jaeger behind it takes part in the run. */
  readonly withStack?: boolean | undefined;
  /** Why no Grafana takes part; undefined = one does, or it is not known yet. */
  readonly grafanaReason?: string | undefined;
}

/** What will run and what will not, known before anything starts. */
export interface Plan {
  readonly checks: readonly Check[];
  /** Of these, the ones that the user asked for and that will be judged, or are known not to be testable. */
  readonly selected: readonly Check[];
  readonly scenarios: readonly PlannedScenario[];
  /** Scenarios that do not run although they were wanted. */
  readonly refusals: readonly Refusal[];
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

/** Which scenarios run, and which checks are out of the run and why. Pure. @throws PlanError */
export function select(contract: Contract, all: readonly PlannedScenario[], selection: Selection): Plan {
  const wanted = wantedOf(contract, all, selection);
  return planFrom(contract, all, wanted, sift(wanted.scenarios, selection), selection.claims);
}

/** What runs of what is wanted, and what does not. */
export interface Sifted {
  readonly scenarios: readonly PlannedScenario[];
  readonly refusals: readonly Refusal[];
}

/** The plan in which exactly these scenarios run. Pure. */
export function planFrom(
  contract: Contract,
  all: readonly PlannedScenario[],
  wanted: WantedPlan,
  { scenarios, refusals }: Sifted,
  claims: Claims,
): Plan {
  const checks = checksOf(contract);
  const isWanted = new Set(wanted.checks.map(({ id }) => id));
  const covered = checksOfAll(scenarios);
  const exclusions = new Map<string, Exclusion>();
  for (const check of checks) {
    const exclusion = isWanted.has(check.id)
      ? (undeclared(contract, check, claims) ??
        (covered.has(check.id) ? undefined : furthest(check, refusals)))
      : covered.has(check.id)
        ? undefined
        : LEFT_OUT;
    if (exclusion !== undefined) exclusions.set(check.id, exclusion);
  }
  // What the target does not claim will never be evidence; what this run leaves out may be, in another.
  const missing = checksOfAll(
    all.filter((scenario) => !scenarios.includes(scenario) && unclaimed(claims, scenario) === undefined),
  );
  return {
    checks,
    selected: wanted.checks.filter(({ id }) => exclusions.get(id)?.state !== 'not-run'),
    scenarios,
    refusals,
    exclusions,
    unasked: new Map(checks.filter(({ id }) => !isWanted.has(id)).map(({ id }) => [id, LEFT_OUT])),
    whole: new Set(checks.map(({ id }) => id).filter((id) => !missing.has(id))),
  };
}

/** A scenario that does not run, the check that is left without evidence, and why. */
export interface Refusal {
  readonly scenario: PlannedScenario;
  /** Position of the sieve that held it back: the higher, the nearer it came to running. */
  readonly sieve: number;
  readonly state: Exclusion['state'];
  readonly reason: string;
}

interface Sieve {
  readonly state: Exclusion['state'];
  /** Why these scenarios do not run; those that are not in the map pass. */
  readonly holdsBack: (scenarios: readonly PlannedScenario[]) => ReadonlyMap<PlannedScenario, string>;
  /** Where nothing is left. */
  readonly complaint: string;
}

const sievesOf = ({
  fast,
  claims,
  limits,
  hsmReason,
  withStack,
  grafanaReason,
}: Selection): readonly Sieve[] => [
  {
    state: 'not-run',
    holdsBack: each(({ tags }) =>
      fast && (tags.includes(SLOW) || tags.includes(LONG)) ? 'left out by --fast' : undefined,
    ),
    complaint: 'the selection leaves no scenario to run: take --fast away, or ask for other checks',
  },
  {
    state: 'not-testable',
    holdsBack: each((scenario) => unclaimed(claims, scenario)),
    complaint: 'the selection leaves no scenario that the target claims to be able to do',
  },
  {
    state: 'not-run',
    holdsBack: (scenarios) => (limits === undefined ? new Map() : refused(scenarios, limits)),
    complaint: 'the limits of [production_safe] leave no scenario to run',
  },
  {
    state: 'not-testable',
    holdsBack: each(({ tags }) => (tags.includes('@hsm') ? hsmReason : undefined)),
    complaint: '',
  },
  {
    state: 'not-applicable',
    holdsBack: each(({ tags }) => (tags.includes(STACK) && !withStack ? NO_STACK : undefined)),
    complaint: 'the selection leaves no scenario but those of the stack: add --stack containers',
  },
  {
    state: 'not-applicable',
    holdsBack: each(({ tags }) => (tags.includes('@grafana') ? grafanaReason : undefined)),
    complaint: '',
  },
];

const NO_STACK = 'no stack takes part in this run: add --stack containers';

const each =
  (why: (scenario: PlannedScenario) => string | undefined) => (scenarios: readonly PlannedScenario[]) =>
    new Map(scenarios.flatMap((scenario) => [[scenario, why(scenario)] as const]).filter(isRefused));

const isRefused = (pair: readonly [PlannedScenario, string | undefined]): pair is [PlannedScenario, string] =>
  pair[1] !== undefined;

function sift(wanted: readonly PlannedScenario[], selection: Selection): Sifted {
  let scenarios = wanted;
  const refusals: Refusal[] = [];
  for (const [sieve, { state, holdsBack, complaint }] of sievesOf(selection).entries()) {
    const held = holdsBack(scenarios);
    for (const [scenario, reason] of held) refusals.push({ scenario, sieve, state, reason });
    scenarios = scenarios.filter((scenario) => !held.has(scenario));
    if (scenarios.length === 0 && held.size > 0 && complaint !== '') throw new PlanError(complaint);
  }
  return { scenarios, refusals };
}

/** The refusal of the scenario that came nearest to being evidence for the check. */
function furthest({ id, capability }: Check, refusals: readonly Refusal[]): Exclusion {
  const own = refusals.filter(({ scenario }) => scenario.checks.includes(id));
  const [nearest] = own.toSorted((a, b) => b.sieve - a.sieve);
  if (nearest === undefined) return LEFT_OUT;
  const { state, reason, sieve } = nearest;
  const isDeclaredAway = sieve === CLAIMS_SIEVE && capability === undefined;
  return { state, reason: isDeclaredAway ? `${reason}, and ${id} cannot be declared away` : reason };
}

const CLAIMS_SIEVE = 1;

/** What no evidence could change: the target does not have it, or others move the same series. */
function undeclared(contract: Contract, { id, capability }: Check, claims: Claims): Exclusion | undefined {
  if (!claims.exclusive && !isToldApart(contract, id)) return OTHERS;
  if (capability === undefined || claims.capabilities.has(capability)) return undefined;
  return { state: 'not-applicable', reason: `the target does not claim the capability ${capability}` };
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
