import type { Contract } from '../contract/contract.ts';
import { type Bounds, exactly, upTo, ZERO } from './bounds.ts';
import { durationsOf, type Seconds } from './durations.ts';
import type { Entry } from './entry.ts';
import { GrantModel } from './grants.ts';
import { activeKeyCount, type LedgerObjects, objectCount } from './objects.ts';
import { contributionsOf } from './request-rules.ts';
import { momentOf, type Setting, StoreModel } from './store-rules.ts';
import { contribution, type PredictedSeries, scenariosOf, Tally, totalOf } from './tally.ts';

/** What one instrument must show at a moment. */
export interface InstrumentPrediction {
  /** Value, or the count of a histogram, over all series. */
  readonly total: Bounds;
  /** undefined where the split is the product's own affair. */
  readonly series: readonly PredictedSeries[] | undefined;
  /** Every scenario whose traffic moved it. */
  readonly scenarios: ReadonlySet<string>;
  /** For durations: what all client times together allow their sum to be. */
  readonly seconds: Seconds | undefined;
}

export interface Prediction {
  readonly instruments: ReadonlyMap<string, InstrumentPrediction>;
  readonly objects: LedgerObjects;
}

/** Instruments whose value comes from the clock, not from traffic. */
export const CLOCK_INSTRUMENTS = ['kms.server.uptime', 'kms.server.start_time'] as const;

/** What a database operation costs, and how it is split, is the product's own affair: only the least is known. */
const DATABASE_INSTRUMENTS = ['kms.database.operations.total', 'kms.database.operation.duration'];

/** What all traffic so far must have done to every series (contract.md, rules of the eighteen instruments). */
export function predict(entries: readonly Entry[], setting: Setting, atUnixMs: number): Prediction {
  const inOrder = [...entries].sort((a, b) => momentOf(a) - momentOf(b));
  const store = new StoreModel(setting);
  const grants = new GrantModel(setting.contract);
  const tally = new Tally();
  for (const entry of inOrder) {
    const contributions = [
      ...contributionsOf(entry, setting.contract),
      ...grants.apply(entry),
      ...store.apply(entry),
    ];
    for (const one of contributions) tally.add(one, entry.scenario);
  }
  countUsers(inOrder, setting.contract, atUnixMs, tally);
  for (const { scenario } of store.objects.values()) {
    tally.add(contribution('kms.objects.total', {}, ZERO), scenario);
    tally.add(contribution('kms.keys.active.count', {}, ZERO), scenario);
  }
  const absolute = new Map([
    ['kms.objects.total', objectCount(store.objects, setting.contract)],
    ['kms.keys.active.count', activeKeyCount(store.objects, setting.contract, atUnixMs)],
  ]);
  const durations = durationsOf(inOrder);
  const instruments = setting.contract.instruments.map((instrument) => {
    const { name } = instrument;
    const free = DATABASE_INSTRUMENTS.includes(name);
    const series = tally.series(free ? 'kms.database.operations.total' : name);
    const scenarios = scenariosOf(series);
    const total = absolute.get(name) ?? totalOf(series);
    const split = instrument.attributes.length > 0 ? series : [{ labels: {}, value: total, scenarios }];
    return [
      name,
      {
        total: free ? { min: total.min, max: undefined } : total,
        series: free ? undefined : split,
        scenarios,
        seconds: durations.get(name),
      },
    ] as const;
  });
  return { instruments: new Map(instruments), objects: store.objects };
}

function countUsers(entries: readonly Entry[], contract: Contract, atUnixMs: number, tally: Tally): void {
  const windowMs = contract.definitions.activeUsersWindowSeconds * 1000;
  const seen = entries.filter(
    (entry) => entry.operations.length > 0 && atUnixMs - momentOf(entry) <= windowMs,
  );
  const certain = new Set(seen.filter(({ outcome }) => outcome.kind === 'answered').map(({ user }) => user));
  const counted = new Set<string | undefined>([undefined]);
  for (const { user, scenario } of seen) {
    const value = counted.has(user) ? ZERO : certain.has(user) ? exactly(1n) : upTo(1n);
    tally.add(contribution('kms.active.users', {}, value), scenario);
    counted.add(user);
  }
}
