import { documented } from '../contract/contract.fixture.ts';
import type { Definitions } from '../contract/contract.ts';
import { describe } from './bounds.ts';
import type { CacheSetting } from './cache.ts';
import type { Effect, Entry, OperationFact, Outcome } from './entry.ts';
import type { LedgerObjects } from './objects.ts';
import { type Prediction, predict } from './predict.ts';
import type { Setting } from './store-rules.ts';

/** Unix milliseconds at which every test begins. */
export const T0 = 1_760_000_000_000;

/** Unix milliseconds so many seconds after the beginning. */
export const at = (seconds: number): number => T0 + Math.round(seconds * 1000);

interface Sent {
  /** Seconds after the beginning. */
  readonly sent?: number;
  /** Seconds until the answer. */
  readonly took?: number;
  readonly status?: number;
  readonly lost?: true;
  readonly scenario?: string;
  readonly canaries?: readonly string[];
  /** By how many seconds the target's clock, as its Date headers tell it, is ahead. */
  readonly dateAhead?: number;
}

const outcomeOf = ({ sent = 0, took = 0.01, status = 200, lost, dateAhead }: Sent): Outcome =>
  lost
    ? { kind: 'lost' }
    : {
        kind: 'answered',
        status,
        atUnixMs: at(sent + took),
        targetDateUnixMs:
          dateAhead === undefined ? undefined : Math.floor(at(sent + took + dateAhead) / 1000) * 1000,
      };

/** A plain HTTP request. */
export const plain = (method: string, route: string, how: Sent = {}): Entry => ({
  scenario: how.scenario ?? 'scenario',
  sentAtUnixMs: at(how.sent ?? 0),
  outcome: outcomeOf(how),
  http: { method, route },
  user: undefined,
  bare: false,
  operations: [],
  grants: [],
  canaries: how.canaries ?? [],
});

/** One bare operation. */
export const bare = (user: string | undefined, operation: OperationFact, how: Sent = {}): Entry => ({
  ...message(user, [operation], how),
  bare: true,
});

/** A message with these items. */
export const message = (
  user: string | undefined,
  operations: readonly OperationFact[],
  how: Sent = {},
): Entry => ({ ...plain('POST', '/kmip/2_1', how), user, operations });

/** On the object "k". */
export const grant = (grantee: string, operations: readonly string[], how: Sent = {}): Entry => ({
  ...plain('POST', '/access/grant', how),
  grants: [{ kind: 'granted', object: 'k', grantee, operations }],
});

export const ungrant = (grantee: string, operations: readonly string[], how: Sent = {}): Entry => ({
  ...plain('POST', '/access/revoke', how),
  grants: [{ kind: 'revoked', object: 'k', grantee, operations }],
});

/** The holding or releasing of a request. */
export const hold = (kind: 'held' | 'released', sent = 0): Entry => ({
  ...plain('POST', '/kmip/2_1', { sent }),
  outcome: { kind },
});

export const op = (
  operation: string | undefined,
  facts: {
    readonly failure?: string;
    readonly effects?: readonly Effect[];
    readonly atLeastSeconds?: number;
  } = {},
): OperationFact => ({ operation, failure: undefined, effects: [], ...facts });

export const created = (
  id: string,
  more: Partial<Extract<Effect, { readonly kind: 'created' }>> = {},
): Effect => ({
  kind: 'created',
  id,
  isKey: true,
  activationUnixSeconds: 0,
  deactivationUnixSeconds: undefined,
  place: 'store',
  wrappingKeyId: undefined,
  ...more,
});

/** A key that takes over everything from "k". */
export const rekeyed = (
  id: string,
  more: Partial<Extract<Effect, { readonly kind: 'rekeyed' }>> = {},
): Effect => ({
  kind: 'rekeyed',
  id,
  replaces: 'k',
  offsetSeconds: undefined,
  activationUnixSeconds: undefined,
  deactivationUnixSeconds: undefined,
  wrappingKeyId: undefined,
  ...more,
});

/** Creation of one active key. */
export const create = (id: string, how: Sent & Parameters<typeof created>[1] = {}): Entry => {
  const { sent, took, status, lost, scenario, canaries, dateAhead, ...object } = how;
  const sending = { sent, took, status, lost, scenario, canaries, dateAhead };
  return bare(
    'alice',
    op('Create', { effects: [created(id, object)] }),
    Object.fromEntries(Object.entries(sending).filter(([, value]) => value !== undefined)),
  );
};

/** One bare operation by alice with one effect. */
export const does = (operation: string, effect: Effect, how: Sent = {}): Entry =>
  bare('alice', op(operation, { effects: [effect] }), how);

export const settingOf = (
  definitions: Partial<Definitions> = {},
  more: { readonly cache?: CacheSetting | 'off'; readonly initialObjects?: LedgerObjects } = {},
): Setting => ({
  contract: documented(definitions),
  cache: more.cache === 'off' ? undefined : (more.cache ?? { idleSeconds: 900, maxEntries: 1000 }),
  hsmModel: 'softhsm2',
  initialObjects: more.initialObjects ?? new Map(),
});

export const predictAt = (
  entries: readonly Entry[],
  setting: Setting = settingOf(),
  seconds = 10,
): Prediction => predict(entries, setting, at(seconds));

/** "3", "0 to 1": what an instrument must stand at, over all series. */
export const totalIn = ({ instruments }: Prediction, name: string): string => {
  const total = instruments.get(name)?.total;
  return total === undefined ? 'no prediction' : describe(total);
};

/** "operation=Get, user=alice" -> "3". */
export const splitIn = ({ instruments }: Prediction, name: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (instruments.get(name)?.series ?? []).map(({ labels, value }) => [
      Object.entries(labels)
        .sort()
        .map((pair) => pair.join('='))
        .join(', '),
      describe(value),
    ]),
  );

/** The same, each sent a second after the one before. */
export const oneAfterAnother = (entries: readonly Entry[]): readonly Entry[] =>
  entries.map((entry, index) => shifted(entry, 1000 * index));

const shifted = (entry: Entry, ms: number): Entry => ({
  ...entry,
  sentAtUnixMs: entry.sentAtUnixMs + ms,
  outcome:
    entry.outcome.kind === 'answered'
      ? { ...entry.outcome, atUnixMs: entry.outcome.atUnixMs + ms }
      : entry.outcome,
});
