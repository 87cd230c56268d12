/**
 * What a run leaves behind for people to look at, as plain data. Times are Unix milliseconds by the suite's clock;
 * integers from the wire are decimal text, because JSON numbers lose them beyond 2^53.
 */

/** One target instance from start to restart or end. */
export interface EpochReport {
  readonly instance: string;
  readonly spawnedAtUnixMs: number | undefined;
  readonly stoppedAtUnixMs: number | undefined;
  readonly requests: readonly RequestReport[];
  /** Earlier ones, beyond the limit of the report. */
  readonly requestsLeftOut: number;
  readonly exports: readonly ExportReport[];
  /** Earlier ones, beyond the limit of the report. */
  readonly exportsLeftOut: number;
  /** Each covers the first so many exports and requests, those that are left out included. */
  readonly observations: readonly { readonly exportCount: number; readonly requestCount: number }[];
  readonly series: readonly SeriesReport[];
  /** Series beyond the limit of the report. */
  readonly seriesLeftOut: number;
}

export interface RequestReport {
  readonly scenario: string;
  readonly sentAtUnixMs: number;
  /** undefined = no answer. */
  readonly answeredAtUnixMs: number | undefined;
  /** "POST /kmip/2_1 200", "socket". */
  readonly way: string;
  readonly user: string | undefined;
  /** "Create", "Get failed: ObjectNotFound". */
  readonly operations: readonly string[];
}

export interface ExportReport {
  readonly arrivedAtUnixMs: number;
  readonly points: number;
  readonly bytes: number;
  readonly issues: readonly string[];
}

export interface SeriesReport {
  readonly instrument: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** [Unix ms of the point, value or count], in order; empty = predicted and never received. */
  readonly points: readonly (readonly [atUnixMs: number, value: number])[];
  /** Points that repeat what stands on both sides of them, or beyond the limit of the report. */
  readonly pointsLeftOut: number;
  /** What the ledger says at each observation: [Unix ms, least, most]. */
  readonly predicted: readonly (readonly [atUnixMs: number, min: number, max: number | undefined])[];
}

export interface FindingReport {
  /** One sentence: what was expected, what came. */
  readonly message: string;
  /** The series it is about, as text. */
  readonly series: string | undefined;
  /** Lines that can be held side by side with those of `received`. */
  readonly expected: string | undefined;
  readonly received: string | undefined;
  /** What was received that comes nearest (empty: the message says it), and the smallest edit that would mend it. */
  readonly nearest: { readonly received: string; readonly edit: string } | undefined;
  /** Index into `epochs`; undefined where it belongs to none. */
  readonly epoch: number | undefined;
  /** Scenarios whose traffic moved the series. */
  readonly scenarios: readonly string[];
  /** The requests that led there, the last ones: indices into the epoch's `requests`. */
  readonly requests: readonly number[];
  /** The raw data points it was read from, the last ones. */
  readonly points: readonly PointReport[];
}

export interface PointReport {
  readonly instrument: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly startTimeUnixNano: string;
  readonly timeUnixNano: string;
  /** Number, or histogram as "count 3, sum 0.12". */
  readonly value: string;
}
