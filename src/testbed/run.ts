import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Contract } from '../contract/contract.ts';
import { BASE_PROFILE, loadProfile } from '../contract/profiles.ts';
import { nowUnixMs } from '../driver/now.ts';
import type { EpochRecord } from '../judge/record.ts';
import { type CheckResult, type Verdict, verdictOf } from '../judge/verdict.ts';
import { Cucumber, type ScenarioOutcome } from './cucumber.ts';
import type { Instance } from './instance.ts';
import { judgementOf } from './judgement.ts';
import { HOLDS_CONNECTIONS, OWN_INSTANCE, type PlannedScenario, SLOW, UNDISTURBED } from './plan.ts';
import { inPool } from './pool.ts';
import { type CleanUp, cleanUp } from './production/clean-up.ts';
import type { Progress } from './progress.ts';
import { enterRun, leaveRun, type RunContext, shared, startInstance } from './run-context.ts';
import { refuseOwnDefects } from './scenario-rulings.ts';
import { keepSecret } from './secrets.ts';
import { type Plan, readPlan, type Selection, select } from './selection.ts';
import { checkReceiver } from './self-check.ts';
import { shuffled } from './shuffle.ts';
import { Slots } from './slots.ts';
import { obtainSoftHsm } from './softhsm/obtain.ts';
import { createToken } from './softhsm/token.ts';
import type { StackEvidence } from './stack/evidence.ts';
import { StackSession } from './stack/session.ts';
import type { StackMaker } from './stack/stack.ts';
import type { HsmAccess, Target } from './target.ts';
import { Turns } from './turns.ts';
import { PATIENCE_MS, WaitError } from './until.ts';
import { idleSeconds, waitsFor } from './waiting.ts';
import { NOBODY, type Witness } from './witness.ts';

export interface RunOptions extends Omit<Selection, 'hsmReason' | 'claims' | 'withStack' | 'grafanaReason'> {
  readonly contract: Contract;
  readonly target: Target;
  readonly progress: Progress;
  readonly witness?: Witness | undefined;
  /** SHOULD counts like MUST; default: as the target has it. */
  readonly strict?: boolean | undefined;
  /** Brings up the stack that the shared instance is to push through; undefined: the run is without. */
  readonly stack?: StackMaker | undefined;
  /** How much longer than a few push intervals an observation may take; a slow machine needs some. */
  readonly patienceMs?: number;
  /** Decides the order in which scenarios start; default: a new one. */
  readonly seed?: string;
  /** Done to each instance that has just come up, before any scenario has it; default: nothing. */
  readonly prelude?: (instance: Instance) => Promise<void>;
  /** Ends the run: every process is stopped and every folder removed. */
  readonly signal?: AbortSignal;
}

export interface RunResult {
  readonly plan: Plan;
  readonly strict: boolean;
  readonly results: readonly CheckResult[];
  readonly scenarios: readonly ScenarioOutcome[];
  /** What the judge saw: the epochs of every instance. */
  readonly records: readonly (readonly EpochRecord[])[];
  readonly verdict: Verdict;
  /** What was seen of the stack, where a scenario asked. */
  readonly behind?: StackEvidence | undefined;
  readonly seed: string;
  readonly startedAtUnixMs: number;
  readonly seconds: number;
  /** Of these, how long some instance was waited for while no request was in flight and none was starting. */
  readonly waitedSeconds: number;
  /** What became of the objects that were made in a KMS that stays; undefined where nothing stays. */
  readonly cleanUp: CleanUp | undefined;
}

/** Instances that push at a test interval and run beside the shared one: two start while two wait for their pushes. */
const OWN_INSTANCES_AT_ONCE = 4;

/** Starting costs processor time; waiting for pushes half a minute apart costs none, and is done by all at once. */
const STARTS_AT_ONCE = 4;

/**
 * The whole run: plan, instances, scenarios, judgement.
 * @throws PlanError; StartError where no instance comes up, or the main one does not; WaitError when that one dies
 */
export async function run(options: RunOptions): Promise<RunResult> {
  const startedAtMs = performance.now();
  const startedAtUnixMs = nowUnixMs();
  const {
    contract,
    target,
    progress,
    witness = NOBODY,
    strict = options.target.strict,
    patienceMs = PATIENCE_MS,
    seed = newSeed(),
  } = options;
  // Takes its time, and has it while SoftHSM is looked for; who needs it asks again.
  Cucumber.load().catch(() => undefined);
  await checkReceiver();
  const all = await readPlan(contract);
  const { claims } = target;
  const softHsm =
    claims.capabilities.has('hsm') && claims.capabilities.has('start')
      ? await obtainSoftHsm((line) => progress.say(line))
      : undefined;
  const hsmReason = softHsm !== undefined && 'reason' in softHsm ? softHsm.reason : undefined;
  const plan = select(contract, all, {
    ...options,
    ...{ hsmReason, claims, limits: target.limits },
    ...{ withStack: options.stack !== undefined, grafanaReason: await options.stack?.withoutGrafana() },
  });
  const left = plan.exclusions.size === 0 ? '' : `, ${plan.exclusions.size} left out`;
  progress.say(`${plan.checks.length} checks${left}; ${plan.scenarios.length} scenarios`);
  witness.planned(plan);
  const tokens = await mkdtemp(join(tmpdir(), 'kms-conformance-hsm-'));
  const newToken =
    softHsm === undefined || 'reason' in softHsm
      ? undefined
      : () => tokenIn(join(tokens, crypto.randomUUID()), softHsm.library);
  const context: RunContext = {
    contract,
    target,
    isDocumented: isDeepStrictEqual(contract, loadProfile(BASE_PROFILE)),
    newToken,
    starts: [],
    spare: [],
    overTls: new Turns(),
    startSlots: new Slots(STARTS_AT_ONCE),
    prelude: options.prelude,
    patienceMs,
    witness,
    stack: options.stack === undefined ? undefined : new StackSession(options.stack),
    main: undefined,
  };
  const id = crypto.randomUUID();
  const tidy = once(() => tidyUp(context, progress));
  try {
    const scenarios = await unlessAborted(
      withStack(
        context,
        progress,
        runScenarios(id, shuffled(plan.scenarios, seed, nameOf), context, progress),
      ),
      options.signal,
    );
    refuseOwnDefects(scenarios);
    const instances = await anyOf(context);
    const records = instances.map((instance) => instance.records);
    const results = judgementOf({ plan, scenarios, records, strict });
    const cleaned = await tidy();
    return {
      plan,
      strict,
      results,
      scenarios: scenarios.toSorted((a, b) => (nameOf(a.scenario) < nameOf(b.scenario) ? -1 : 1)),
      records,
      verdict: verdictOf(results),
      // Where it could not be gathered, its scenarios have said why.
      behind: await context.stack?.gathered?.catch(() => undefined),
      seed,
      startedAtUnixMs,
      seconds: (performance.now() - startedAtMs) / 1000,
      waitedSeconds: idleSeconds(instances.flatMap(waitsFor), records.flat()),
      cleanUp: cleaned,
    };
  } finally {
    await tidy();
    progress.end();
    leaveRun(id);
    await Promise.all((await started(context)).map((instance) => instance.dispose()));
    await context.stack?.close();
    await rm(tokens, { recursive: true, force: true });
  }
}

/** A KMS that was there before and stays is left as it was found, however the run ends. */
async function tidyUp(context: RunContext, progress: Progress): Promise<CleanUp | undefined> {
  if (context.target.claims.capabilities.has('start')) return undefined;
  const [instance] = await started(context);
  if (instance === undefined) return undefined;
  progress.say('taking away what was made');
  return cleanUp(instance);
}

const once = <T>(work: () => Promise<T>): (() => Promise<T>) => {
  let result: Promise<T> | undefined;
  return () => {
    result ??= work();
    return result;
  };
};

async function runScenarios(
  id: string,
  scenarios: readonly PlannedScenario[],
  context: RunContext,
  progress: Progress,
): Promise<ScenarioOutcome[]> {
  const cucumber = await Cucumber.load();
  const job = async (scenario: PlannedScenario) => {
    progress.started(scenario.name);
    context.witness.driving(scenario.name);
    const outcome = await cucumber.run(id, scenario);
    progress.ended(scenario.name);
    context.witness.ended(outcome);
    return outcome;
  };
  const share = async (sharing: readonly PlannedScenario[], running?: Instance) => {
    if (sharing.length === 0) return [];
    const main = await startMain(context, sharing, progress, running);
    enterRun(id, { ...context, main });
    const outcomes = Promise.all(
      sharing.map((scenario) => job(scenario).finally(() => main.rendezvous.leave(scenario.name))),
    );
    return Promise.race([outcomes, deathOf(main.instance)]);
  };
  enterRun(id, context);
  progress.total(scenarios.length);
  if (!context.target.claims.capabilities.has('start')) {
    progress.say('waiting for the first push of the KMS, which says where counting begins');
    const running = await startInstance(context, { name: 'main', ...context.target.configured });
    context.spare.push(running);
    const { alone = [], together = [] } = Object.groupBy(scenarios, ({ tags }) =>
      isDisturbed(tags, context) ? 'alone' : 'together',
    );
    const outcomes = await inPool(alone, 1, job);
    return [...outcomes, ...(await share(together, running))];
  }
  const own = scenarios.filter(({ tags }) => tags.includes(OWN_INSTANCE));
  const sharing = scenarios.filter(({ tags }) => !tags.includes(OWN_INSTANCE));
  const longestFirst = own.toSorted((a, b) => (b.needs.pushes ?? 0) - (a.needs.pushes ?? 0));
  const { slow = [], quick = [] } = Object.groupBy(longestFirst, ({ tags }) =>
    tags.includes(SLOW) ? 'slow' : 'quick',
  );
  const atOnce = context.target.testIntervalMs === undefined ? quick.length : OWN_INSTANCES_AT_ONCE;
  const outcomes = await Promise.all([share(sharing), ...slow.map(job), inPool(quick, atOnce, job)]);
  return outcomes.flat();
}

/** What others ask for would spoil what a scenario with these tags measures. */
const isDisturbed = (tags: readonly string[], { contract }: RunContext): boolean =>
  tags.includes(UNDISTURBED) ||
  (tags.includes(HOLDS_CONNECTIONS) && contract.definitions.connections === 'open-connections');

async function startMain(
  context: RunContext,
  sharing: readonly PlannedScenario[],
  progress: Progress,
  running: Instance | undefined,
) {
  const instance =
    running ??
    (await startInstance(context, { name: 'main' }, async () => ({ hsm: await context.newToken?.() })));
  progress.say(`${context.target.name} KMS is up; ${sharing.length} scenarios share it`);
  context.stack?.attach(instance);
  return shared(
    context,
    instance,
    sharing.map(({ name }) => name),
  );
}

/** A stack that does not come up ends the run: nothing of it could be judged. */
async function withStack<T>({ stack }: RunContext, progress: Progress, work: Promise<T>): Promise<T> {
  if (stack === undefined) return work;
  const failed = Promise.withResolvers<never>();
  stack.ready.then(() => progress.say('the stack is up'), failed.reject);
  return Promise.race([work, failed.promise]);
}

/** Nobody stops the shared instance during the run: what its scenarios find then is not about telemetry. */
async function deathOf(instance: Instance): Promise<never> {
  const how = await instance.ended;
  throw new WaitError(
    `the target (${instance.name}) ${how} during the run; its last log lines:\n${instance.logTail}`,
  );
}

/**
 * Every instance that came up. Where none did, a plain one tells whether it was what the scenarios asked for, or
 * whether this target never starts.
 * @throws StartError
 */
async function anyOf(context: RunContext): Promise<readonly Instance[]> {
  const instances = await started(context);
  if (instances.length > 0 || context.starts.length === 0) return instances;
  return [await startInstance(context, { name: 'control' })];
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
