import { describe } from '../../ledger/bounds.ts';
import { momentOf } from '../../ledger/store-rules.ts';
import type { Collection } from '../collections.ts';
import { exercised, finding } from '../finding.ts';
import type { Moment } from '../moment.ts';
import { describeSeries, type Sample } from '../sample.ts';
import { countsLagMs, type View } from '../view.ts';
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
  const windows = quietSpans(moments).map(([from, to]) => {
    const window = collections.slice(
      collections.indexOf(from.collection),
      collections.indexOf(to.collection) + 1,
    );
    const settled = window.filter((collection) => isSettled(collection, from, view));
    return { window, settled, still: standingStill(from, to) };
  });
  const long = windows.filter(({ window }) => window.length >= LEAST_IDLE_COLLECTIONS);
  if (long.length === 0 || view.moved.size === 0) return [];
  const moving = long
    .flatMap(({ window, settled, still }) =>
      [
        ...changes(window).filter(({ instrument }) => !REFRESHED.includes(instrument)),
        ...changes(settled).filter(({ instrument }) => REFRESHED.includes(instrument)),
      ].filter(({ instrument }) => still.has(instrument)),
    )
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

/** A timer may refresh these some time after the traffic. */
const REFRESHED: readonly string[] = ['kms.objects.total', 'kms.keys.active.count'];

/** Taken when such a timer must have run since the traffic. */
function isSettled({ timeUnixNano }: Collection, { entryCount }: Moment, { record, skewMs }: View): boolean {
  const lagMs = countsLagMs(record);
  if (lagMs === 0) return true;
  const last = Math.max(0, ...record.entries.slice(0, entryCount).map(momentOf));
  return Number(timeUnixNano / 1_000_000n) - skewMs > last + lagMs;
}

/** First and last of the observations that cover the same traffic. */
function quietSpans(moments: readonly Moment[]): readonly (readonly [Moment, Moment])[] {
  const spans: [Moment, Moment][] = [];
  for (const moment of moments) {
    const span = spans.at(-1);
    if (span?.[1].entryCount === moment.entryCount) span[1] = moment;
    else spans.push([moment, moment]);
  }
  return spans.filter(([from, to]) => from !== to);
}

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
  return later
    .flatMap(({ samples }) => samples)
    .filter((sample) => {
      if (sample.temporality === 'delta') return Number(sample.value ?? 0) !== 0 || (sample.sum ?? 0) !== 0;
      const known = first?.series.get(sample);
      return known === undefined
        ? Number(sample.value ?? 0) !== 0
        : known.value !== sample.value || known.sum !== sample.sum;
    });
}
