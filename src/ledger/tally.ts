import { type Bounds, plus, ZERO } from './bounds.ts';

/** Attribute key -> canonical label value. */
export type Labels = Readonly<Record<string, string>>;

/** What one fact adds to one series. */
export interface Contribution {
  readonly instrument: string;
  readonly labels: Labels;
  readonly value: Bounds;
}

export const contribution = (instrument: string, labels: Labels, value: Bounds): Contribution => ({
  instrument,
  labels,
  value,
});

/** One predicted series, and the scenarios whose traffic moved it. */
export interface PredictedSeries {
  readonly labels: Labels;
  readonly value: Bounds;
  readonly scenarios: ReadonlySet<string>;
}

/** Adds contributions up, series by series. */
export class Tally {
  readonly #instruments = new Map<
    string,
    Map<string, { labels: Labels; value: Bounds; scenarios: Set<string> }>
  >();

  add({ instrument, labels, value }: Contribution, scenario: string): void {
    const key = JSON.stringify(Object.entries(labels).sort());
    const all = this.#instruments.get(instrument) ?? new Map();
    const series = all.get(key) ?? { labels, value: ZERO, scenarios: new Set<string>() };
    series.value = plus(series.value, value);
    series.scenarios.add(scenario);
    this.#instruments.set(instrument, all.set(key, series));
  }

  /** Series that can have moved, of one instrument. */
  series(instrument: string): readonly PredictedSeries[] {
    return [...(this.#instruments.get(instrument)?.values() ?? [])];
  }
}

export const totalOf = (series: readonly PredictedSeries[]): Bounds =>
  series.reduce((sum, { value }) => plus(sum, value), ZERO);

export const scenariosOf = (series: readonly PredictedSeries[]): ReadonlySet<string> =>
  new Set(series.flatMap(({ scenarios }) => [...scenarios]));
