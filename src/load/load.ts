import type { Contract } from '../contract/contract.ts';
import { nowUnixMs } from '../driver/now.ts';
import { NO_FACTS } from '../driver/outlet.ts';
import { Instance } from '../testbed/instance.ts';
import { observe } from '../testbed/observe.ts';
import type { Target } from '../testbed/target.ts';
import { PATIENCE_MS } from '../testbed/until.ts';
import { type Conservation, conservationOf } from './conservation.ts';
import { entriesOf } from './entries.ts';
import { runK6 } from './k6.ts';
import { k6PlanOf } from './k6-plan.ts';
import { countsIn } from './k6-summary.ts';
import type { LoadProfile } from './profiles.ts';
import { LOAD, rehearse, sendersOf } from './rehearsal.ts';
import { socketLoad } from './socket.ts';

export interface LoadOptions {
  readonly target: Target;
  readonly contract: Contract;
  readonly profile: LoadProfile;
  readonly over: Sending;
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

export interface LoadResult extends Conservation {
  readonly seconds: number;
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
  const { target, contract, over, say, strict } = options;
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
    const fromUnixMs = nowUnixMs();
    const sent = over.by === 'k6' ? await byK6(instance, over, options) : await bySocket(instance, options);
    const seconds = (nowUnixMs() - fromUnixMs) / 1000;
    // After the load, so that the observation covers all of it, by the target's clock as well.
    await instance
      .outlet()
      .exchange(LOAD, { method: 'GET', path: '/version', route: '/version' }, () => NO_FACTS);
    say('waiting for a push that covers all of it');
    await observe(instance, { final: true });
    return { ...conservationOf(instance.record, contract, strict), ...sent, seconds };
  } finally {
    await instance.dispose();
  }
}

type Sent = Pick<LoadResult, 'answered' | 'lost' | 'unlike' | 'thresholdsHeld'>;

async function byK6(
  instance: Instance,
  { program, html }: Extract<Sending, { readonly by: 'k6' }>,
  { target, profile, signal, say }: LoadOptions,
): Promise<Sent> {
  const rehearsed = await rehearse(instance);
  const requests = rehearsed.flatMap((activity) => activity.requests);
  say(`${requests.length} kinds of request have been sent once; k6 goes on`);
  const fromUnixMs = nowUnixMs();
  const { summary, thresholdsHeld } = await runK6({
    program,
    plan: k6PlanOf(instance.baseUrl, rehearsed, profile),
    authority: target.authority,
    html,
    signal,
    say: (text) => say(text.trimEnd()),
  });
  const { requests: counts, unlike } = countsIn(summary, requests.length);
  const period = { fromUnixMs, toUnixMs: nowUnixMs() };
  const rehearsal = requests.map(({ entry }) => entry);
  for (const entry of entriesOf(rehearsal, counts, period)) instance.ledger.enter(entry);
  const total = (what: 'answered' | 'lost') => counts.reduce((sum, one) => sum + one[what], 0n);
  return { answered: total('answered'), lost: total('lost'), unlike, thresholdsHeld };
}

async function bySocket(instance: Instance, { profile, signal }: LoadOptions): Promise<Sent> {
  const before = instance.ledger.entries.length;
  await socketLoad(instance, sendersOf(instance), profile, signal);
  const outcomes = instance.ledger.entries.slice(before).map(({ outcome }) => outcome.kind);
  const count = (kind: string) => BigInt(outcomes.filter((outcome) => outcome === kind).length);
  return { answered: count('answered'), lost: count('lost'), unlike: 0n, thresholdsHeld: true };
}
