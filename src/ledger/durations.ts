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
  const sent = entries.filter(({ outcome }) => outcome.kind === 'answered' || outcome.kind === 'lost');
  const http = sent.filter((entry) => entry.http !== undefined);
  const kmip = sent.filter((entry) => entry.operations.length > 0);
  const atLeast = kmip
    .flatMap(({ operations }) => operations)
    .reduce((sum, { atLeastSeconds }) => sum + (atLeastSeconds ?? 0), 0);
  return new Map([
    ['kms.kmip.operation.duration', { min: atLeast, max: waited(kmip) }],
    ['kms.database.operation.duration', { min: 0, max: DATABASE_TIME_FACTOR * waited(sent) }],
    ['kms.http.request.duration', { min: 0, max: waited(http) }],
  ]);
}

const waited = (entries: readonly Entry[]): number =>
  entries.some(({ outcome }) => outcome.kind === 'lost')
    ? Number.POSITIVE_INFINITY
    : entries.reduce(
        (sum, entry) => sum + clientSeconds(entry) + Number(timesOf(entry)) * CLIENT_TIME_SLACK_SECONDS,
        0,
      );
