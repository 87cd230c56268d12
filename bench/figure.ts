/** One row of the table: a figure of this project, and that of something measured beside it in the same run. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly peer: string;
  readonly peerValue: number;
  /** value / peerValue: machines differ, this much less so. */
  readonly ratio: number;
}

/** Measures in turns, so that a machine that slows down slows both; the medians and the median ratio of the rounds. */
export async function inTurns(
  rounds: number,
  subject: () => number | Promise<number>,
  peer: () => number | Promise<number>,
): Promise<Pick<Figure, 'value' | 'peerValue' | 'ratio'>> {
  const values: number[] = [];
  const peerValues: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    values.push(await subject());
    peerValues.push(await peer());
  }
  return {
    value: median(values),
    peerValue: median(peerValues),
    ratio: median(values.map((value, index) => value / (peerValues[index] ?? Number.NaN))),
  };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
