import type { Level } from '../contract/contract.ts';
import type { State, Verdict, Weight } from '../judge/verdict.ts';

/**
 * One run as every report shows it: plain data, free of secrets, the same for terminal, JSON, JUnit, HTML and
 * Markdown. Times are Unix milliseconds by the suite's clock; integers from the wire are decimal text, because JSON
 * numbers lose them beyond 2^53.
 */
export interface Report {
  /** Version of this shape: see report.schema.json. */
  readonly schema: 1;
  readonly suite: { readonly name: string; readonly version: string; readonly commit: string | undefined };
  readonly contract: {
    readonly profile: string;
    readonly version: number;
    /** SHA-256 of the profile in force, in hexadecimal. */
    readonly hash: string;
    readonly definitions: Readonly<Record<string, string | number | boolean>>;
  };
  readonly target: { readonly name: string; readonly version: string | undefined };
  readonly run: {
    /** As typed, without secrets. */
    readonly commandLine: string;
    readonly seed: string;
    readonly startedAtUnixMs: number;
    readonly seconds: number;
    /** Of these, how long nothing was done but waiting for pushes. */
    readonly waitedSeconds: number;
    readonly strict: boolean;
  };
  readonly verdict: Verdict;
  readonly exitCode: number;
  readonly instruments: readonly InstrumentReport[];
  readonly checks: readonly CheckReport[];
  readonly scenarios: readonly ScenarioReport[];
  readonly epochs: readonly EpochReport[];
  /** Planned = judged, or the report is not complete. */
  readonly completeness: { readonly planned: number; readonly judged: number };
}

export interface InstrumentReport {
  readonly number: number;
  readonly name: string;
  readonly kind: string;
  readonly unit: string;
  /** The words of the document. */
  readonly document: string;
}

export interface CheckReport {
  /** `kms.errors.total/value`, `push/cadence`. */
  readonly id: string;
  readonly level: Level;
  readonly text: string;
  readonly state: State;
  readonly weight: Weight;
  /** Why it was not judged. */
  readonly reason: string | undefined;
  readonly findings: readonly FindingReport[];
  /** The entry of the baseline that excuses it. */
  readonly baseline: { readonly reason: string; readonly link: string | undefined } | undefined;
  /** Names of the scenarios that are evidence for it. */
  readonly scenarios: readonly string[];
}

export interface FindingReport {
  /** One sentence: what was expected, what came. */
  readonly message: string;
  /** The series it is about, as text. */
  readonly series: string | undefined;
  readonly expected: string | undefined;
  readonly received: string | undefined;
  /** What was received that comes nearest, and the smallest edit that would mend it. */
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

export interface ScenarioReport {
  /** "Feature: scenario". */
  readonly name: string;
  /** "features/errors.feature:12". */
  readonly location: string;
  readonly seconds: number;
  readonly error: string | undefined;
  readonly checks: readonly string[];
}

/** One target instance from start to restart or end. */
export interface EpochReport {
  readonly instance: string;
  readonly spawnedAtUnixMs: number | undefined;
  readonly stoppedAtUnixMs: number | undefined;
  readonly requests: readonly RequestReport[];
  readonly exports: readonly ExportReport[];
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
  /** [Unix ms of the point, value or count], in order. */
  readonly points: readonly (readonly [atUnixMs: number, value: number])[];
  /** What the ledger says at each observation: [Unix ms, least, most]. */
  readonly predicted: readonly (readonly [atUnixMs: number, min: number, max: number | undefined])[];
}
