import type { Contract } from '../contract/contract.ts';
import type { Ruling } from '../judge/finding.ts';
import { judge } from '../judge/judge.ts';
import { Instance, type InstanceOptions } from './instance.ts';
import { observe } from './observe.ts';
import { Rendezvous } from './rendezvous.ts';
import type { Slots } from './slots.ts';
import type { StackSession } from './stack/session.ts';
import type { HsmAccess, Target } from './target.ts';
import type { Turns } from './turns.ts';
import type { Witness } from './witness.ts';

/** What the scenarios of one run share. */
export interface RunContext {
  readonly contract: Contract;
  readonly target: Target;
  /** The numbers and words of the features are those of the document; another profile has others. */
  readonly isDocumented: boolean;
  /** How much longer than a few push intervals an observation may take, milliseconds. */
  readonly patienceMs: number;
  /** Opens a fresh HSM token for one instance; undefined where there is no HSM. */
  readonly newToken: (() => Promise<HsmAccess>) | undefined;
  readonly witness: Witness;
  /** What stands behind the shared instance, where the run has it. */
  readonly stack: StackSession | undefined;
  readonly main: SharedInstance | undefined;
  /** Plain instances that the scenario before has left in order: the next that wants one alone takes it. */
  readonly spare: Instance[];
  /** The instance that is reached over TLS: one scenario has it at a time. */
  readonly overTls: Turns<Instance>;
  readonly startSlots: Slots;
  /** Done to each instance that has just come up, before any scenario has it. */
  readonly prelude: ((instance: Instance) => Promise<void>) | undefined;
  /** Every instance of the run, for the final judgement and the clean-up. */
  readonly starts: Promise<Instance>[];
}

/** An instance with the scenarios that share it. */
export interface SharedInstance {
  readonly instance: Instance;
  readonly rendezvous: Rendezvous<readonly Ruling[]>;
}

type OwnOptions = Omit<InstanceOptions, 'target' | 'contract' | 'patienceMs'>;

/**
 * Starts an instance and makes it known to the run.
 * @param prepare what it needs; done when its turn has come
 */
export function startInstance(
  run: RunContext,
  options: OwnOptions,
  prepare: () => Promise<Partial<OwnOptions>> = async () => ({}),
): Promise<Instance> {
  const { target, contract, patienceMs } = run;
  const start = run.startSlots.use(async () => {
    const instance = await Instance.start({
      ...options,
      ...(await prepare()),
      target,
      contract,
      patienceMs,
    });
    run.witness.started(instance);
    await run.prelude?.(instance).catch(async (error: unknown) => {
      await instance.dispose();
      throw error;
    });
    return instance;
  });
  run.starts.push(start);
  return start;
}

/** For these scenarios: each wait of all of them is one observation, and one judgement. */
export const shared = (
  { witness }: RunContext,
  instance: Instance,
  participants: readonly string[],
): SharedInstance => {
  let covered = 0;
  let further = 0;
  return {
    instance,
    rendezvous: new Rendezvous(participants, async (isLater) => {
      if (instance.ledger.entries.length > covered) further = 0;
      else if (isLater) further += 1;
      covered = (await observe(instance, { further })).entryCount;
      const rulings = judge(instance.record);
      witness.judged(instance, rulings);
      return rulings;
    }),
  };
};

/* Cucumber makes its worlds itself, in this process: this is how they find the run they belong to. */
const runs = new Map<string, RunContext>();

export const enterRun = (id: string, run: RunContext): void => {
  runs.set(id, run);
};
export const leaveRun = (id: string): void => {
  runs.delete(id);
};

export function runOf(id: string): RunContext {
  const run = runs.get(id);
  if (run === undefined) throw new Error('no run is under way: start scenarios through the command line');
  return run;
}
