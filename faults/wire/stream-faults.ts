import type { EpochRecord } from '../../src/judge/record.ts';
import type { HistogramPoint, Metric, NumberPoint } from '../../src/otlp/model.ts';
import type { WireFault } from '../fault.ts';
import { type AnyPoint, editInstrument, editMetrics, editPoints, editResources, increased } from './edit.ts';

const OPERATIONS = 'kms.kmip.operations.total';
const DURATION = 'kms.kmip.operation.duration';

const fault = (id: string, words: string, expects: string, apply: WireFault['apply']): WireFault => ({
  id,
  words,
  expects,
  apply,
});

/** Faults of the stream as a whole, and of what instruments say together. */
export const streamFaults: readonly WireFault[] = [
  fault(
    'near-miss',
    'a name with another case is exported beside the right one',
    'catalogue/near-misses',
    editInstrument('kms.errors.total', (metric) => [metric, { ...metric, name: 'kms.Errors.total' }]),
  ),
  fault(
    'look-alike-letter',
    'a Cyrillic letter stands in a name',
    'catalogue/near-misses',
    editInstrument('kms.active.users', (metric) => [{ ...metric, name: 'kms.\u0430ctive.users' }]),
  ),
  fault(
    'surplus-instrument',
    'an instrument is exported that no contract knows',
    'catalogue/further-instruments',
    editInstrument('kms.active.users', (metric) => [metric, { ...metric, name: 'kms.licence.seats' }]),
  ),
  fault(
    'counts-in-doubles',
    'a count is sent as a double',
    'catalogue/number-type',
    editPoints('kms.active.users', (point: NumberPoint) => ({ ...point, value: Number(point.value ?? 0) })),
  ),
  fault(
    'no-description',
    'an instrument says nothing about itself',
    'catalogue/description',
    editInstrument('kms.active.users', (metric) => [{ ...metric, description: '' }]),
  ),
  fault(
    'no-scope',
    'the instrumentation scope has no name',
    'origin/scope',
    editResources((resource) => ({
      ...resource,
      scopeMetrics: resource.scopeMetrics.map((scope) => ({ ...scope, name: '' })),
    })),
  ),
  fault(
    'no-service',
    'the resource does not say which service it is',
    'origin/resource',
    editResources((resource) => ({
      ...resource,
      attributes: resource.attributes.filter(({ key }) => key !== 'service.name'),
    })),
  ),
  fault(
    'surplus-resource-attribute',
    'the resource says more than the contract knows',
    'origin/further-attributes',
    editResources((resource) => ({
      ...resource,
      attributes: [...resource.attributes, { key: 'licence.owner', value: 'somebody' }],
    })),
  ),
  fault(
    'unknown-field',
    'an export has a field that the proto does not define',
    'data-model/wire',
    (record) => ({
      ...record,
      exports: record.exports.map((exported) => ({
        ...exported,
        issues: [{ rule: 'unknown-field', path: 'resource_metrics[0]', detail: 'field 1000' }],
      })),
    }),
  ),
  fault(
    'repeated-point',
    'a series has two points in one collection',
    'data-model/identity',
    editPointsOf(OPERATIONS, (points) => [...points, ...points.slice(0, 1)]),
  ),
  fault(
    'repeated-key',
    'an attribute key stands twice on a point',
    'data-model/identity',
    editPoints(OPERATIONS, (point: AnyPoint) => ({
      ...point,
      attributes: [...point.attributes, ...point.attributes],
    })),
  ),
  fault(
    'no-temporality',
    'a sum has no temporality',
    'data-model/identity',
    editInstrument(OPERATIONS, (metric) => [
      metric.data.kind === 'sum'
        ? { ...metric, data: { ...metric.data, temporality: 'unspecified' } }
        : metric,
    ]),
  ),
  fault(
    'second-scope',
    'an instrument is exported in two units at once',
    'data-model/identity',
    editInstrument(OPERATIONS, (metric) => [metric, { ...metric, unit: 'operations' }]),
  ),
  fault(
    'no-points',
    'a metric comes without a point',
    'data-model/identity',
    editPointsOf('kms.active.users', () => []),
  ),
  fault(
    'unit-changes',
    'a unit changes in the middle of the run',
    'data-model/stability',
    editInstrument(OPERATIONS, (metric, { index, count }) => [
      index < count / 2 ? metric : { ...metric, unit: 'operations' },
    ]),
  ),
  fault(
    'bounds-change',
    'the bounds of a histogram change in the middle of the run',
    'data-model/stability',
    editPoints(DURATION, (point: HistogramPoint, { index, count }) =>
      index < count / 2
        ? point
        : {
            ...point,
            explicitBounds: point.explicitBounds.map((bound) => bound * 2),
            min: undefined,
            max: undefined,
          },
    ),
  ),
  fault(
    'bucket-sum',
    'the buckets do not add up to the count',
    'data-model/histogram',
    editPoints(DURATION, (point: HistogramPoint) => ({
      ...point,
      bucketCounts: point.bucketCounts.map((count, index) => (index === 0 ? count + 1n : count)),
    })),
  ),
  fault(
    'bucket-count',
    'a histogram has as many buckets as bounds',
    'data-model/histogram',
    editPoints(DURATION, (point: HistogramPoint) => ({
      ...point,
      bucketCounts: point.bucketCounts.slice(1),
    })),
  ),
  fault(
    'minimum-above-maximum',
    'the minimum of a histogram is above its maximum',
    'data-model/histogram',
    editPoints(DURATION, (point: HistogramPoint) => ({ ...point, min: (point.max ?? 0) + 1 })),
  ),
  fault(
    'millisecond-bounds',
    'the bounds are those for milliseconds, and everything falls into one bucket',
    'histogram/resolution',
    editPoints(DURATION, (point: HistogramPoint) => ({
      ...point,
      explicitBounds: [0, 5, 10],
      bucketCounts: [0n, point.count, 0n, 0n],
    })),
  ),
  fault('client-text', 'an unknown operation is a label of its own', 'labels/bounded', (record) => {
    const canary = record.entries.flatMap(({ canaries }) => canaries)[0] ?? 'nothing';
    return editPoints(OPERATIONS, (point: NumberPoint) => ({
      ...point,
      attributes: point.attributes.map(({ key, value }) => ({
        key,
        value: value === 'Unknown' ? canary : value,
      })),
    }))(record);
  }),
  fault(
    'start-missing-at-first',
    'the start time is missing in the first export',
    'push/first-export',
    editInstrument('kms.server.start_time', (metric, { index }) => (index === 0 ? [] : [metric])),
  ),
  fault('late-event', 'something counts when nobody looks any more', 'closed-world/balance', (record) => {
    const seen =
      record.observations.filter(({ final }) => !final).at(-1)?.exportCount ?? record.exports.length;
    return editPoints('kms.errors.total', (point: AnyPoint, { index }, first) =>
      first && index >= seen ? increased(point) : point,
    )(record);
  }),
  fault('wrong-way', 'the push comes over HTTP', 'push/grpc', (record) => ({
    ...record,
    wrongWays: ['http1 POST /v1/metrics'],
  })),
  fault(
    'slow-clock',
    'uptime runs at half the speed',
    'invariant/uptime',
    editPoints('kms.server.start_time', (point: NumberPoint) => ({ ...point, value: 1_700_000_000n })),
  ),
  ...[
    ['kms.kmip.operations.per_user.total', 'invariant/operations-per-user'],
    ['kms.kmip.operation.duration', 'invariant/operation-duration'],
    ['kms.permissions.granted.per_user.total', 'invariant/permissions'],
    ['kms.database.operation.duration', 'invariant/database-duration'],
    ['kms.http.request.duration', 'invariant/http-duration'],
  ].map(([instrument = '', expects = '']) =>
    fault(
      `disagreeing/${instrument}`,
      `${instrument} disagrees with what it repeats`,
      expects,
      editPoints(instrument, (point: AnyPoint, _, first) => (first ? increased(point) : point)),
    ),
  ),
  ...[
    ['kms.errors.total', 'invariant/errors'],
    ['kms.keys.active.count', 'invariant/active-keys'],
    ['kms.hsm.operations.total', 'invariant/cache-hsm'],
  ].map(([instrument = '', expects = '']) =>
    fault(
      `inflated/${instrument}`,
      `${instrument} exceeds what bounds it`,
      expects,
      editPoints(instrument, (point: NumberPoint) => ({ ...point, value: 1_000_000n })),
    ),
  ),
  fault(
    'longer-than-its-request',
    'operations take longer than the requests that carried them',
    'invariant/kmip-within-http',
    editPoints(DURATION, (point: HistogramPoint) => ({
      ...point,
      sum: (point.sum ?? 0) + 1000,
      max: undefined,
    })),
  ),
  fault('moves-when-idle', 'a counter moves without traffic', 'closed-world/idle', (record) =>
    editPoints('kms.database.operations.total', (point: NumberPoint, { index }, first) => ({
      ...point,
      value: BigInt(Number(point.value ?? 0)) + (first ? BigInt(index) : 0n),
    }))(record),
  ),
];

function editPointsOf(
  name: string,
  edit: (points: readonly unknown[]) => readonly unknown[],
): (record: EpochRecord) => EpochRecord {
  return editMetrics((metric) =>
    metric.name === name
      ? [{ ...metric, data: { ...metric.data, points: edit(metric.data.points) } as Metric['data'] }]
      : [metric],
  );
}
