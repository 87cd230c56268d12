import type { Finding } from '../finding.ts';
import type { EpochRecord } from '../record.ts';
import { about } from './about.ts';
import { pointsBehind, requestsBehind } from './behind.ts';
import { leftOut, viewOfRecord } from './epochs.ts';
import type { FindingReport } from './evidence.ts';
import { LIMITS, type Limits } from './limits.ts';
import { describeShape, type Shape, shapesOf } from './shape.ts';
import { subjectOf } from './subject.ts';
import { topicEdit } from './topic-edits.ts';

/** Of the requests that led to a finding the last ones. */
export const MOST_REQUESTS = 20;

/** What the records hold for one finding. Pure. */
export function evidenceFor(
  finding: Finding,
  records: readonly EpochRecord[],
  limits: Limits = LIMITS,
): FindingReport {
  const { message, series, scenarios = [], expected, received } = finding;
  const epoch = finding.epoch ?? epochOfScenarios(records, scenarios);
  const record = epoch === undefined ? undefined : records[epoch];
  const plain = { message, series, expected, received, nearest: undefined, epoch, scenarios };
  if (record === undefined) return { ...plain, requests: [], points: [] };
  const view = viewOfRecord(record);
  const shown = (requests: readonly number[]) =>
    requests
      .slice(-MOST_REQUESTS)
      .map((request) => request - leftOut(record.entries.length, limits.requests))
      .filter((request) => request >= 0);
  const subject = finding.epoch === undefined ? undefined : subjectOf(finding, view.contract);
  if (subject === undefined) {
    const nearest = finding.epoch === undefined ? undefined : generalEdit(finding, undefined);
    return { ...plain, nearest, requests: shown(requestsOf(scenarios, record)), points: [] };
  }
  const shape = shapesOf(view).findLast(({ name }) => name === subject.name);
  const found = about(finding, subject, view);
  return {
    ...plain,
    // What the rule knew wins.
    expected: expected ?? found.expected,
    received: received ?? found.received,
    nearest: found.nearest ?? generalEdit(finding, shape),
    requests: shown(requestsBehind(finding, subject, view)),
    points: pointsBehind(finding, subject, view),
  };
}

/** What came is in the sentence of such a finding; where an instrument is meant, it is told how it came. */
function generalEdit(finding: Finding, shape: Shape | undefined): FindingReport['nearest'] {
  const edit = topicEdit(finding);
  return edit === undefined ? undefined : { received: shape === undefined ? '' : describeShape(shape), edit };
}

/** Where the traffic of these scenarios went, for findings that no record was read for. */
function epochOfScenarios(records: readonly EpochRecord[], scenarios: readonly string[]): number | undefined {
  const counts = records.map((record) => requestsOf(scenarios, record).length);
  const most = Math.max(0, ...counts);
  return most === 0 ? undefined : counts.indexOf(most);
}

const requestsOf = (scenarios: readonly string[], { entries }: EpochRecord): readonly number[] =>
  [...entries.keys()].filter((index) => scenarios.includes(entries[index]?.scenario ?? ''));
