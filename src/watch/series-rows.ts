import type { Sample } from '../judge/sample.ts';
import { SeriesMap } from '../judge/series-map.ts';
import { after, type Standing } from '../judge/state.ts';
import { MAX_IDENTITY, MAX_SERIES } from './limits.ts';
import type { SeriesName, SeriesValue } from './update.ts';

interface Row {
  readonly id: number;
  readonly instance: string;
  readonly instrument: string;
  readonly labels: string;
  readonly bornIn: number;
  standing: Standing;
  timeUnixNano: bigint;
  perSecond: number | null;
  movedAtUnixMs: number;
  changedIn: number;
}

/** Every series with its value and how fast it moves. */
export class SeriesRows {
  /** By instance. */
  readonly #rows = new Map<string, SeriesMap<Row>>();
  readonly #byInstrument = new Map<string, Row[]>();
  readonly #leftOut = new Map<string, SeriesMap<true>>();
  readonly #clean: (text: string) => string;
  #nextId = 1;
  #count = 0;
  #countLeftOut = 0;
  #tooLong = 0;

  constructor(clean: (text: string) => string) {
    this.#clean = clean;
  }

  get count(): number {
    return this.#count;
  }

  /** At most as many as are followed are told apart. */
  get leftOut(): number {
    return this.#countLeftOut + this.#tooLong;
  }

  /** Those that are left out are no longer told apart: there may be more of them. */
  get leavesOutMore(): boolean {
    return this.#countLeftOut >= MAX_SERIES;
  }

  /** True where the series is new or stands at another value than before. */
  take(instance: string, sample: Sample, revision: number): boolean {
    if (sample.family.length + sample.labels.length > MAX_IDENTITY) {
      this.#tooLong += 1;
      return false;
    }
    const row = this.#rows.get(instance)?.get(sample);
    if (row === undefined) return this.#add(instance, sample, revision);
    const { value, sum } = after(row.standing, sample);
    const { timeUnixNano } = sample.point;
    const hasMoved = value !== row.standing.value || sum !== row.standing.sum;
    const perSecond = rateOf(row, value, timeUnixNano);
    if (hasMoved) row.movedAtUnixMs = sample.arrivedAtUnixMs;
    if (hasMoved || perSecond !== row.perSecond) row.changedIn = revision;
    row.standing = { value, sum };
    row.perSecond = perSecond;
    row.timeUnixNano = timeUnixNano;
    return hasMoved;
  }

  ofInstrument(instrument: string): readonly Pick<Row, 'instance' | 'standing'>[] {
    return this.#byInstrument.get(this.#clean(instrument)) ?? [];
  }

  /** Everything of one instance. */
  forget(instance: string): void {
    this.#count -= this.#rows.get(instance)?.size ?? 0;
    this.#rows.delete(instance);
    this.#byInstrument.clear();
    for (const row of this.#all()) this.#siblings(row.instrument).push(row);
    this.#leftOut.clear();
    this.#countLeftOut = 0;
    this.#tooLong = 0;
  }

  since(revision: number): {
    readonly series: readonly SeriesName[];
    readonly values: readonly SeriesValue[];
  } {
    const changed = this.#all().filter(({ changedIn }) => changedIn > revision);
    return {
      series: changed
        .filter(({ bornIn }) => bornIn > revision)
        .map(({ id, instance, instrument, labels }) => [id, instance, instrument, labels]),
      values: changed.map((row) => [row.id, textOf(row.standing), row.perSecond, row.movedAtUnixMs]),
    };
  }

  #all(): readonly Row[] {
    return [...this.#rows.values()].flatMap((rows) => rows.values());
  }

  #leaveOut(instance: string, sample: Sample): void {
    if (this.leavesOutMore || this.#leftOut.get(instance)?.has(sample)) return;
    seriesIn(this.#leftOut, instance).set(sample, true);
    this.#countLeftOut += 1;
  }

  #add(instance: string, sample: Sample, revision: number): boolean {
    if (this.#count >= MAX_SERIES) {
      this.#leaveOut(instance, sample);
      return false;
    }
    const row: Row = {
      id: this.#nextId,
      instance: this.#clean(instance),
      instrument: this.#clean(sample.instrument),
      labels: this.#clean(sample.labels),
      bornIn: revision,
      standing: { value: sample.value, sum: sample.sum },
      timeUnixNano: sample.point.timeUnixNano,
      perSecond: null,
      movedAtUnixMs: sample.arrivedAtUnixMs,
      changedIn: revision,
    };
    this.#nextId += 1;
    this.#count += 1;
    seriesIn(this.#rows, instance).set(sample, row);
    this.#siblings(row.instrument).push(row);
    return true;
  }

  #siblings(instrument: string): Row[] {
    const known = this.#byInstrument.get(instrument);
    if (known !== undefined) return known;
    const siblings: Row[] = [];
    this.#byInstrument.set(instrument, siblings);
    return siblings;
  }
}

function seriesIn<V>(all: Map<string, SeriesMap<V>>, instance: string): SeriesMap<V> {
  const known = all.get(instance);
  if (known !== undefined) return known;
  const fresh = new SeriesMap<V>();
  all.set(instance, fresh);
  return fresh;
}

const NANO = 1e9;

/** null: not known, as the value is no number, fell to a new start, or is of the same time. */
function rateOf(row: Row, value: Standing['value'], timeUnixNano: bigint): number | null {
  if (timeUnixNano === row.timeUnixNano) return row.perSecond;
  if (value === undefined || row.standing.value === undefined) return null;
  const seconds = Number(timeUnixNano - row.timeUnixNano) / NANO;
  const rate = (Number(value) - Number(row.standing.value)) / seconds;
  return seconds > 0 && Number.isFinite(rate) ? Number(rate.toPrecision(RATE_DIGITS)) : null;
}

const RATE_DIGITS = 3;

const textOf = ({ value, sum }: Standing): string => {
  if (value === undefined) return 'no number';
  const mean = sum === undefined || Number(value) === 0 ? undefined : sum / Number(value);
  return mean === undefined ? `${value}` : `${value}, mean ${Number(mean.toPrecision(RATE_DIGITS))}`;
};
