/** One row of the table: a figure of this project, and that of something measured beside it in the same run. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly peer: string;
  readonly peerValue: number;
  /** value / peerValue: machines differ, this much less so. */
  readonly ratio: number;
  readonly aim?: Aim;
  readonly latency?: Latency;
  readonly peerLatency?: Latency;
}

/** What the ratio should be. */
export type Aim = { readonly least: number } | { readonly most: number };

/** Half, and 99 of 100, of the requests were answered within this time. */
export interface Latency {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export const isMet = ({ ratio }: Figure, aim: Aim): boolean =>
  'least' in aim ? ratio >= aim.least : ratio <= aim.most;

type Measure<T> = () => T | Promise<T>;

/** Measures in turns, so that a machine that slows down slows all; the results of each, round by round. */
export async function inTurns<T>(
  rounds: number,
  subjects: readonly Measure<T>[],
): Promise<readonly (readonly T[])[]> {
  const results = subjects.map((): T[] => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [index, measure] of subjects.entries()) results[index]?.push(await measure());
  return results;
}

/** The medians, and the median ratio, of what was measured in the same rounds. */
export const compared = (
  values: readonly number[],
  peerValues: readonly number[],
): Pick<Figure, 'value' | 'peerValue' | 'ratio'> => ({
  value: median(values),
  peerValue: median(peerValues),
  ratio: median(values.map((value, index) => value / (peerValues[index] ?? Number.NaN))),
});

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
