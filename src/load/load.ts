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
import { LOAD, rehearse } from './rehearsal.ts';

export interface LoadOptions {
  readonly target: Target;
  readonly contract: Contract;
  readonly profile: LoadProfile;
  /** The k6 program. */
  readonly k6: string;
  readonly html: string | undefined;
  readonly strict: boolean;
  readonly signal: AbortSignal | undefined;
  readonly say: (line: string) => void;
}

export interface LoadResult extends Conservation {
  readonly seconds: number;
  readonly answered: bigint;
  readonly lost: bigint;
  /** Answers of another kind than in the rehearsal: what they did is not known. */
  readonly unlike: bigint;
  readonly thresholdsHeld: boolean;
}

/**
 * Load by k6, and then the question whether every operation was counted.
 * @throws StartError, WaitError, RehearsalError, K6Error
 */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const { target, contract, profile, say } = options;
  const instance = await Instance.start({
    name: 'load',
    target,
    contract,
    patienceMs: PATIENCE_MS,
    ...target.configured,
  });
  try {
    const rehearsed = await rehearse(instance);
    const requests = rehearsed.flatMap((activity) => activity.requests);
    say(`${target.name} KMS is up; ${requests.length} kinds of request have been sent once`);
    const fromUnixMs = nowUnixMs();
    const { summary, thresholdsHeld } = await runK6({
      program: options.k6,
      plan: k6PlanOf(instance.baseUrl, rehearsed, profile),
      authority: target.authority,
      html: options.html,
      signal: options.signal,
      say: (text) => say(text.trimEnd()),
    });
    const period = { fromUnixMs, toUnixMs: nowUnixMs() };
    const counts = countsIn(summary, requests.length);
    const entries = entriesOf(
      requests.map(({ entry }) => entry),
      counts.requests,
      period,
    );
    for (const entry of entries) instance.ledger.enter(entry);
    // After the load, so that the observation covers all of it, by the target's clock as well.
    await instance
      .outlet()
      .exchange(LOAD, { method: 'GET', path: '/version', route: '/version' }, () => NO_FACTS);
    say('waiting for a push that covers all of it');
    await observe(instance, { final: true });
    const total = (what: 'answered' | 'lost') => counts.requests.reduce((sum, one) => sum + one[what], 0n);
    return {
      ...conservationOf(instance.record, contract, options.strict),
      seconds: (period.toUnixMs - period.fromUnixMs) / 1000,
      answered: total('answered'),
      lost: total('lost'),
      unlike: counts.unlike,
      thresholdsHeld,
    };
  } finally {
    await instance.dispose();
  }
}
