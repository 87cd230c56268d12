import type { Entry } from '../ledger/entry.ts';
import type { Setting } from '../ledger/store-rules.ts';
import type { Export } from '../otlp/export.ts';

/** Everything known of one epoch of one target instance, from its start to its end: the judge's whole input. */
export interface EpochRecord {
  /** Name of the target instance in reports: "main", "cadence" ... */
  readonly instance: string;
  readonly setting: Setting;
  readonly process: ProcessTimes;
  /** The interval that this instance was told to push at; undefined = left as documented. */
  readonly testIntervalMs: number | undefined;
  readonly entries: readonly Entry[];
  readonly exports: readonly Export[];
  readonly observations: readonly Observation[];
  /** So many exports came before the first request, of a KMS that ran already: counting begins where they stand. */
  readonly exportsBefore?: number;
  /** When its collector was away, or did not take at once what came: what was pushed then is late, or never came. */
  readonly outages?: readonly Outage[];
  /** Attempts to push in another way than OTLP/gRPC in clear, one sentence each. */
  readonly wrongWays: readonly string[];
  /** What was wrong with each request to the metrics service that was no OTLP message, one sentence each. */
  readonly undecodable?: readonly string[];
}

/** Unix milliseconds by the suite's clock; ends with the first push that was taken at once again. */
export interface Outage {
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
}

/** Unix milliseconds by the suite's clock. */
export interface ProcessTimes {
  /** undefined where the suite has not started it. */
  readonly spawnedAtUnixMs: number | undefined;
  readonly firstAnswerAtUnixMs: number;
  /** When it was told to stop or was killed. */
  readonly stoppedAtUnixMs: number | undefined;
}

/** A complete collection that covers all traffic up to then, with no request in flight but held ones. */
export interface Observation {
  /** It is made of the first so many exports ... */
  readonly exportCount: number;
  /** ... and covers the first so many entries. */
  readonly entryCount: number;
  /** After the end of all scenarios: the whole ledger must balance. */
  readonly final: boolean;
}
