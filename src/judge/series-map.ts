/** What identifies a series in the stream. */
export interface SeriesName {
  /** Resource, scope and instrument. */
  readonly family: string;
  /** The attribute set as text. */
  readonly labels: string;
}

export type ReadonlySeriesMap<V> = Pick<SeriesMap<V>, 'size' | 'get' | 'has' | 'values' | 'groups'>;

/** A value for each series. The long name of a family is looked up once for all of its series that come in a row. */
export class SeriesMap<V> {
  readonly #families = new Map<string, Map<string, V>>();
  #family: string | undefined;
  #series: Map<string, V> = new Map();

  /** With everything that stands in those, of the same series in the last of them. */
  constructor(...others: readonly ReadonlySeriesMap<V>[]) {
    for (const other of others)
      for (const [family, series] of other.groups()) {
        const known = this.#families.get(family);
        if (known === undefined) this.#families.set(family, new Map(series));
        else for (const [labels, value] of series) known.set(labels, value);
      }
  }

  get size(): number {
    let all = 0;
    for (const { size } of this.#families.values()) all += size;
    return all;
  }

  get({ family, labels }: SeriesName): V | undefined {
    return this.#of(family)?.get(labels);
  }

  has({ family, labels }: SeriesName): boolean {
    return this.#of(family)?.has(labels) ?? false;
  }

  set({ family, labels }: SeriesName, value: V): void {
    const known = this.#of(family);
    if (known !== undefined) known.set(labels, value);
    else this.#families.set(family, new Map([[labels, value]]));
  }

  values(): readonly V[] {
    return [...this.#families.values()].flatMap((series) => [...series.values()]);
  }

  /** By family and labels. */
  groups(): ReadonlyMap<string, ReadonlyMap<string, V>> {
    return this.#families;
  }

  #of(family: string): Map<string, V> | undefined {
    if (family === this.#family) return this.#series;
    const series = this.#families.get(family);
    if (series === undefined) return undefined;
    this.#family = family;
    this.#series = series;
    return series;
  }
}
