import type { Exemplar, KeyValue, Metric, MetricData, MetricsRequest } from '../../src/otlp/model.ts';
import type { AnyPoint } from '../wire/counts.ts';
import { deltas } from '../wire/deltas.ts';
import { metricsIn, rewriteMetrics, rewriteResources, withPoints } from '../wire/rewrite.ts';
import { ofRequests, type Rewriting } from '../wire/rewriting.ts';

export const unchanged: Rewriting = ofRequests(() => (request) => [request]);

const perPoint = (edit: (point: AnyPoint) => AnyPoint): Rewriting =>
  rewriteMetrics((metric) => [{ ...metric, data: withPoints(metric.data, (points) => points.map(edit)) }]);

/** Metrics, points and attributes the other way round. */
export const reversed: Rewriting = ofRequests(() => (request) => [
  {
    resourceMetrics: request.resourceMetrics.map((resource) => ({
      ...resource,
      attributes: resource.attributes.toReversed(),
      scopeMetrics: resource.scopeMetrics.map((scope) => ({
        ...scope,
        metrics: scope.metrics
          .map((metric) => ({
            ...metric,
            data: withPoints(metric.data, (points) =>
              points.map((point) => ({ ...point, attributes: point.attributes.toReversed() })).toReversed(),
            ),
          }))
          .toReversed(),
      })),
    })),
  },
]);

const REQUESTS_OF_A_COLLECTION = 3;

/** One collection comes in several requests. */
export const split: Rewriting = ofRequests(
  () => (request) =>
    Array.from({ length: REQUESTS_OF_A_COLLECTION }, (_, part) => partOf(request, part)).filter(
      ({ resourceMetrics }) => resourceMetrics.length > 0,
    ),
);

const partOf = ({ resourceMetrics }: MetricsRequest, part: number): MetricsRequest => ({
  resourceMetrics: resourceMetrics
    .map((resource) => ({
      ...resource,
      scopeMetrics: resource.scopeMetrics
        .map((scope) => ({
          ...scope,
          metrics: scope.metrics.filter((_, index) => index % REQUESTS_OF_A_COLLECTION === part),
        }))
        .filter(({ metrics }) => metrics.length > 0),
    }))
    .filter(({ scopeMetrics }) => scopeMetrics.length > 0),
});

export const asDeltas: Rewriting = deltas();

/** A client that has seen no answer sends the same again. */
export const twice: Rewriting = ofRequests(() => (request) => [request, request]);

/** Nothing comes before the first interval is over. */
export const withoutFirst: Rewriting = ofRequests(() => (request, index) => (index === 0 ? [] : [request]));

const idOf = (name: string, { attributes }: AnyPoint): string =>
  JSON.stringify([name, attributes.map(({ key, value }) => [key, String(value)]).sort()]);

/** A series starts with the collection before the first that has it, as where its first measurement decides. */
export const startsOfTheirOwn: Rewriting = ofRequests(() => {
  const starts = new Map<string, bigint>();
  let last: bigint | undefined;
  return (request) => {
    let now = last;
    const edited = metricsIn(request, (metric) => [
      {
        ...metric,
        data: withPoints(metric.data, (points) =>
          points.map((point) => {
            const id = idOf(metric.name, point);
            const startTimeUnixNano = starts.get(id) ?? last ?? point.startTimeUnixNano;
            starts.set(id, startTimeUnixNano);
            now = point.timeUnixNano;
            return { ...point, startTimeUnixNano };
          }),
        ),
      },
    ]);
    last = now;
    return [edited];
  };
});

const exemplarOf = (point: AnyPoint): readonly Exemplar[] => {
  const value = 'min' in point ? point.max : 1n;
  return value === undefined
    ? []
    : [
        {
          filteredAttributes: [],
          ...{ timeUnixNano: point.timeUnixNano, value },
          ...{ traceId: new Uint8Array(16).fill(1), spanId: new Uint8Array(8).fill(1) },
        },
      ];
};

export const withExemplars: Rewriting = perPoint((point) => ({ ...point, exemplars: exemplarOf(point) }));

export const moreResourceAttributes: Rewriting = rewriteResources((resource) => [
  {
    ...resource,
    attributes: [
      ...resource.attributes,
      { key: 'host.name', value: 'kms-0' },
      { key: 'process.pid', value: 1n },
    ],
  },
]);

export const moreInstruments: Rewriting = rewriteMetrics((metric) =>
  metric.name === 'kms.server.uptime'
    ? [metric, { ...metric, name: 'kms.licence.seconds', description: 'An instrument of its own' }]
    : [metric],
);

const ZERO_TYPES = ['Timeout', 'Throttled'];

/** Series that nothing has happened to are there from the start. */
export const seeded: Rewriting = rewriteMetrics((metric) =>
  metric.name === 'kms.errors.total' ? [{ ...metric, data: withZeros(metric.data) }] : [metric],
);

const withZeros = (data: MetricData): MetricData =>
  withPoints(data, (points) => [
    ...points,
    ...ZERO_TYPES.flatMap((type) =>
      points.slice(0, 1).map((point) => ({
        ...point,
        attributes: point.attributes.map(({ key }): KeyValue => ({ key, value: type })),
        value: 0n,
      })),
    ),
  ]);

export const inDoubles: Rewriting = perPoint((point) =>
  'value' in point ? { ...point, value: Number(point.value ?? 0) } : point,
);

/** All that a histogram counts is in one exponential bucket, which is wide enough for it. */
export const exponential: Rewriting = rewriteMetrics((metric): readonly Metric[] => {
  const { data } = metric;
  if (data.kind !== 'histogram') return [metric];
  const points = data.points.map(({ bucketCounts: _, explicitBounds: __, ...point }) => ({
    ...point,
    ...{ scale: -10, zeroCount: 0n, zeroThreshold: 0 },
    positive: { offset: -1, bucketCounts: [point.count, 0n] },
    negative: { offset: 0, bucketCounts: [] },
  }));
  return [{ ...metric, data: { kind: 'exponentialHistogram', temporality: data.temporality, points } }];
});
