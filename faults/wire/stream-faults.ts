import type { EpochRecord } from '../../src/judge/record.ts';
import type { HistogramPoint, MetricData, MetricsRequest, NumberPoint } from '../../src/otlp/model.ts';
import type { WireFault } from '../fault.ts';
import { type AnyPoint, increased } from './counts.ts';
import { deltas } from './deltas.ts';
import { editPoints } from './edit.ts';
import { metricsIn, rewriteInstrument, rewriteMetrics, rewritePoints, withPoints } from './rewrite.ts';
import { offline, ofRequests, type Rewriting } from './rewriting.ts';

const OPERATIONS = 'kms.kmip.operations.total';
const DURATION = 'kms.kmip.operation.duration';

const fault = (
  id: string,
  words: string,
  expects: string,
  rewriting: Rewriting,
  more: Pick<WireFault, 'of' | 'strict'> = {},
): WireFault => ({ id, words, expects, apply: offline(rewriting), rewriting, ...more });

/** Of what no single request tells. */
const recorded = (
  id: string,
  words: string,
  expects: string,
  apply: (record: EpochRecord) => EpochRecord,
): WireFault => ({ id, words, expects, apply });

const SWAPPED: readonly (readonly [one: string, other: string, toldBy: string])[] = [
  ['kms.objects.total', 'kms.keys.active.count', 'unit'],
  ['kms.kmip.operations.total', 'kms.kmip.operations.per_user.total', 'attributes'],
  ['kms.errors.total', 'kms.permissions.granted.total', 'unit'],
  ['kms.database.operations.total', 'kms.http.requests.total', 'unit'],
  ['kms.kmip.operation.duration', 'kms.database.operation.duration', 'attributes'],
  ['kms.server.uptime', 'kms.server.start_time', 'kind'],
  ['kms.active.users', 'kms.active.connections', 'unit'],
  ['kms.cache.operations.total', 'kms.hsm.operations.total', 'attributes'],
];

const swapped = (name: string, one: string, other: string): string =>
  name === one ? other : name === other ? one : name;

/** The words of both are known once both have come. */
const swappedDescriptions = (one: string, other: string): Rewriting =>
  ofRequests(() => {
    const words = new Map<string, string>();
    return (request) => {
      const all = request.resourceMetrics.flatMap(({ scopeMetrics }) =>
        scopeMetrics.flatMap(({ metrics }) => metrics),
      );
      for (const { name, description } of all) words.set(name, description);
      return [
        metricsIn(request, (metric) => {
          const theirs = words.get(swapped(metric.name, one, other));
          return theirs === undefined || theirs === metric.description
            ? [metric]
            : [{ ...metric, description: theirs }];
        }),
      ];
    };
  });

const earlier = (data: MetricData, byNs: bigint): MetricData =>
  withPoints(data, (points) =>
    points.map((point) => ({
      ...point,
      startTimeUnixNano: point.startTimeUnixNano - byNs,
      timeUnixNano: point.timeUnixNano - byNs,
    })),
  );

/** What came since the last export, called a total. */
const relabelled = (): Rewriting => {
  const since = deltas();
  if (since.of === 'bytes') throw new Error('deltas are made of requests');
  return ofRequests(() => {
    const rewrite = since.start();
    return (request, index) =>
      rewrite(request, index).map((one) =>
        metricsIn(one, (metric) =>
          'temporality' in metric.data
            ? [{ ...metric, data: { ...metric.data, temporality: 'cumulative' } as MetricData }]
            : [metric],
        ),
      );
  });
};

/** The values of the last export at the times of this one. */
const rewriteLate = (name?: string): Rewriting =>
  ofRequests(() => {
    const before = new Map<string, MetricData>();
    return (request) => [
      metricsIn(request, (metric) => {
        if (name !== undefined && metric.name !== name) return [metric];
        const old = before.get(metric.name);
        before.set(metric.name, metric.data);
        const time = metric.data.points[0]?.timeUnixNano;
        return old === undefined || time === undefined
          ? [metric]
          : [
              {
                ...metric,
                data: withPoints(old, (points) => points.map((point) => ({ ...point, timeUnixNano: time }))),
              },
            ];
      }),
    ];
  });

/** Faults of the stream as a whole, and of what instruments say together. */
export const streamFaults: readonly WireFault[] = [
  fault(
    'near-miss',
    'a name with another case is exported beside the right one',
    'catalogue/near-misses',
    rewriteInstrument('kms.errors.total', (metric) => [metric, { ...metric, name: 'kms.Errors.total' }]),
  ),
  fault(
    'surplus-instrument',
    'an instrument is exported that no contract knows',
    'catalogue/further-instruments',
    rewriteInstrument('kms.active.users', (metric) => [metric, { ...metric, name: 'kms.licence.seats' }]),
  ),
  fault(
    'counts-in-doubles',
    'a count is sent as a double',
    'catalogue/number-type',
    rewritePoints('kms.active.users', (point: NumberPoint) => ({
      ...point,
      value: Number(point.value ?? 0),
    })),
  ),
  recorded('client-text', 'an unknown operation is a label of its own', 'labels/bounded', (record) => {
    const canary = record.entries.flatMap(({ canaries }) => canaries)[0] ?? 'nothing';
    return editPoints(OPERATIONS, (point: NumberPoint) => ({
      ...point,
      attributes: point.attributes.map(({ key, value }) => ({
        key,
        value: value === 'Unknown' ? canary : value,
      })),
    }))(record);
  }),
  {
    ...recorded(
      'client-text-in-exemplar',
      'an exemplar carries the unknown operation',
      'labels/bounded',
      (record) => {
        const canary = record.entries.flatMap(({ canaries }) => canaries)[0] ?? 'nothing';
        return editPoints(OPERATIONS, (point: NumberPoint) => ({
          ...point,
          exemplars: [
            {
              filteredAttributes: [{ key: 'uid', value: canary }],
              ...{ timeUnixNano: point.timeUnixNano, value: 1n },
              ...{ traceId: new Uint8Array(16).fill(1), spanId: new Uint8Array(8).fill(1) },
            },
          ],
        }))(record);
      },
    ),
    of: 'EXE-04',
  },
  fault(
    'start-missing-at-first',
    'the start time is missing in the first export',
    'push/first-export',
    rewriteInstrument('kms.server.start_time', (metric, { index }) => (index === 0 ? [] : [metric])),
  ),
  recorded('late-event', 'something counts when nobody looks any more', 'closed-world/balance', (record) => {
    const seen =
      record.observations.filter(({ final }) => !final).at(-1)?.exportCount ?? record.exports.length;
    return editPoints('kms.errors.total', (point: AnyPoint, { index }, first) =>
      first && index >= seen ? increased(point) : point,
    )(record);
  }),
  recorded('wrong-way', 'the push comes over HTTP', 'push/grpc', (record) => ({
    ...record,
    wrongWays: ['http1 POST /v1/metrics'],
  })),
  fault(
    'slow-clock',
    'uptime runs at half the speed',
    'invariant/uptime',
    rewritePoints('kms.server.start_time', (point: NumberPoint) => ({ ...point, value: 1_700_000_000n })),
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
      rewritePoints(instrument, (point: AnyPoint, _, first) => (first ? increased(point) : point)),
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
      rewritePoints(instrument, (point: NumberPoint) => ({ ...point, value: 1_000_000n })),
    ),
  ),
  fault(
    'longer-than-its-request',
    'operations take longer than the requests that carried them',
    'invariant/kmip-within-http',
    rewritePoints(DURATION, (point: HistogramPoint) => ({
      ...point,
      sum: (point.sum ?? 0) + 1000,
      max: undefined,
    })),
  ),
  fault(
    'moves-when-idle',
    'a counter moves without traffic',
    'closed-world/idle',
    rewritePoints('kms.database.operations.total', (point: NumberPoint, { index }, first) => ({
      ...point,
      value: BigInt(Number(point.value ?? 0)) + (first ? BigInt(index) : 0n),
    })),
  ),
  ...SWAPPED.flatMap(([one, other, aspect]) => [
    fault(
      `swapped-names/${one}`,
      `${one} and ${other} have each other's names`,
      `${one}/${aspect}`,
      rewriteMetrics((metric) => [{ ...metric, name: swapped(metric.name, one, other) }]),
      { of: 'NAM-19' },
    ),
    fault(
      `swapped-descriptions/${one}`,
      `${one} and ${other} have each other's descriptions`,
      'catalogue/description',
      swappedDescriptions(one, other),
      { of: 'UNI-10', strict: true },
    ),
  ]),
  fault(
    'wrong-order',
    'every second export comes before the one that was made before it',
    'kms.kmip.operations.total/time',
    ofRequests(() => {
      let held: MetricsRequest | undefined;
      return (request) => {
        const waiting = held;
        held = waiting === undefined ? request : undefined;
        return waiting === undefined ? [] : [request, waiting];
      };
    }),
    { of: 'TIM-14' },
  ),
  fault(
    'wrong-clock',
    'all points are of an hour ago',
    'kms.kmip.operations.total/time',
    rewriteMetrics((metric) => [{ ...metric, data: earlier(metric.data, 3600n * 1_000_000_000n) }]),
    { of: 'TIM-03' },
  ),
  fault(
    'reset-at-every-export',
    'counters start at zero in every export, and say that they are totals',
    'kms.kmip.operations.total/value',
    relabelled(),
    { of: 'CNT-30' },
  ),
  fault(
    'one-export-late',
    'every export says what the one before should have said',
    'kms.kmip.operations.total/value',
    rewriteLate(),
    { of: 'CNT-31' },
  ),
  ...['kms.kmip.operations.per_user.total', 'kms.http.request.duration', 'kms.errors.total'].map((name) =>
    fault(
      `torn/${name}`,
      `${name} is of the moment of the export before`,
      `${name}/value`,
      rewriteLate(name),
      { of: 'INV-11' },
    ),
  ),
];
