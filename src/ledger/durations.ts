import { clientSeconds, type Entry, timesOf } from './entry.ts';

/** The least and the most that a duration histogram's sum may be, in seconds. */
export interface Seconds {
  readonly min: number;
  readonly max: number;
}

/** Client times are read on a clock of microseconds and rounded on the way; this much per request is granted. */
export const CLIENT_TIME_SLACK_SECONDS = 0.001;

/** Database statements may nest and overlap, so their times may add up to more than the client waited. */
export const DATABASE_TIME_FACTOR = 10;

/** Bounds of the three duration histograms; an entry without an answer leaves them open upwards. */
export function durationsOf(entries: readonly Entry[]): ReadonlyMap<string, Seconds> {
  const waited = { sent: 0, http: 0, kmip: 0 };
  let atLeast = 0;
  for (const entry of entries) {
    const seconds = waitedFor(entry);
    if (seconds === undefined) continue;
    waited.sent += seconds;
    if (entry.http !== undefined) waited.http += seconds;
    if (entry.operations.length > 0) waited.kmip += seconds;
    for (const { atLeastSeconds } of entry.operations) atLeast += atLeastSeconds ?? 0;
  }
  return new Map([
    ['kms.kmip.operation.duration', { min: atLeast, max: waited.kmip }],
    ['kms.database.operation.duration', { min: 0, max: DATABASE_TIME_FACTOR * waited.sent }],
    ['kms.http.request.duration', { min: 0, max: waited.http }],
  ]);
}

/** By all the requests that it stands for; undefined: they are not over. */
function waitedFor(entry: Entry): number | undefined {
  switch (entry.outcome.kind) {
    case 'answered':
      return clientSeconds(entry) + Number(timesOf(entry)) * CLIENT_TIME_SLACK_SECONDS;
    case 'lost':
      return Number.POSITIVE_INFINITY;
    default:
      return undefined;
  }
}
