import type { Call } from './calls.ts';
import type { Custody } from './effects.ts';
import { type Facts, NO_FACTS } from './outlet.ts';
import { factOf, type Reply } from './replies.ts';

/** Who sent a request, and how: what its answer cannot say. */
export interface Asked {
  readonly user: string | undefined;
  /** One operation without a message around it. */
  readonly bare: boolean;
  readonly custody: Custody;
}

/**
 * What the operations of one request did, for the ledger: those that ran are the first ones, as many as were answered.
 * @param replies undefined where no answer came: each of them may have run
 */
export function factsOf(
  calls: readonly Call[],
  replies: readonly Reply[] | undefined,
  { user, bare, custody }: Asked,
): Facts {
  const ran = replies === undefined ? calls : calls.slice(0, replies.length);
  const operations = ran.map((call, index) => factOf(call, replies?.[index], custody));
  return { ...NO_FACTS, user, bare, operations };
}
