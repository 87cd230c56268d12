import type { Contract } from '../contract/contract.ts';
import { type Bounds, exactly, upTo, ZERO } from './bounds.ts';
import { durationsOf, type Seconds } from './durations.ts';
import type { Entry } from './entry.ts';
import { GrantModel } from './grants.ts';
import { activeKeyCount, type LedgerObjects, objectCount } from './objects.ts';
import { RequestRules } from './request-rules.ts';
import { momentOf, type Setting, StoreModel } from './store-rules.ts';
import {
  contribution,
  type LabelSet,
  labelSet,
  type PredictedSeries,
  scenariosOf,
  Tally,
  totalOf,
} from './tally.ts';
import { visibleTo } from './visibility.ts';

/** What one instrument must show at a moment. */
export interface InstrumentPrediction {
  /** Value, or the count of a histogram, over all series. */
  readonly total: Bounds;
  /** What it stood at before, as long as the target may take to notice. */
  readonly earlier: readonly Bounds[];
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

/**
 * What all traffic so far must have done to every series (contract.md, rules of the eighteen instruments).
 * @param lagMs how long the target may take to notice in the counts of objects and keys
 */
export function predict(
  entries: readonly Entry[],
  setting: Setting,
  atUnixMs: number,
  lagMs = 0,
): Prediction {
  const inOrder = [...entries].sort((a, b) => momentOf(a) - momentOf(b));
  const requests = new RequestRules(setting.contract);
  const store = new StoreModel(setting);
  const grants = new GrantModel(setting.contract);
  const tally = new Tally();
  const countsAt = (unixMs: number) => countsOf(store, grants, setting, unixMs);
  const earlier: Counts[] = [];
  let late = false;
  let scenario = '';
  const addRequest = (instrument: string, labels: LabelSet, value: Bounds) =>
    tally.addTo(instrument, labels, value, scenario);
  for (const entry of inOrder) {
    if (lagMs > 0 && momentOf(entry) >= atUnixMs - lagMs) {
      if (!late) earlier.push(countsAt(atUnixMs - lagMs));
      earlier.push(countsAt(momentOf(entry)));
      late = true;
    }
    scenario = entry.scenario;
    requests.apply(entry, addRequest);
    for (const one of grants.apply(entry)) tally.add(one, scenario);
    for (const one of store.apply(entry)) tally.add(one, scenario);
    if (late) earlier.push(countsAt(momentOf(entry)));
  }
  countUsers(inOrder, setting, atUnixMs, tally);
  for (const { scenario } of store.objects.values()) {
    tally.add(contribution('kms.objects.total', {}, ZERO), scenario);
    tally.add(contribution('kms.keys.active.count', {}, ZERO), scenario);
  }
  if (lagMs > 0 && !late) earlier.push(countsAt(atUnixMs - lagMs));
  const absolute = countsAt(atUnixMs);
  const durations = durationsOf(inOrder);
  const instruments = setting.contract.instruments.map((instrument) => {
    const { name } = instrument;
    const free = DATABASE_INSTRUMENTS.includes(name);
    const series = tally.series(free ? 'kms.database.operations.total' : name);
    const scenarios = scenariosOf(series);
    const total = withIdle(name, absolute.get(name) ?? totalOf(series), setting.contract);
    const split = instrument.attributes.length > 0 ? series : [{ ...labelSet({}), value: total, scenarios }];
    return [
      name,
      {
        earlier: earlier.flatMap((counts) => counts.get(name) ?? []),
        total: free ? { min: total.min, max: undefined } : total,
        series: free ? undefined : split,
        scenarios,
        seconds: durations.get(name),
      },
    ] as const;
  });
  return { instruments: new Map(instruments), objects: store.objects };
}

/** Connections that nobody uses stay open as long as client and server like: held ones are the least there are. */
const withIdle = (name: string, total: Bounds, { definitions }: Contract): Bounds =>
  name === 'kms.active.connections' && definitions.connections === 'open-connections'
    ? { min: total.min, max: undefined }
    : total;

type Counts = ReadonlyMap<string, Bounds>;

/** What the objects themselves decide, at a moment. */
function countsOf(
  { objects }: StoreModel,
  grants: GrantModel,
  { contract, initialObjects }: Setting,
  unixMs: number,
): Counts {
  const { activeKeys, adminUser } = contract.definitions;
  const keys =
    activeKeys === 'active-objects-visible-to-admin'
      ? visibleTo(adminUser, objects, grants, initialObjects)
      : objects;
  return new Map([
    ['kms.objects.total', objectCount(objects, contract)],
    ['kms.keys.active.count', activeKeyCount(keys, contract, unixMs)],
  ]);
}

function countUsers(
  entries: readonly Entry[],
  { contract, ranBefore }: Setting,
  atUnixMs: number,
  tally: Tally,
): void {
  const windowMs = contract.definitions.activeUsersWindowSeconds * 1000;
  const seen = entries.filter(
    (entry) => entry.operations.length > 0 && atUnixMs - momentOf(entry) <= windowMs,
  );
  const certain = new Set<string | undefined>();
  for (const { user, outcome } of seen) if (outcome.kind === 'answered') certain.add(user);
  const counted = new Set<string | undefined>([undefined]);
  const told = new Set<string>();
  for (const { user, scenario } of seen) {
    if (counted.has(user) && told.has(scenario)) continue;
    const isNew = certain.has(user) && !ranBefore;
    const value = counted.has(user) ? ZERO : isNew ? exactly(1n) : upTo(1n);
    tally.add(contribution('kms.active.users', {}, value), scenario);
    counted.add(user);
    told.add(scenario);
  }
}
