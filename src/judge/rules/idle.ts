import { describe } from '../../ledger/bounds.ts';
import type { Collection } from '../collections.ts';
import { exercised, finding } from '../finding.ts';
import type { Moment } from '../moment.ts';
import { describeSeries, type Sample } from '../sample.ts';
import type { Rule } from './rule.ts';

const CHECK = 'closed-world/idle';

/** A window without traffic is judged from this many collections on. */
export const LEAST_IDLE_COLLECTIONS = 3;

/**
 * Between two observations that cover the same traffic nothing moves but the uptime. Positive control: earlier in
 * the same stream something did move as predicted.
 */
export const idle: Rule = (view) => {
  const { moments, collections, contract } = view;
  const background = contract.definitions.backgroundDatabase === 'any' ? 'kms.database.' : undefined;
  const windows = moments.flatMap((moment, index) => {
    const next = moments[index + 1];
    if (next === undefined || next.entryCount !== moment.entryCount) return [];
    const from = collections.indexOf(moment.collection);
    const window = collections.slice(from, collections.indexOf(next.collection) + 1);
    return [{ window, still: standingStill(moment, next) }];
  });
  const long = windows.filter(({ window }) => window.length >= LEAST_IDLE_COLLECTIONS);
  if (long.length === 0 || view.moved.size === 0) return [];
  const moving = long
    .flatMap(({ window, still }) => changes(window).filter(({ instrument }) => still.has(instrument)))
    .filter(({ instrument }) => background === undefined || !instrument.startsWith(background));
  const first = new Map(moving.map((sample) => [sample.instrument, sample]));
  return [
    exercised(CHECK),
    ...[...first.values()].map((sample) => {
      const series = describeSeries(sample.instrument, sample.attributes);
      return finding(CHECK, `${series} moved to ${String(sample.value)} although there was no traffic`, {
        series,
      });
    }),
  ];
};

/** Instruments that neither the clock nor a date moves between the two. */
const standingStill = (from: Moment, to: Moment): ReadonlySet<string> =>
  new Set(
    [...from.prediction.instruments]
      .filter(([name]) => name !== 'kms.server.uptime')
      .filter(
        ([name, { total }]) =>
          describe(total) === describe(to.prediction.instruments.get(name)?.total ?? total),
      )
      .map(([name]) => name),
  );

/** Points that differ from the first of their series in the window; a new series differs from nothing. */
function changes(window: readonly Collection[]): readonly Sample[] {
  const [first, ...later] = window;
  const before = new Map(first?.samples.map((sample) => [sample.key, sample]));
  return later
    .flatMap(({ samples }) => samples)
    .filter((sample) => {
      if (sample.temporality === 'delta') return Number(sample.value ?? 0) !== 0 || (sample.sum ?? 0) !== 0;
      const known = before.get(sample.key);
      return known === undefined
        ? Number(sample.value ?? 0) !== 0
        : known.value !== sample.value || known.sum !== sample.sum;
    });
}
