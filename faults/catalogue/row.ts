/** RFC 2119, of the strictest profile there is; the profile in force decides what a finding counts. */
export type Level = 'MUST' | 'SHOULD';

/** Where a defect of this kind is made: in what is sent, in the server, around both, or in the suite itself. */
export type Place = 'wire' | 'server' | 'environment' | 'suite';

/** One kind of defect that a conformance suite for the telemetry of a KMS must catch. */
export interface Row {
  /** "NAM-01": stable, never reused. */
  readonly id: string;
  readonly level: Level;
  readonly place: Place;
  readonly words: string;
}

type Told = readonly [number: string, level: 'M' | 'S', words: string];

/** Rows of one group and place: [number, level, words]. */
export const rows = (group: string, place: Place, told: readonly Told[]): readonly Row[] =>
  told.map(([number, level, words]) => ({
    id: `${group}-${number}`,
    level: level === 'M' ? 'MUST' : 'SHOULD',
    place,
    words,
  }));
