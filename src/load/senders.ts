import { nowUnixMs } from '../driver/now.ts';
import type { Instance } from '../testbed/instance.ts';
import { entriesOf } from './entries.ts';
import { runK6 } from './k6.ts';
import { COUNTER_LINE, k6PlanOf } from './k6-plan.ts';
import { countsIn } from './k6-summary.ts';
import type { LoadProfile } from './profiles.ts';
import { type Onset, rehearse, sendersOf } from './rehearsal.ts';
import { socketLoad } from './socket.ts';

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

/** What became of the requests of the load. */
export interface Sent {
  readonly answered: bigint;
  readonly lost: bigint;
  /** Answers of another kind than in the rehearsal: what they did is not known. */
  readonly unlike: bigint;
  readonly thresholdsHeld: boolean;
}

/** Sends a load and enters it into the ledger; may end as soon as the target is gone. */
export type Sender = (profile: LoadProfile, endsWithTarget: boolean) => Promise<Sent>;

export interface SenderOptions {
  readonly over: Sending;
  readonly signal: AbortSignal | undefined;
  readonly say: (line: string) => void;
  /** What the rehearsal has to see as well: an HSM that stops working. */
  readonly ofHsm: Onset | undefined;
}

/** @throws RehearsalError, K6Error */
export const senderOf = (instance: Instance, options: SenderOptions): Promise<Sender> =>
  options.over.by === 'k6' ? byK6(instance, options.over, options) : bySocket(instance, options);

async function byK6(
  instance: Instance,
  { program, html }: Extract<Sending, { readonly by: 'k6' }>,
  { signal, say, ofHsm }: SenderOptions,
): Promise<Sender> {
  const rehearsed = await rehearse(instance, ofHsm);
  const requests = rehearsed.flatMap((activity) => activity.requests);
  const rehearsal = requests.flatMap(({ outcomes }) => outcomes.map(({ entry }) => entry));
  say(`${requests.length} kinds of request have been sent once; k6 goes on`);
  let round = 0;
  return async (profile, endsWithTarget) => {
    round += 1;
    const fromUnixMs = nowUnixMs();
    const { summary, thresholdsHeld } = await runK6({
      program,
      plan: k6PlanOf(instance.baseUrl, rehearsed, profile, endsWithTarget),
      authority: instance.target.authority,
      html,
      signal,
      say: (text) => say(withoutCounters(text)),
    });
    const kinds = requests.map((request) => request.outcomes.length);
    const { outcomes, lost, unlike } = countsIn(summary, kinds);
    const period = { name: `${round}`, fromUnixMs, toUnixMs: nowUnixMs() };
    for (const entry of entriesOf(rehearsal, outcomes, period)) instance.ledger.enter(entry);
    const answered = outcomes.reduce((sum, one) => sum + one.answered, 0n);
    return { answered, lost, unlike, thresholdsHeld };
  };
}

const bySocket =
  async (instance: Instance, { signal }: SenderOptions): Promise<Sender> =>
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
