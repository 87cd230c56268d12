import type { Contract } from '../contract/contract.ts';
import { type Bounds, exactly, upTo } from './bounds.ts';
import { type Entry, type OperationFact, timesOf } from './entry.ts';
import { LabelWriter } from './label-text.ts';
import { errorLabel, operationLabel, userLabel } from './labels.ts';
import { type Contribution, type LabelSet, labelSet } from './tally.ts';

/** Takes what a fact adds to one series. */
type Add = (instrument: string, labels: LabelSet, value: Bounds) => void;

/**
 * What a single entry moves, whatever came before it: instruments 1 to 3, 9, 10, 13 and 14. Attribute sets that many
 * entries share are written once.
 */
export class RequestRules {
  readonly #contract: Contract;
  readonly #operations = new Map<string, LabelSet>();
  readonly #users = new Map<string, string>();
  /** By method, route and status. */
  readonly #requests = new Map<string, LabelSet>();
  readonly #writer = new LabelWriter();
  #last: Line | undefined;
  #times = ONCE;

  constructor(contract: Contract) {
    this.#contract = contract;
  }

  contributionsOf(entry: Entry): readonly Contribution[] {
    const all: Contribution[] = [];
    this.apply(entry, (instrument, { labels, text }, value) => all.push({ instrument, labels, text, value }));
    return all;
  }

  apply(entry: Entry, add: Add): void {
    const held = HELD[entry.outcome.kind];
    if (held !== undefined) {
      add('kms.active.connections', NO_LABELS, exactly(held));
      return;
    }
    const times = this.#timesOf(entry);
    if (entry.http !== undefined) this.#request(entry, entry.http, times, add);
    for (const fact of entry.operations) this.#operation(entry, fact, times, add);
  }

  /** What onceOf says, for all the requests that it stands for. */
  #timesOf(entry: Entry): Bounds {
    if (entry.repeated === undefined) return onceOf(entry);
    const { min, max } = entry.outcome.kind === 'answered' ? exactly(timesOf(entry)) : upTo(timesOf(entry));
    if (this.#times.min !== min || this.#times.max !== max) this.#times = { min, max };
    return this.#times;
  }

  #operation(entry: Entry, fact: OperationFact, times: Bounds, add: Add): void {
    const operation = operationLabel(fact, entry, this.#contract);
    const labels = this.#operations.get(operation) ?? labelSet({ operation });
    this.#operations.set(operation, labels);
    add('kms.kmip.operations.total', labels, times);
    add('kms.kmip.operation.duration', labels, times);
    if (entry.user !== undefined) {
      const user = this.#userLabel(entry.user);
      add('kms.kmip.operations.per_user.total', labelSet({ operation, user }, this.#writer), times);
    }
    if (fact.failure !== undefined) {
      const error_type = errorLabel(fact.failure, operation, this.#contract);
      add('kms.errors.total', labelSet({ error_type }), times);
    }
  }

  #userLabel(user: string): string {
    const label = this.#users.get(user) ?? userLabel(user, this.#contract);
    this.#users.set(user, label);
    return label;
  }

  #request({ outcome, operations }: Entry, http: NonNullable<Entry['http']>, times: Bounds, add: Add): void {
    const status = outcome.kind === 'answered' ? outcome.status : undefined;
    const labels = this.#lineLabels(http, status);
    add('kms.http.requests.total', labels, times);
    add('kms.http.request.duration', labels, times);
    const refused = status !== undefined && status >= 400 && operations.length === 0;
    if (this.#contract.definitions.errorScope === 'all' && refused)
      add('kms.errors.total', labelSet({ error_type: `HTTP ${status}` }), times);
  }

  /** Requests that follow each other are mostly alike. */
  #lineLabels({ method, route }: NonNullable<Entry['http']>, status: number | undefined): LabelSet {
    const last = this.#last;
    if (last?.method === method && last.route === route && last.status === status) return last.labels;
    const line = `${method} ${status} ${route}`;
    const path = this.#contract.labels.routes.get(route) ?? this.#contract.labels.otherRoute;
    const labels =
      this.#requests.get(line) ?? labelSet({ method, path, status: `${status ?? 'unanswered'}` });
    this.#requests.set(line, labels);
    this.#last = { method, route, status, labels };
    return labels;
  }
}

interface Line {
  readonly method: string;
  readonly route: string;
  readonly status: number | undefined;
  readonly labels: LabelSet;
}

const NO_LABELS = labelSet({});

const HELD: Readonly<Record<string, bigint>> = { held: 1n, released: -1n };

const ONCE = exactly(1n);
const PERHAPS_ONCE = upTo(1n);

/** Everything that an entry without an answer may have done, it has done once or not at all. */
export const onceOf = (entry: Entry): Bounds => (entry.outcome.kind === 'answered' ? ONCE : PERHAPS_ONCE);
