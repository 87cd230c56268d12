import type { Contract } from '../contract/contract.ts';
import { type Bounds, upTo, ZERO } from './bounds.ts';
import type { Entry, GrantFact } from './entry.ts';
import { userLabel } from './labels.ts';
import { onceOf } from './request-rules.ts';
import { type Contribution, contribution } from './tally.ts';

/** "maybe": the request that granted or revoked it was never answered. */
type Held = 'yes' | 'maybe';

/** The access API's word for all users. */
const EVERYBODY = '*';

/** Follows who was granted what: instruments 5 and 6. Granting again counts, or does not, as the contract defines. */
export class GrantModel {
  readonly #contract: Contract;
  readonly #held = new Map<string, Held>();

  constructor(contract: Contract) {
    this.#contract = contract;
  }

  /** Entries must come in the order in which they were answered. */
  apply(entry: Entry): readonly Contribution[] {
    const all: Contribution[] = [];
    for (const fact of entry.grants)
      for (const operation of fact.operations) all.push(...this.#apply(fact, operation, onceOf(entry)));
    return all;
  }

  /** Whether an object was granted to a user, or to everybody, in whatever operation. */
  isGranted(object: string, user: string): Held | undefined {
    const held = [...this.#held].flatMap(([key, certainty]) => {
      const [what, whom] = JSON.parse(key) as readonly string[];
      return what === object && (whom === user || whom === EVERYBODY) ? [certainty] : [];
    });
    return held.includes('yes') ? 'yes' : held[0];
  }

  #apply({ kind, object, grantee }: GrantFact, operation: string, once: Bounds): readonly Contribution[] {
    const key = JSON.stringify([object, grantee, operation]);
    const before = this.#held.get(key);
    const isCertain = once.min > 0n;
    if (kind === 'revoked') {
      if (isCertain) this.#held.delete(key);
      else if (before !== undefined) this.#held.set(key, 'maybe');
      return [];
    }
    this.#held.set(key, isCertain ? 'yes' : (before ?? 'maybe'));
    const value = this.#contract.definitions.regrantCounts ? once : firstGrant(before, once);
    const user = userLabel(grantee, this.#contract);
    const permission_type = this.#contract.labels.permissions.get(operation) ?? operation;
    return [
      contribution('kms.permissions.granted.per_user.total', { permission_type, user }, value),
      contribution('kms.permissions.granted.total', {}, value),
    ];
  }
}

function firstGrant(before: Held | undefined, once: Bounds): Bounds {
  if (before === 'yes') return ZERO;
  return before === 'maybe' ? upTo(1n) : once;
}
