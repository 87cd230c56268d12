import type { Collection } from './collections.ts';
import { remembered } from './remembered.ts';
import type { Sample } from './sample.ts';
import { type ReadonlySeriesMap, SeriesMap } from './series-map.ts';

export interface Standing {
  /** undefined: no number was sent. */
  readonly value: bigint | number | undefined;
  readonly sum: number | undefined;
}

/** What a series stands at: cumulative as sent, delta added up. */
export interface SeriesState extends Standing {
  readonly sample: Sample;
}

export type StreamState = ReadonlySeriesMap<SeriesState>;

export const EMPTY_STATE: StreamState = new SeriesMap();

/** The state after further points: the one place that knows temporality. */
export function advance(state: StreamState, samples: readonly Sample[]): StreamState {
  const next = new SeriesMap(state);
  for (const sample of samples) next.set(sample, after(next.get(sample), sample));
  return next;
}

/** The same after a further collection: a cumulative one that goes on with every series is the state itself. */
export const stateWith = (state: StreamState, { metrics, samples, series }: Collection): StreamState =>
  metrics.every(({ temporality }) => temporality !== 'delta') && goesOn(state, series)
    ? series
    : advance(state, samples);

/** All series come again in the same order, before anything new of their family. */
const goesOn = (before: StreamState, now: StreamState): boolean =>
  [...before.groups()].every(([family, series]) =>
    startsWith((now.groups().get(family) ?? NO_SERIES).keys(), series.keys()),
  );

function startsWith(all: Iterator<string>, first: Iterable<string>): boolean {
  for (const one of first) if (all.next().value !== one) return false;
  return true;
}

/** What one series stands at after a further point. */
export const after = (before: Standing | undefined, sample: Sample): SeriesState =>
  before === undefined || sample.temporality !== 'delta' ? sample : added(before, sample);

/** All series of an instrument, whatever resource or scope they came with. */
export const seriesOf = (state: StreamState, instrument: string): readonly SeriesState[] =>
  byInstrument(state).get(instrument) ?? [];

/** The same by their attribute sets; where several resources or scopes send one, that of the last. */
export function labelledIn(state: StreamState, instrument: string): ReadonlyMap<string, SeriesState> {
  const [only = NO_SERIES, ...others] = familiesOf(state).get(instrument) ?? [];
  return others.length === 0 ? only : new Map([only, ...others].flatMap((family) => [...family]));
}

const NO_SERIES: ReadonlyMap<string, SeriesState> = new Map();

const byInstrument = remembered(
  (state: StreamState) =>
    new Map(
      [...familiesOf(state)].map(([instrument, families]) => [
        instrument,
        families.flatMap((family) => [...family.values()]),
      ]),
    ),
);

const familiesOf = remembered((state: StreamState) =>
  Map.groupBy(
    [...state.groups().values()].filter(({ size }) => size > 0),
    (family) => family.values().next().value?.sample.instrument,
  ),
);

/** A whole number exactly, else undefined. */
export const whole = (value: bigint | number | undefined): bigint | undefined => {
  if (typeof value === 'bigint') return value;
  return value !== undefined && Number.isSafeInteger(value) ? BigInt(value) : undefined;
};

/** Sum of the values of all series; undefined when one of them is no whole number. */
export const wholeTotal: (series: readonly SeriesState[]) => bigint | undefined = remembered((series) => {
  let sum = 0n;
  for (const { value } of series) {
    const number = whole(value);
    if (number === undefined) return undefined;
    sum += number;
  }
  return sum;
});

function added(before: Standing, sample: Sample): SeriesState {
  const a = before.value;
  const b = sample.value;
  const value =
    typeof a === 'bigint' && typeof b === 'bigint'
      ? a + b
      : a === undefined || b === undefined
        ? undefined
        : Number(a) + Number(b);
  const sum = before.sum === undefined || sample.sum === undefined ? undefined : before.sum + sample.sum;
  return { sample, value, sum };
}
