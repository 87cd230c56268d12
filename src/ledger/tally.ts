import { type Bounds, plus, ZERO } from './bounds.ts';
import { LabelWriter } from './label-text.ts';

/** Attribute key -> canonical label value. */
export type Labels = Readonly<Record<string, string>>;

/** An attribute set, and the text that is the same for the same set. */
export interface LabelSet {
  readonly labels: Labels;
  /** As describeLabels has it. */
  readonly text: string;
}

/** What one fact adds to one series. */
export interface Contribution extends LabelSet {
  readonly instrument: string;
  readonly value: Bounds;
}

export const labelSet = (labels: Labels, writer = new LabelWriter()): LabelSet => ({
  labels,
  text: writer.write(labels),
});

export const contribution = (instrument: string, labels: Labels, value: Bounds): Contribution => ({
  instrument,
  ...labelSet(labels),
  value,
});

/** One predicted series, and the scenarios whose traffic moved it. */
export interface PredictedSeries extends LabelSet {
  readonly value: Bounds;
  readonly scenarios: ReadonlySet<string>;
}

/** Adds contributions up, series by series. */
export class Tally {
  readonly #instruments = new Map<string, Map<string, Sum>>();
  /** Most series are moved by one scenario alone, and share its set. */
  readonly #alone = new Map<string, ReadonlySet<string>>();

  add(one: Contribution, scenario: string): void {
    this.addTo(one.instrument, one, one.value, scenario);
  }

  addTo(instrument: string, { labels, text }: LabelSet, value: Bounds, scenario: string): void {
    const all = this.#seriesOf(instrument);
    const series = all.get(text);
    if (series === undefined) all.set(text, { labels, text, value, scenarios: this.#only(scenario) });
    else {
      series.value = plus(series.value, value);
      if (!series.scenarios.has(scenario)) series.scenarios = new Set([...series.scenarios, scenario]);
    }
  }

  /** Series that can have moved, of one instrument. */
  series(instrument: string): readonly PredictedSeries[] {
    return [...(this.#instruments.get(instrument)?.values() ?? [])];
  }

  #seriesOf(instrument: string): Map<string, Sum> {
    const known = this.#instruments.get(instrument);
    if (known !== undefined) return known;
    const fresh = new Map<string, Sum>();
    this.#instruments.set(instrument, fresh);
    return fresh;
  }

  #only(scenario: string): ReadonlySet<string> {
    const known = this.#alone.get(scenario) ?? new Set([scenario]);
    this.#alone.set(scenario, known);
    return known;
  }
}

interface Sum extends LabelSet {
  value: Bounds;
  scenarios: ReadonlySet<string>;
}

export function totalOf(series: readonly PredictedSeries[]): Bounds {
  let sum = ZERO;
  for (const { value } of series) sum = plus(sum, value);
  return sum;
}

export function scenariosOf(series: readonly PredictedSeries[]): ReadonlySet<string> {
  const all = new Set<string>();
  for (const set of new Set(series.map(({ scenarios }) => scenarios))) for (const name of set) all.add(name);
  return all;
}
