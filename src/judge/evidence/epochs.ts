import { answeredAt, type Entry, type OperationFact } from '../../ledger/entry.ts';
import type { Export } from '../../otlp/export.ts';
import type { EpochRecord } from '../record.ts';
import { remembered } from '../remembered.ts';
import { samplesOf } from '../sample.ts';
import { type View, viewOf } from '../view.ts';
import type { EpochReport, ExportReport, RequestReport } from './evidence.ts';
import { LIMITS, type Limits } from './limits.ts';
import { seriesOfView } from './series.ts';

/** The view of a record of a run that is over. */
export const viewOfRecord: (record: EpochRecord) => View = remembered(viewOf);

/** All epochs of all instances as reports show them; what exceeds the limits is counted. Pure. */
export function epochsOf(records: readonly EpochRecord[], limits: Limits = LIMITS): readonly EpochReport[] {
  let room = limits.series;
  return records.map((record) => {
    const { process, entries, exports, observations, instance } = record;
    const series = seriesOfView(viewOfRecord(record), limits.pointsOfSeries);
    const shown = series.slice(0, room);
    room -= shown.length;
    return {
      instance,
      spawnedAtUnixMs: process.spawnedAtUnixMs,
      stoppedAtUnixMs: process.stoppedAtUnixMs,
      requests: entries.slice(leftOut(entries.length, limits.requests)).map(requestOf),
      requestsLeftOut: leftOut(entries.length, limits.requests),
      exports: exports.slice(leftOut(exports.length, limits.exports)).map(exportOf),
      exportsLeftOut: leftOut(exports.length, limits.exports),
      observations: observations.map(({ exportCount, entryCount }) => ({
        exportCount,
        requestCount: entryCount,
      })),
      series: shown,
      seriesLeftOut: series.length - shown.length,
    };
  });
}

/** How many of the earliest. */
export const leftOut = (count: number, most: number): number => Math.max(0, count - most);

const requestOf = (entry: Entry): RequestReport => ({
  scenario: entry.scenario,
  sentAtUnixMs: entry.sentAtUnixMs,
  answeredAtUnixMs: answeredAt(entry),
  way: wayOf(entry),
  user: entry.user,
  operations: [...entry.operations.map(operationText), ...entry.grants.map(grantText)],
});

function wayOf({ http, outcome }: Entry): string {
  const line = http === undefined ? 'socket' : `${http.method} ${http.route}`;
  switch (outcome.kind) {
    case 'answered':
      return outcome.status === undefined ? line : `${line} ${outcome.status}`;
    case 'held':
      return `${line} held open`;
    case 'released':
      return `${line} let go on`;
    case 'lost':
      return `${line} without an answer`;
  }
}

const operationText = ({ operation = 'an unknown operation', failure }: OperationFact): string =>
  failure === undefined ? operation : `${operation} failed: ${failure}`;

const grantText = ({ kind, grantee, operations }: Entry['grants'][number]): string =>
  `${operations.join(', ')} ${kind} ${kind === 'granted' ? 'to' : 'from'} ${grantee}`;

const exportOf = (exported: Export): ExportReport => ({
  arrivedAtUnixMs: exported.arrivedAtUnixMs,
  points: samplesOf(exported).length,
  bytes: exported.raw.length,
  issues: exported.issues.map(({ rule, path, detail }) => `${rule} at ${path}: ${detail}`),
});
