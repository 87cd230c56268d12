import type { Contract } from '../contract/contract.ts';
import type { Sample } from '../judge/sample.ts';
import { MAX_FURTHER_INSTRUMENTS } from './limits.ts';
import type { SeriesRows } from './series-rows.ts';
import type { InstrumentRow } from './update.ts';

interface Row {
  readonly number: number | undefined;
  readonly kind: string;
  readonly unit: string;
  isSeen: boolean;
  movedAtUnixMs: number | undefined;
  changedIn: number;
}

/** The documented instruments, seen or missing, and then whatever else is exported. */
export class InstrumentRows {
  readonly #rows: Map<string, Row>;
  readonly #documented: number;
  readonly #series: SeriesRows;
  readonly #clean: (text: string) => string;

  constructor({ instruments }: Contract, series: SeriesRows, clean: (text: string) => string) {
    this.#documented = instruments.length;
    this.#series = series;
    this.#clean = clean;
    this.#rows = new Map(
      instruments.map(({ name, number, kind, unit }) => [
        name,
        { number, kind, unit, isSeen: false, movedAtUnixMs: undefined, changedIn: 0 },
      ]),
    );
  }

  get seen(): number {
    return [...this.#rows.values()].filter(({ number, isSeen }) => number !== undefined && isSeen).length;
  }

  /** True where it is the first of its instrument. */
  take(sample: Sample, hasMoved: boolean, revision: number): boolean {
    const row = this.#rows.get(sample.instrument) ?? this.#further(sample);
    if (row === undefined) return false;
    const isFirst = !row.isSeen;
    row.isSeen = true;
    if (hasMoved) row.movedAtUnixMs = sample.arrivedAtUnixMs;
    if (isFirst || hasMoved) row.changedIn = revision;
    return isFirst;
  }

  /** All are missing again. */
  forget(revision: number): void {
    for (const row of this.#rows.values())
      Object.assign(row, { isSeen: false, movedAtUnixMs: undefined, changedIn: revision });
  }

  /** @param instance whose series make up the totals */
  since(revision: number, instance: string): readonly InstrumentRow[] {
    return [...this.#rows]
      .filter(([, { changedIn }]) => changedIn > revision)
      .map(([name, { number, kind, unit, movedAtUnixMs }]) => {
        const series = this.#series.ofInstrument(name);
        const own = series.filter((one) => one.instance === instance);
        const total = own.reduce((sum, { standing }) => sum + Number(standing.value ?? 0), 0);
        return {
          name: this.#clean(name),
          number,
          kind,
          unit,
          series: series.length,
          total: own.length === 0 ? '' : `${Number(total.toPrecision(15))}`,
          movedAtUnixMs,
        };
      });
  }

  #further({ instrument, kind, metric }: Sample): Row | undefined {
    if (this.#rows.size >= this.#documented + MAX_FURTHER_INSTRUMENTS) return undefined;
    const row: Row = {
      number: undefined,
      kind,
      unit: this.#clean(metric.unit),
      isSeen: false,
      movedAtUnixMs: undefined,
      changedIn: 0,
    };
    this.#rows.set(instrument, row);
    return row;
  }
}
