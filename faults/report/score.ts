import { CATALOGUE } from '../catalogue/catalogue.ts';
import type { Level } from '../catalogue/row.ts';
import type { Kill, Outcome } from '../kill.ts';

/** Of the MUST faults that came into play and are none but in name, so many must be caught at all ... */
export const LEAST_KILLED_PERCENT = 98;
/** ... and so many by the check that is meant to. */
export const LEAST_DIAGNOSED_PERCENT = 90;

export interface Score {
  /** Faults that came into play and are wrong. */
  readonly planted: number;
  /** By whatever check. */
  readonly killed: number;
  /** By the check that is meant to. */
  readonly diagnosed: number;
}

export interface Benchmark {
  readonly kills: readonly Kill[];
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly must: Score;
  readonly should: Score;
  readonly passes: boolean;
}

const OUTCOMES: readonly Outcome[] = [
  ...(['killed', 'misdiagnosed', 'survived', 'not covered'] as const),
  ...(['equivalent', 'false alarm', 'broken off'] as const),
];

/** @param levelOf what a check counts, for faults that go beyond the catalogue */
export function benchmarkOf(kills: readonly Kill[], levelOf: (check: string) => Level): Benchmark {
  const level = ({ fault }: Kill): Level => CATALOGUE.get(fault.of ?? '')?.level ?? levelOf(fault.expects);
  const must = scoreOf(kills.filter((kill) => level(kill) === 'MUST'));
  const should = scoreOf(kills.filter((kill) => level(kill) === 'SHOULD'));
  const counts = countsOf(kills);
  const passes =
    percent(must.killed, must.planted) >= LEAST_KILLED_PERCENT &&
    percent(must.diagnosed, must.planted) >= LEAST_DIAGNOSED_PERCENT &&
    counts['false alarm'] === 0 &&
    counts['broken off'] === 0;
  return { kills, counts, must, should, passes };
}

/** So many came to each end. */
export const countsOf = (kills: readonly Kill[]): Record<Outcome, number> =>
  Object.fromEntries(
    OUTCOMES.map((outcome) => [outcome, kills.filter((kill) => kill.outcome === outcome).length]),
  ) as Record<Outcome, number>;

const COVERED: readonly Outcome[] = ['killed', 'misdiagnosed', 'survived'];

function scoreOf(kills: readonly Kill[]): Score {
  const planted = kills.filter(({ outcome }) => COVERED.includes(outcome));
  return {
    planted: planted.length,
    killed: planted.filter(({ outcome }) => outcome !== 'survived').length,
    diagnosed: planted.filter(({ outcome }) => outcome === 'killed').length,
  };
}

/** Of nothing, everything. */
export const percent = (part: number, whole: number): number => (whole === 0 ? 100 : (100 * part) / whole);

/** "98.7 %". */
export const inPercent = (part: number, whole: number): string => `${percent(part, whole).toFixed(1)} %`;
