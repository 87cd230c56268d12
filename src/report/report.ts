import type { Level } from '../contract/contract.ts';
import type { EpochReport, FindingReport } from '../judge/evidence/evidence.ts';
import type { Excuse, State, Verdict, Weight } from '../judge/verdict.ts';

export type * from '../judge/evidence/evidence.ts';

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
    /** Of these, how long some instance was waited for while no request was in flight and none was starting. */
    readonly waitedSeconds: number;
    readonly strict: boolean;
  };
  readonly verdict: Verdict;
  readonly exitCode: number;
  /** What is wrong with the run as a whole: entries of the baseline that name no check, have expired ... */
  readonly problems: readonly string[];
  readonly instruments: readonly InstrumentReport[];
  readonly checks: readonly CheckReport[];
  readonly scenarios: readonly ScenarioReport[];
  readonly epochs: readonly EpochReport[];
  /**
   * Planned: the checks of the contract that the user has not left out. Judged: those of them that have a verdict of
   * their own. The report is complete where both are the same.
   */
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
  /** Where the promise comes from: a sentence of the document, or a clause of a specification. */
  readonly source: string;
  readonly state: State;
  readonly weight: Weight;
  /** Why it was not judged. */
  readonly reason: string | undefined;
  readonly findings: readonly FindingReport[];
  /** Further ones, beyond the limit of the report. */
  readonly findingsLeftOut: number;
  /** The entry of the baseline that was weighed. */
  readonly baseline: Excuse | undefined;
  /** Names of the scenarios that are evidence for it. */
  readonly scenarios: readonly string[];
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
