import type { Collection } from '../collections.ts';
import { exercised, finding } from '../finding.ts';
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
  const exported = new Set(first.samples.map(({ instrument }) => instrument));
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
 * before the interval; the one at the stop may, too.
 */
export const cadence: Rule = ({ collections, contract, record }) => {
  if (record.testIntervalMs !== undefined) return [];
  const { intervalSeconds, toleranceSeconds } = contract.push;
  const regular = collections.filter(
    ({ arrivedAtUnixMs }) => arrivedAtUnixMs < (record.process.stoppedAtUnixMs ?? Number.POSITIVE_INFINITY),
  );
  const gaps = regular
    .slice(1)
    .map((collection, index) => seconds(collection) - seconds(regular[index] ?? collection));
  const [first = 0, ...rest] = gaps;
  if (gaps.length < LEAST_INTERVALS) return [];
  const judged = first < intervalSeconds - toleranceSeconds ? rest : gaps;
  const isRegular = judged.every((gap) => Math.abs(gap - intervalSeconds) <= toleranceSeconds);
  if (isRegular) return judged.length < LEAST_INTERVALS ? [] : [exercised('push/cadence')];
  return [
    finding(
      'push/cadence',
      `collections must be ${intervalSeconds} s +- ${toleranceSeconds} s apart, but were ${gaps.map((gap) => `${gap.toFixed(2)} s`).join(', ')}`,
    ),
  ];
};

const isGrpc = (contentType: string | undefined): boolean =>
  contentType?.startsWith('application/grpc') ?? false;

const seconds = ({ timeUnixNano }: Collection): number => Number(timeUnixNano / 1_000_000n) / 1000;
