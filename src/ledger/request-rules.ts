import type { Contract } from '../contract/contract.ts';
import { type Bounds, exactly, upTo } from './bounds.ts';
import { type Entry, type OperationFact, timesOf } from './entry.ts';
import { errorLabel, operationLabel, userLabel } from './labels.ts';
import { type Contribution, contribution, contributionTo, type LabelSet, labelSet } from './tally.ts';

/**
 * What a single entry moves, whatever came before it: instruments 1 to 3, 9, 10, 13 and 14. Attribute sets that many
 * entries share are written once.
 */
export class RequestRules {
  readonly #contract: Contract;
  readonly #operations = new Map<string, LabelSet>();
  readonly #users = new Map<string, string>();
  readonly #requests = new Map<string, Map<string, Map<number | undefined, LabelSet>>>();

  constructor(contract: Contract) {
    this.#contract = contract;
  }

  contributionsOf(entry: Entry): readonly Contribution[] {
    const held = HELD[entry.outcome.kind];
    if (held !== undefined) return [contribution('kms.active.connections', {}, exactly(held))];
    const times = allOf(entry);
    const all: Contribution[] = [];
    if (entry.http !== undefined) this.#addRequest(all, entry, entry.http, times);
    for (const fact of entry.operations) this.#addOperation(all, entry, fact, times);
    return all;
  }

  #addOperation(all: Contribution[], entry: Entry, fact: OperationFact, times: Bounds): void {
    const operation = operationLabel(fact, entry, this.#contract);
    const labels = known(this.#operations, operation, () => labelSet({ operation }));
    all.push(
      contributionTo('kms.kmip.operations.total', labels, times),
      contributionTo('kms.kmip.operation.duration', labels, times),
    );
    if (entry.user !== undefined) {
      const name = entry.user;
      const user = known(this.#users, name, () => userLabel(name, this.#contract));
      all.push(contribution('kms.kmip.operations.per_user.total', { user, operation }, times));
    }
    if (fact.failure !== undefined) {
      const error_type = errorLabel(fact.failure, operation, this.#contract);
      all.push(contribution('kms.errors.total', { error_type }, times));
    }
  }

  #addRequest(
    all: Contribution[],
    { outcome, operations }: Entry,
    { method, route }: NonNullable<Entry['http']>,
    times: Bounds,
  ): void {
    const { labels: words, definitions } = this.#contract;
    const path = words.routes.get(route) ?? words.otherRoute;
    const status = outcome.kind === 'answered' ? outcome.status : undefined;
    const ofMethod = known(this.#requests, method, () => new Map());
    const ofPath = known(ofMethod, path, () => new Map());
    const labels = known(ofPath, status, () =>
      labelSet({ method, path, status: `${status ?? 'unanswered'}` }),
    );
    all.push(
      contributionTo('kms.http.requests.total', labels, times),
      contributionTo('kms.http.request.duration', labels, times),
    );
    const refused = status !== undefined && status >= 400 && operations.length === 0;
    if (definitions.errorScope === 'all' && refused)
      all.push(contribution('kms.errors.total', { error_type: `HTTP ${status}` }, times));
  }
}

function known<K, V>(all: Map<K, V>, key: K, make: () => V): V {
  const before = all.get(key);
  if (before !== undefined) return before;
  const fresh = make();
  all.set(key, fresh);
  return fresh;
}

const HELD: Readonly<Record<string, bigint>> = { held: 1n, released: -1n };

/** Everything that an entry without an answer may have done, it has done once or not at all. */
export const onceOf = (entry: Entry): Bounds => (entry.outcome.kind === 'answered' ? exactly(1n) : upTo(1n));

/** The same, for all the requests that it stands for. */
const allOf = (entry: Entry): Bounds =>
  entry.outcome.kind === 'answered' ? exactly(timesOf(entry)) : upTo(timesOf(entry));
