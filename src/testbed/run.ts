import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Check, checksOf } from '../contract/checks.ts';
import type { Contract } from '../contract/contract.ts';
import { exercised, finding, type Ruling } from '../judge/finding.ts';
import { judgeEpochs } from '../judge/judge.ts';
import type { EpochRecord } from '../judge/record.ts';
import {
  type CheckResult,
  type Exclusion,
  type Exclusions,
  resultsOf,
  type Verdict,
  verdictOf,
} from '../judge/verdict.ts';
import { Cucumber, type ScenarioOutcome } from './cucumber.ts';
import { type FeatureFile, OWN_INSTANCE, PlanError, type PlannedScenario, planOf, SLOW } from './plan.ts';
import { inPool } from './pool.ts';
import type { Progress } from './progress.ts';
import {
  enterRun,
  leaveRun,
  type RunContext,
  shared,
  startInstance,
  TEST_INTERVAL_MS,
} from './run-context.ts';
import { obtainSoftHsm } from './softhsm/obtain.ts';
import { createToken } from './softhsm/token.ts';
import type { HsmAccess, Target } from './target.ts';

export interface RunOptions {
  readonly contract: Contract;
  readonly target: Target;
  /** Leaves out what waits for pushes at the documented interval. */
  readonly fast: boolean;
  /** Only scenarios that are evidence for one of these checks; undefined = all. */
  readonly only?: (scenario: PlannedScenario) => boolean;
  readonly progress: Progress;
  /** How much longer than a few push intervals an observation may take; a slow machine needs some. */
  readonly patienceMs?: number;
}

export interface RunResult {
  readonly results: readonly CheckResult[];
  readonly scenarios: readonly ScenarioOutcome[];
  /** What the judge saw: the epochs of every instance. */
  readonly records: readonly (readonly EpochRecord[])[];
  readonly verdict: Verdict;
  readonly seconds: number;
}

/** Instances with a process each that run beside the shared one: two start while two wait for their pushes. */
const OWN_INSTANCES_AT_ONCE = 4;

/** A push that does not come within this time beyond its interval will not come. */
const PATIENCE_MS = 10_000;

const FEATURES = fileURLToPath(new URL('../../features', import.meta.url));

/** What will run and what will not, known before anything starts. */
export interface Plan {
  readonly checks: readonly Check[];
  readonly scenarios: readonly PlannedScenario[];
  readonly exclusions: Exclusions;
}

/** Reads the features. @throws PlanError */
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

/** Which scenarios run, and which checks are out of the run and why. Pure. */
export function selectPlan(
  contract: Contract,
  all: readonly PlannedScenario[],
  { fast, only, hsmReason }: Pick<RunOptions, 'fast' | 'only'> & { readonly hsmReason: string | undefined },
): Plan {
  const checks = checksOf(contract);
  const scenarios = all
    .filter(({ tags }) => !(fast && tags.includes(SLOW)))
    .filter(({ tags }) => !(hsmReason !== undefined && tags.includes('@hsm')))
    .filter((scenario) => only?.(scenario) ?? true);
  if (scenarios.length === 0) throw new PlanError('the selection leaves no scenario to run');
  const covered = new Set(scenarios.flatMap((scenario) => scenario.checks));
  const exclusions = new Map<string, Exclusion>();
  for (const { id, capability } of checks) {
    if (capability === 'hsm' && hsmReason !== undefined)
      exclusions.set(id, { state: 'not-testable', reason: hsmReason });
    else if (!covered.has(id)) exclusions.set(id, { state: 'not-run', reason: 'left out by the selection' });
  }
  return { checks, scenarios, exclusions };
}

/** The whole run: plan, instances, scenarios, judgement. @throws PlanError, StartError for the main instance */
export async function run(options: RunOptions): Promise<RunResult> {
  const startedAtMs = performance.now();
  const id = crypto.randomUUID();
  const { contract, target, progress } = options;
  const all = await readPlan(contract);
  const softHsm = await obtainSoftHsm((line) => progress.say(line));
  const hsmReason = 'reason' in softHsm ? softHsm.reason : undefined;
  const plan = selectPlan(contract, all, { ...options, hsmReason });
  const scratch = await mkdtemp(join(tmpdir(), 'kms-conformance-hsm-'));
  const newToken =
    'reason' in softHsm ? undefined : () => token(softHsm.library, join(scratch, crypto.randomUUID()));
  const instances: RunContext['instances'] = [];
  const context: RunContext = {
    contract,
    target,
    newToken,
    instances,
    spare: [],
    patienceMs: options.patienceMs ?? PATIENCE_MS,
    main: undefined,
  };
  try {
    const scenarios = await runScenarios(id, plan, context, progress);
    const records = instances.map((instance) => instance.records);
    const rulings = [...records.flatMap(judgeEpochs), ...scenarios.flatMap(scenarioRulings)];
    const results = resultsOf(plan.checks, rulings, plan.exclusions, true, obstaclesOf(scenarios));
    const seconds = (performance.now() - startedAtMs) / 1000;
    return { results, scenarios, records, verdict: verdictOf(results), seconds };
  } finally {
    progress.end();
    leaveRun(id);
    await Promise.all(instances.map((instance) => instance.dispose()));
    await rm(scratch, { recursive: true, force: true });
  }
}

async function runScenarios(
  id: string,
  plan: Plan,
  context: RunContext,
  progress: Progress,
): Promise<ScenarioOutcome[]> {
  const cucumber = await Cucumber.load();
  const own = plan.scenarios.filter(({ tags }) => tags.includes(OWN_INSTANCE));
  const sharing = plan.scenarios.filter(({ tags }) => !tags.includes(OWN_INSTANCE));
  const main = sharing.length === 0 ? undefined : await startMain(context, sharing, progress);
  enterRun(id, { ...context, main });
  const job = async (scenario: PlannedScenario) => {
    progress.started(scenario.name);
    const outcome = await cucumber.run(id, scenario);
    main?.rendezvous.leave(scenario.name);
    progress.ended(scenario.name);
    return outcome;
  };
  progress.total(plan.scenarios.length);
  const outcomes = await Promise.all([
    ...sharing.map(job),
    ...own.filter(isSlow).map(job),
    inPool(
      own.filter((scenario) => !isSlow(scenario)),
      OWN_INSTANCES_AT_ONCE,
      job,
    ),
  ]);
  return outcomes.flat();
}

async function startMain(context: RunContext, sharing: readonly PlannedScenario[], progress: Progress) {
  const instance = await startInstance(context, {
    name: 'main',
    intervalMs: TEST_INTERVAL_MS,
    hsm: await context.newToken?.(),
  });
  progress.say(`${context.target.name} KMS is up; ${sharing.length} scenarios share it`);
  return shared(
    instance,
    sharing.map(({ name }) => name),
  );
}

/**
 * A scenario that passes has put its tagged checks to the test. One that fails otherwise than by what the judge
 * found itself is a finding against its tagged checks, or against those of its tables where it has no tags.
 */
function scenarioRulings({ scenario, error }: ScenarioOutcome): readonly Ruling[] {
  const tagged = scenario.checks.filter((check) => scenario.tags.includes(`@${check}`));
  if (error === undefined) return tagged.map(exercised);
  if (error.type === 'FindingsError' || error.type === 'NotTestableError') return [];
  const concerned = tagged.length > 0 ? tagged : scenario.checks;
  return concerned.map((check) => finding(check, `${scenario.name}: ${error.message}`));
}

/** What kept scenarios from putting their checks to the test. */
const obstaclesOf = (outcomes: readonly ScenarioOutcome[]): ReadonlyMap<string, string> =>
  new Map(
    outcomes.flatMap(({ scenario, error }) =>
      error?.type === 'NotTestableError'
        ? scenario.checks.map((check) => [check, error.message] as const)
        : [],
    ),
  );

async function token(library: string, folder: string): Promise<HsmAccess> {
  return createToken({
    library,
    folder,
    label: 'conformance',
    pin: crypto.randomUUID(),
    soPin: crypto.randomUUID(),
  });
}

const isSlow = ({ tags }: PlannedScenario): boolean => tags.includes(SLOW);
