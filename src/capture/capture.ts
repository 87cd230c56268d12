import type { WholeProfile } from '../contract/schema.ts';
import type { EpochRecord } from '../judge/record.ts';
import type { State } from '../judge/verdict.ts';
import type { Setting } from '../ledger/store-rules.ts';
import type { ScenarioOutcome } from '../testbed/cucumber.ts';
import type { CleanUp } from '../testbed/production/clean-up.ts';
import type { Claims } from '../testbed/targets/capabilities.ts';
import type { Wanted } from '../testbed/wanted.ts';

/** Version of the format; a reader refuses others. */
export const SCHEMA = 1;

/** A run as one file keeps it: what judging it again needs, what came of it, and where it comes from. */
export interface Capture {
  readonly header: Header;
  /** The epochs of every instance. */
  readonly instances: readonly (readonly RecordedEpoch[])[];
  readonly scenarios: readonly ScenarioOutcome[];
  readonly refusals: readonly RecordedRefusal[];
  readonly results: readonly RecordedResult[];
}

export interface Header {
  readonly schema: typeof SCHEMA;
  readonly suite: { readonly name: string; readonly version: string; readonly commit: string | undefined };
  readonly target: { readonly name: string; readonly version: string | undefined };
  readonly contract: {
    readonly profile: string;
    /** It came with the suite: a newer suite judges by its own profile of that name. */
    readonly isOwn: boolean;
    readonly whole: WholeProfile;
    /** What the target picks where the profile leaves it open. */
    readonly picks: Readonly<Record<string, string | number | boolean>>;
    /** Of profile and picks together, as reports show it. */
    readonly hash: string;
  };
  /** As typed. */
  readonly commandLine: string;
  readonly seed: string;
  readonly startedAtUnixMs: number;
  readonly seconds: number;
  readonly waitedSeconds: number;
  /** SHOULD counted like MUST. */
  readonly strict: boolean;
  readonly wanted: Wanted;
  readonly claims: Claims;
  readonly cleanUp: CleanUp | undefined;
}

/** The judge's input without the contract, which the header tells once for all. */
export type RecordedEpoch = Omit<EpochRecord, 'setting'> & { readonly setting: Omit<Setting, 'contract'> };

/** A scenario that did not run although it was wanted. */
export interface RecordedRefusal {
  readonly scenario: string;
  readonly sieve: number;
  readonly state: State;
  readonly reason: string;
}

/** What the suite that recorded it said of a check. */
export interface RecordedResult {
  readonly id: string;
  readonly state: State;
  readonly reason: string | undefined;
  readonly findings: readonly string[];
}
