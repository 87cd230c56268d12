import type { Contract } from '../contract/contract.ts';
import { nowUnixMs } from '../driver/now.ts';
import { NO_FACTS } from '../driver/outlet.ts';
import { Instance } from '../testbed/instance.ts';
import { observe } from '../testbed/observe.ts';
import type { Target } from '../testbed/target.ts';
import { PATIENCE_MS } from '../testbed/until.ts';
import { type Conservation, conservationOf } from './conservation.ts';
import { entriesOf } from './entries.ts';
import { killed, type LoadFault, receiverDown } from './faults.ts';
import { runK6 } from './k6.ts';
import { COUNTER_LINE, k6PlanOf } from './k6-plan.ts';
import { countsIn } from './k6-summary.ts';
import { type Kept, keptOf } from './kept.ts';
import type { LoadProfile } from './profiles.ts';
import { LOAD, rehearse, sendersOf } from './rehearsal.ts';
import { socketLoad } from './socket.ts';

export interface LoadOptions {
  readonly target: Target;
  readonly contract: Contract;
  readonly profile: LoadProfile;
  readonly over: Sending;
  readonly fault: LoadFault | undefined;
  readonly strict: boolean;
  readonly signal: AbortSignal | undefined;
  readonly say: (line: string) => void;
}

/** How the load is sent. */
export type Sending =
  | {
      readonly by: 'k6';
      readonly program: string;
      /** Where k6 writes its own report. */
      readonly html: string | undefined;
    }
  /** KMIP over TLS, by the suite itself. */
  | { readonly by: 'socket' };

export interface LoadResult extends Conservation, Sent {
  readonly seconds: number;
  /** Of the KMS that was killed under load: what it had pushed by then. */
  readonly kept: readonly Kept[];
}

/** What became of the requests of the load. */
export interface Sent {
  readonly answered: bigint;
  readonly lost: bigint;
  /** Answers of another kind than in the rehearsal: what they did is not known. */
  readonly unlike: bigint;
  readonly thresholdsHeld: boolean;
}

/**
 * Load, and then the question whether every operation was counted.
 * @throws StartError, WaitError, RehearsalError, K6Error
 */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const { target, contract, over, say, strict, fault } = options;
  const instance = await Instance.start({
    name: 'load',
    target,
    contract,
    patienceMs: PATIENCE_MS,
    overTls: over.by === 'socket',
    ...target.configured,
  });
  try {
    say(`${target.name} KMS is up`);
    const sender = await senderOf(instance, options);
    const fromUnixMs = nowUnixMs();
    const sent =
      fault === 'kms-killed'
        ? await overAKill(instance, sender, options)
        : await besides(
            fault === undefined ? undefined : (signal) => receiverDown(instance, options.profile, signal),
            () => sender(options.profile, false),
          );
    const seconds = (nowUnixMs() - fromUnixMs) / 1000;
    // After the load, so that the observation covers all of it, by the target's clock as well.
    await instance
      .outlet()
      .exchange(LOAD, { method: 'GET', path: '/version', route: '/version' }, () => NO_FACTS);
    say('waiting for a push that covers all of it');
    await observe(instance, { final: true });
    const { records } = instance;
    const kept = records.slice(0, -1).flatMap(keptOf);
    return { ...conservationOf(records, contract, strict), ...sent, kept, seconds };
  } finally {
    await instance.dispose();
  }
}

/** Sends a load and enters it into the ledger; may end as soon as the target is gone. */
type Sender = (profile: LoadProfile, endsWithTarget: boolean) => Promise<Sent>;

/** Load until the KMS is killed, and as much again for the one that comes after it. */
async function overAKill(instance: Instance, sender: Sender, { profile, say }: LoadOptions): Promise<Sent> {
  const before = await besides(
    (signal) => killed(instance, profile, signal),
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

const senderOf = (instance: Instance, options: LoadOptions): Promise<Sender> =>
  options.over.by === 'k6' ? byK6(instance, options.over, options) : bySocket(instance, options);

async function byK6(
  instance: Instance,
  { program, html }: Extract<Sending, { readonly by: 'k6' }>,
  { target, signal, say }: LoadOptions,
): Promise<Sender> {
  const rehearsed = await rehearse(instance);
  const requests = rehearsed.flatMap((activity) => activity.requests);
  say(`${requests.length} kinds of request have been sent once; k6 goes on`);
  let round = 0;
  return async (profile, endsWithTarget) => {
    round += 1;
    const fromUnixMs = nowUnixMs();
    const { summary, thresholdsHeld } = await runK6({
      program,
      plan: k6PlanOf(instance.baseUrl, rehearsed, profile, endsWithTarget),
      authority: target.authority,
      html,
      signal,
      say: (text) => say(withoutCounters(text)),
    });
    const { requests: counts, unlike } = countsIn(summary, requests.length);
    const period = { name: `${round}`, fromUnixMs, toUnixMs: nowUnixMs() };
    const rehearsal = requests.map(({ entry }) => entry);
    for (const entry of entriesOf(rehearsal, counts, period)) instance.ledger.enter(entry);
    const total = (what: 'answered' | 'lost') => counts.reduce((sum, one) => sum + one[what], 0n);
    return { answered: total('answered'), lost: total('lost'), unlike, thresholdsHeld };
  };
}

const bySocket =
  async (instance: Instance, { signal }: LoadOptions): Promise<Sender> =>
  async (profile, endsWithTarget) => {
    const before = instance.ledger.entries.length;
    await socketLoad(instance, sendersOf(instance), profile, { signal, endsWithTarget });
    const outcomes = instance.ledger.entries.slice(before).map(({ outcome }) => outcome.kind);
    const count = (kind: string) => BigInt(outcomes.filter((outcome) => outcome === kind).length);
    return { answered: count('answered'), lost: count('lost'), unlike: 0n, thresholdsHeld: true };
  };

const withoutCounters = (text: string): string =>
  text
    .trimEnd()
    .split('\n')
    .filter((line) => !COUNTER_LINE.test(line))
    .join('\n');
