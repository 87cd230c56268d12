import type { Contract } from '../../contract/contract.ts';
import type { Collection } from '../collections.ts';
import { exercised, finding } from '../finding.ts';
import { wasThere } from '../outages.ts';
import type { EpochRecord } from '../record.ts';
import { clockSkewMs } from '../skew.ts';
import type { Rule } from './rule.ts';

/** How the exports came: OTLP/gRPC and nothing else. */
export const grpc: Rule = ({ record }) => {
  const wrongWays = record.wrongWays.map((way) =>
    finding('push/grpc', `the KMS pushed the wrong way: ${way}`),
  );
  const foreign = record.exports
    .filter(({ transport }) => !isGrpc(transport.headers['content-type']))
    .slice(0, 1)
    .map(({ transport }) =>
      finding(
        'push/grpc',
        `an export came with the content type ${JSON.stringify(transport.headers['content-type'] ?? '')}`,
      ),
    );
  return record.exports.length === 0 ? wrongWays : [exercised('push/grpc'), ...wrongWays, ...foreign];
};

/** What needs no traffic is there from the first collection on. */
export const firstExport: Rule = ({ collections, contract }) => {
  const [first] = collections;
  if (first === undefined) return [];
  const exported = new Set(first.metrics.map(({ instrument }) => instrument));
  const missing = contract.instruments.filter(
    ({ name, inFirstExport }) => inFirstExport && !exported.has(name),
  );
  return [
    exercised('push/first-export'),
    ...missing.map(({ name }) => finding('push/first-export', `${name} is missing in the first export`)),
  ];
};

/** Gaps between collections are judged from this many on. */
export const LEAST_INTERVALS = 2;

/**
 * Collections are the documented interval apart, by their point times. A push right after the start may come
 * before the interval; the one at the stop may, too. What came while the collector was not there says nothing.
 */
export const cadence: Rule = ({ collections, contract, record }) => {
  if (record.testIntervalMs !== undefined) return [];
  const { intervalSeconds, toleranceSeconds } = contract.push;
  const regular = collections.filter(
    ({ arrivedAtUnixMs }) => arrivedAtUnixMs < (record.process.stoppedAtUnixMs ?? Number.POSITIVE_INFINITY),
  );
  const skewMs = clockSkewMs(record.entries) ?? 0;
  const gaps = regular.slice(1).flatMap((collection, index) => {
    const before = regular[index] ?? collection;
    const isSeen = wasThere(record, seconds(before) * 1000 - skewMs, collection.arrivedAtUnixMs);
    return isSeen ? [{ isFirst: index === 0, seconds: seconds(collection) - seconds(before) }] : [];
  });
  if (gaps.length < LEAST_INTERVALS) return [];
  const late = lateStart(regular[0], record, contract);
  if (late !== undefined) return [finding('push/cadence', late)];
  const judged = gaps.filter((gap) => !(gap.isFirst && gap.seconds < intervalSeconds - toleranceSeconds));
  const isRegular = judged.every((gap) => Math.abs(gap.seconds - intervalSeconds) <= toleranceSeconds);
  if (isRegular) return judged.length < LEAST_INTERVALS ? [] : [exercised('push/cadence')];
  return [
    finding(
      'push/cadence',
      `collections must be ${intervalSeconds} s +- ${toleranceSeconds} s apart, but were ${gaps.map((gap) => `${gap.seconds.toFixed(2)} s`).join(', ')}`,
    ),
  ];
};

/** Whoever serves collects within an interval; of a process that the suite has not started it is not known since when. */
function lateStart(
  first: Collection | undefined,
  record: EpochRecord,
  { push: { intervalSeconds, toleranceSeconds } }: Contract,
): string | undefined {
  const { spawnedAtUnixMs, firstAnswerAtUnixMs } = record.process;
  if (first === undefined || spawnedAtUnixMs === undefined) return undefined;
  if (!wasThere(record, spawnedAtUnixMs, first.arrivedAtUnixMs)) return undefined;
  const skewMs = clockSkewMs(record.entries) ?? 0;
  const after = seconds(first) - (firstAnswerAtUnixMs + skewMs) / 1000;
  return after <= intervalSeconds + toleranceSeconds
    ? undefined
    : `the first collection must be at most ${intervalSeconds} s +- ${toleranceSeconds} s after the first answer, but was ${after.toFixed(2)} s after it`;
}

const isGrpc = (contentType: string | undefined): boolean =>
  contentType?.startsWith('application/grpc') ?? false;

const seconds = ({ timeUnixNano }: Collection): number => Number(timeUnixNano / 1_000_000n) / 1000;
