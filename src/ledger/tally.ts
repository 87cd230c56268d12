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
    Map<string, { labels: Labels; value: Bounds; scenarios: ReadonlySet<string> }>
  >();
  /** Most series are moved by one scenario alone, and share its set. */
  readonly #alone = new Map<string, ReadonlySet<string>>();

  add({ instrument, labels, value }: Contribution, scenario: string): void {
    const key = keyOf(labels);
    let all = this.#instruments.get(instrument);
    if (all === undefined) {
      all = new Map();
      this.#instruments.set(instrument, all);
    }
    const series = all.get(key);
    if (series === undefined) all.set(key, { labels, value, scenarios: this.#only(scenario) });
    else {
      series.value = plus(series.value, value);
      if (!series.scenarios.has(scenario)) series.scenarios = new Set([...series.scenarios, scenario]);
    }
  }

  #only(scenario: string): ReadonlySet<string> {
    const known = this.#alone.get(scenario) ?? new Set([scenario]);
    this.#alone.set(scenario, known);
    return known;
  }

  /** Series that can have moved, of one instrument. */
  series(instrument: string): readonly PredictedSeries[] {
    return [...(this.#instruments.get(instrument)?.values() ?? [])];
  }
}

/** The same text for the same attribute set, whatever its order; no key or value can be mistaken for two. */
function keyOf(labels: Labels): string {
  let text = '';
  for (const key of Object.keys(labels).sort()) text += part(key) + part(labels[key] ?? '');
  return text;
}

const part = (text: string): string => `${text.length}:${text}`;

export const totalOf = (series: readonly PredictedSeries[]): Bounds =>
  series.reduce((sum, { value }) => plus(sum, value), ZERO);

export function scenariosOf(series: readonly PredictedSeries[]): ReadonlySet<string> {
  const all = new Set<string>();
  for (const set of new Set(series.map(({ scenarios }) => scenarios))) for (const name of set) all.add(name);
  return all;
}
