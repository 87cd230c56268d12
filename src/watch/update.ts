import type { Look } from '../report/html/state.ts';
import type { ScenarioState } from './event.ts';

/**
 * What has changed since an earlier revision, as it goes to the page: texts are free of secrets and of what a browser
 * or a terminal would obey. Rows replace rows of the same id.
 */
export interface Update extends Board {
  readonly series: readonly SeriesName[];
  readonly values: readonly SeriesValue[];
}

export interface Board {
  readonly revision: number;
  /** Forget everything before: all that there is follows. */
  readonly whole: boolean;
  readonly facts: Facts;
  readonly instruments: readonly InstrumentRow[];
  readonly checks: readonly CheckRow[];
  readonly scenarios: readonly ScenarioRow[];
  readonly changes: readonly Change[];
}

export interface Facts {
  readonly startedAtUnixMs: number;
  readonly exports: number;
  /** In the last minute. */
  readonly exportsPerMinute: number;
  readonly lastExportAtUnixMs: number | undefined;
  readonly documented: number;
  readonly documentedSeen: number;
  readonly series: number;
  /** Beyond the limit, or with a name beyond it. */
  readonly seriesLeftOut: number;
  /** There may be more of them: so many are told apart. */
  readonly leavesOutMore: boolean;
  /** Whose streams are judged; 0 in a run, which judges with its own. */
  readonly instances: number;
  readonly restarts: number;
  readonly wrongWays: number;
  readonly refused: number;
  readonly requests: number;
  readonly inFlight: number;
  readonly scenarios: Readonly<Record<ScenarioState, number>>;
  /** Of a run that is over. */
  readonly verdict: string | undefined;
}

export interface InstrumentRow {
  readonly name: string;
  /** undefined: not documented. */
  readonly number: number | undefined;
  /** As documented, else as received. */
  readonly kind: string;
  readonly unit: string;
  readonly series: number;
  /** Over all series of one instance. */
  readonly total: string;
  readonly movedAtUnixMs: number | undefined;
}

export type SeriesName = readonly [id: number, instance: string, instrument: string, labels: string];
export type SeriesValue = readonly [
  id: number,
  value: string,
  perSecond: number | null,
  movedAtUnixMs: number,
];

export interface CheckRow {
  readonly id: string;
  readonly level: string;
  readonly text: string;
  readonly look: Look;
  readonly words: string;
  /** The first of them. */
  readonly findings: readonly string[];
  readonly findingsLeftOut: number;
}

export interface ScenarioRow {
  readonly name: string;
  readonly state: ScenarioState;
  readonly error: string;
}

/** Something worth a line. */
export interface Change {
  readonly number: number;
  readonly atUnixMs: number;
  readonly look: Look;
  readonly text: string;
}
