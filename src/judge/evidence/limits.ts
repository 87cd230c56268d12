/** How much of a run a report carries; what is left out is counted in it. Over all epochs where not said otherwise. */
export interface Limits {
  readonly series: number;
  readonly pointsOfSeries: number;
  /** Of one epoch. */
  readonly requests: number;
  /** Of one epoch. */
  readonly exports: number;
}

/** A report of this size stays below 100 MB and opens in a browser. */
export const LIMITS: Limits = { series: 10_000, pointsOfSeries: 200, requests: 10_000, exports: 2_000 };
