import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract } from '../contract/contract.ts';
import { nowUnixMs } from '../driver/now.ts';
import { judgeInstances } from '../judge/judge.ts';
import type { EpochRecord } from '../judge/record.ts';
import { type CheckResult, resultsOf, type Verdict, verdictOf } from '../judge/verdict.ts';
import { Cucumber, type ScenarioOutcome } from './cucumber.ts';
import { OWN_INSTANCE, type PlannedScenario, SLOW } from './plan.ts';
import { inPool } from './pool.ts';
import type { Progress } from './progress.ts';
import { enterRun, leaveRun, type RunContext, shared, startInstance } from './run-context.ts';
import { obstaclesOf, scenarioRulings } from './scenario-rulings.ts';
import { keepSecret } from './secrets.ts';
import { readPlan, type Selection, select } from './selection.ts';
import { shuffled } from './shuffle.ts';
import { obtainSoftHsm } from './softhsm/obtain.ts';
import { createToken } from './softhsm/token.ts';
import type { HsmAccess, Target } from './target.ts';
import { idleSeconds, waitsFor } from './waiting.ts';

export interface RunOptions extends Omit<Selection, 'hsmReason'> {
  readonly contract: Contract;
  readonly target: Target;
  readonly progress: Progress;
  /** How much longer than a few push intervals an observation may take; a slow machine needs some. */
  readonly patienceMs?: number;
  /** Decides the order in which scenarios start; default: a new one. */
  readonly seed?: string;
  /** Ends the run: every process is stopped and every folder removed. */
  readonly signal?: AbortSignal;
}

export interface RunResult {
  readonly results: readonly CheckResult[];
  readonly scenarios: readonly ScenarioOutcome[];
  /** What the judge saw: the epochs of every instance. */
  readonly records: readonly (readonly EpochRecord[])[];
  readonly verdict: Verdict;
  readonly seed: string;
  readonly startedAtUnixMs: number;
  readonly seconds: number;
  /** Of these, how long some instance was waited for while no request was in flight and none was starting. */
  readonly waitedSeconds: number;
}

/** Instances with a process each that run beside the shared one: two start while two wait for their pushes. */
const OWN_INSTANCES_AT_ONCE = 4;

/** A push that does not come within this time beyond its interval will not come. */
const PATIENCE_MS = 10_000;

/** The whole run: plan, instances, scenarios, judgement. @throws PlanError, StartError for the main instance */
export async function run(options: RunOptions): Promise<RunResult> {
  const startedAtMs = performance.now();
  const startedAtUnixMs = nowUnixMs();
  const { contract, target, progress, patienceMs = PATIENCE_MS, seed = newSeed() } = options;
  const all = await readPlan(contract);
  const softHsm = await obtainSoftHsm((line) => progress.say(line));
  const hsmReason = 'reason' in softHsm ? softHsm.reason : undefined;
  const plan = select(contract, all, { ...options, hsmReason });
  const left = plan.exclusions.size === 0 ? '' : `, ${plan.exclusions.size} left out`;
  progress.say(`${plan.checks.length} checks${left}; ${plan.scenarios.length} scenarios`);
  const tokens = await mkdtemp(join(tmpdir(), 'kms-conformance-hsm-'));
  const newToken =
    'reason' in softHsm ? undefined : () => tokenIn(join(tokens, crypto.randomUUID()), softHsm.library);
  const context: RunContext = {
    contract,
    target,
    newToken,
    starts: [],
    spare: [],
    patienceMs,
    main: undefined,
  };
  const id = crypto.randomUUID();
  try {
    const scenarios = await unlessAborted(
      runScenarios(id, shuffled(plan.scenarios, seed, nameOf), context, progress),
      options.signal,
    );
    const instances = await started(context);
    const records = instances.map((instance) => instance.records);
    const rulings = [...judgeInstances(records), ...scenarios.flatMap(scenarioRulings)];
    const unexercised = new Map([...plan.unasked, ...obstaclesOf(scenarios)]);
    const results = resultsOf(plan.checks, rulings, plan.exclusions, true, unexercised);
    return {
      results,
      scenarios: scenarios.toSorted((a, b) => (nameOf(a.scenario) < nameOf(b.scenario) ? -1 : 1)),
      records,
      verdict: verdictOf(results),
      seed,
      startedAtUnixMs,
      seconds: (performance.now() - startedAtMs) / 1000,
      waitedSeconds: idleSeconds(instances.flatMap(waitsFor), records.flat()),
    };
  } finally {
    progress.end();
    leaveRun(id);
    await Promise.all((await started(context)).map((instance) => instance.dispose()));
    await rm(tokens, { recursive: true, force: true });
  }
}

async function runScenarios(
  id: string,
  scenarios: readonly PlannedScenario[],
  context: RunContext,
  progress: Progress,
): Promise<ScenarioOutcome[]> {
  const cucumber = await Cucumber.load();
  const own = scenarios.filter(({ tags }) => tags.includes(OWN_INSTANCE));
  const sharing = scenarios.filter(({ tags }) => !tags.includes(OWN_INSTANCE));
  const job = async (scenario: PlannedScenario) => {
    progress.started(scenario.name);
    const outcome = await cucumber.run(id, scenario);
    progress.ended(scenario.name);
    return outcome;
  };
  const share = async () => {
    if (sharing.length === 0) return [];
    const main = await startMain(context, sharing, progress);
    enterRun(id, { ...context, main });
    return Promise.all(
      sharing.map((scenario) => job(scenario).finally(() => main.rendezvous.leave(scenario.name))),
    );
  };
  enterRun(id, context);
  progress.total(scenarios.length);
  const { slow = [], quick = [] } = Object.groupBy(own, ({ tags }) =>
    tags.includes(SLOW) ? 'slow' : 'quick',
  );
  const outcomes = await Promise.all([share(), ...slow.map(job), inPool(quick, OWN_INSTANCES_AT_ONCE, job)]);
  return outcomes.flat();
}

async function startMain(context: RunContext, sharing: readonly PlannedScenario[], progress: Progress) {
  const instance = await startInstance(context, {
    name: 'main',
    hsm: await context.newToken?.(),
  });
  progress.say(`${context.target.name} KMS is up; ${sharing.length} scenarios share it`);
  return shared(
    instance,
    sharing.map(({ name }) => name),
  );
}

/** Every instance that came up; those still starting are waited for. */
const started = async ({ starts }: RunContext) =>
  (await Promise.allSettled(starts)).flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([work, aborted]);
}

const tokenIn = (folder: string, library: string): Promise<HsmAccess> =>
  createToken({
    library,
    folder,
    label: 'conformance',
    pin: keepSecret(crypto.randomUUID()),
    soPin: keepSecret(crypto.randomUUID()),
  });

const nameOf = ({ name }: PlannedScenario): string => name;

/** Short enough to be typed. */
const newSeed = (): string => crypto.randomUUID().slice(0, 8);
