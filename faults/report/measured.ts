import { CATALOGUE } from '../catalogue/catalogue.ts';
import type { Kill, Outcome } from '../kill.ts';
import type { Benchmark, Score } from './score.ts';

/** A result of the benchmark, reduced to what docs/faults.md says of it. */
export interface Measured {
  readonly schema: 'kms-otlp-testbed/measured-faults/1';
  /** YYYY-MM-DD. */
  readonly on: string;
  /** From the first fault to the last, with the clean run before. */
  readonly minutes: number;
  /** 100 = all faults. */
  readonly samplePercent: number;
  readonly seed: string;
  readonly wire: Counts;
  readonly server: Counts;
  readonly must: Score;
  readonly should: Score;
  /** What was not caught by the check meant for it. */
  readonly weak: readonly {
    readonly id: string;
    /** Row and its level, or what goes beyond the catalogue. */
    readonly of: string;
    readonly expects: string;
    readonly outcome: Outcome;
    readonly red: readonly string[];
  }[];
  /** Nothing is wrong with these. */
  readonly equivalent: readonly { readonly of: string; readonly faults: number; readonly why: string }[];
}

export type Counts = Readonly<Record<Outcome, number>>;

export interface Circumstances extends Pick<Measured, 'on' | 'minutes' | 'samplePercent' | 'seed'> {
  readonly countsOf: (kills: readonly Kill[]) => Counts;
}

export function measuredOf(
  { kills, must, should }: Benchmark,
  { countsOf, ...circumstances }: Circumstances,
): Measured {
  const isOnWire = ({ fault }: Kill): boolean => 'apply' in fault;
  const alike = Map.groupBy(
    kills.filter(({ outcome }) => outcome === 'equivalent'),
    ({ fault, reason }) => `${rowOf(fault.of)}\n${reason}`,
  );
  return {
    schema: 'kms-otlp-testbed/measured-faults/1',
    ...circumstances,
    wire: countsOf(kills.filter(isOnWire)),
    server: countsOf(kills.filter((kill) => !isOnWire(kill))),
    ...{ must, should },
    weak: kills
      .filter(({ outcome }) => outcome !== 'killed' && outcome !== 'equivalent')
      .map(({ fault: { id, of, expects }, outcome, red }) => ({ id, of: rowOf(of), expects, outcome, red })),
    equivalent: [...alike].map(([key, all]) => {
      const [of = '', why = ''] = key.split('\n');
      return { of, faults: all.length, why };
    }),
  };
}

const rowOf = (id: string | undefined): string => {
  const row = CATALOGUE.get(id ?? '');
  return row === undefined ? 'beyond the catalogue' : `${row.id}, ${row.level}`;
};
