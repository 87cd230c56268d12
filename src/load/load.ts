import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract } from '../contract/contract.ts';
import { nowUnixMs } from '../driver/now.ts';
import { NO_FACTS } from '../driver/outlet.ts';
import { Instance } from '../testbed/instance.ts';
import { observe } from '../testbed/observe.ts';
import { StackSession } from '../testbed/stack/session.ts';
import type { StackMaker } from '../testbed/stack/stack.ts';
import type { Target } from '../testbed/target.ts';
import { PATIENCE_MS } from '../testbed/until.ts';
import { accountOf, type FaultAccount, type Incident } from './account.ts';
import { type Conservation, conservationOf } from './conservation.ts';
import { type Disturbance, disturbanceOf } from './disturbances.ts';
import { at, type LoadFault } from './faults.ts';
import { Hindrance, isHindrance } from './hindrance.ts';
import { tokenIn } from './hsm.ts';
import { type Kept, keptOf } from './kept.ts';
import type { LoadProfile } from './profiles.ts';
import { LOAD } from './send.ts';
import { type Sender, type Sending, type Sent, senderOf } from './senders.ts';

export interface LoadOptions {
  readonly target: Target;
  readonly contract: Contract;
  readonly profile: LoadProfile;
  readonly over: Sending;
  /** What is inside of the KMS needs the reference: its target is taken instead of this one. */
  readonly fault: LoadFault | undefined;
  /** Brings up the stack that the KMS pushes through; undefined: the load is without. */
  readonly stack: StackMaker | undefined;
  readonly strict: boolean;
  readonly signal: AbortSignal | undefined;
  readonly say: (line: string) => void;
}

export interface LoadResult extends Conservation, Sent {
  readonly seconds: number;
  /** Of the KMS that was killed under load: what it had pushed by then. */
  readonly kept: readonly Kept[];
  /** Of the fault, where there was one. */
  readonly account: FaultAccount | undefined;
}

/**
 * Load, and then the question whether every operation was counted.
 * @throws StartError, StackError, WaitError, RehearsalError, K6Error
 */
export async function load(options: LoadOptions): Promise<LoadResult> {
  await using opened = new AsyncDisposableStack();
  const { contract, over, profile, say, strict, fault, signal } = options;
  const hindrance = isHindrance(fault)
    ? opened.adopt(await Hindrance.of(fault), (made) => made.dispose())
    : undefined;
  const target = hindrance?.target ?? options.target;
  const stack =
    options.stack === undefined
      ? undefined
      : opened.adopt(new StackSession(options.stack), (session) => session.close());
  const folder = await mkdtemp(join(tmpdir(), 'kms-conformance-load-'));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const instance = await Instance.start({
    name: 'load',
    target,
    contract,
    patienceMs: PATIENCE_MS,
    overTls: over.by === 'socket',
    ...target.configured,
    ...(fault === 'hsm-errors' ? { hsm: await tokenIn(folder, say) } : {}),
  });
  opened.defer(() => instance.dispose());
  say(`${target.name} KMS is up`);
  stack?.attach(instance);
  await stack?.ready.then(() => say('the stack is up'));
  signal?.throwIfAborted();
  const sender = await senderOf(instance, { over, signal, say, ofHsm: hindrance });
  const disturbance = disturbanceOf(fault, { instance, profile, stack, hindrance });
  const fromUnixMs = nowUnixMs();
  const sent =
    fault === 'kms-killed'
      ? await overAKill(instance, sender, options)
      : await besides(disturbance?.run, () => sender(profile, false));
  const seconds = (nowUnixMs() - fromUnixMs) / 1000;
  // After the load, so that the observation covers all of it, by the target's clock as well.
  await instance
    .outlet()
    .exchange(LOAD, { method: 'GET', path: '/version', route: '/version' }, () => NO_FACTS);
  say('waiting for a push that covers all of it');
  const conveyed = await (stack === undefined
    ? observe(instance, { final: true }).then(() => undefined)
    : stack.conveyed());
  const { records } = instance;
  const kept = records.slice(0, -1).flatMap(keptOf);
  const conservation = conservationOf(records, contract, strict, conveyed);
  const incident = await incidentOf(fault, disturbance, kept);
  const account = incident && accountOf(incident, { ...sent, ...conservation });
  return { ...conservation, ...sent, kept, account, seconds };
}

const incidentOf = async (
  fault: LoadFault | undefined,
  disturbance: Disturbance | undefined,
  kept: readonly Kept[],
): Promise<Incident | undefined> =>
  fault === 'kms-killed' ? { fault, kept } : await disturbance?.incident();

/** Load until the KMS is killed, and as much again for the one that comes after it. */
async function overAKill(instance: Instance, sender: Sender, { profile, say }: LoadOptions): Promise<Sent> {
  const before = await besides(
    (signal) => at(profile, signal, [1 / 2], () => instance.kill()),
    () => sender(profile, true),
  );
  say('the KMS was killed and is started again');
  await instance.restart();
  const after = await sender(profile, false);
  return {
    answered: before.answered + after.answered,
    lost: before.lost + after.lost,
    unlike: before.unlike + after.unlike,
    thresholdsHeld: after.thresholdsHeld,
  };
}

/** The end of the work ends what goes on beside it. */
async function besides<T>(
  disturb: ((signal: AbortSignal) => Promise<void>) | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const disturbed = disturb?.(over.signal);
  try {
    return await work();
  } finally {
    over.abort();
    await disturbed;
  }
}
