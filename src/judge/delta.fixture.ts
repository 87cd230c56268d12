import type { Export } from '../otlp/export.ts';
import type { Metric, MetricData } from '../otlp/model.ts';
import type { EpochRecord } from './record.ts';
import { describeLabels } from './sample.ts';

type Point = MetricData['points'][number];

/** The same traffic as a client with delta temporality sends it: every point says what came since the one before. */
export function deltaOf(record: EpochRecord): EpochRecord {
  const before = new Map<string, Point>();
  return { ...record, exports: record.exports.map((exported) => inDelta(exported, before)) };
}

function inDelta(exported: Export, before: Map<string, Point>): Export {
  return {
    ...exported,
    request: {
      resourceMetrics: exported.request.resourceMetrics.map((resource) => ({
        ...resource,
        scopeMetrics: resource.scopeMetrics.map((scope) => ({
          ...scope,
          metrics: scope.metrics.map((metric) => ({ ...metric, data: deltaData(metric, before) })),
        })),
      })),
    },
  };
}

function deltaData(metric: Metric, before: Map<string, Point>): MetricData {
  const points = metric.data.points.map((point) => {
    const name = `${metric.name} ${describeLabels(point.attributes.map(({ key, value }) => [key, String(value)]))}`;
    const earlier = before.get(name);
    before.set(name, point);
    return earlier === undefined ? point : less(point, earlier);
  });
  return { ...metric.data, temporality: 'delta', points } as MetricData;
}

function less(point: Point, earlier: Point): Point {
  const startTimeUnixNano = earlier.timeUnixNano;
  if ('bucketCounts' in point && 'bucketCounts' in earlier) {
    const count = point.count - earlier.count;
    return {
      ...point,
      startTimeUnixNano,
      count,
      sum: count === 0n ? 0 : (point.sum ?? 0) - (earlier.sum ?? 0),
      min: count === 0n ? undefined : point.min,
      max: count === 0n ? undefined : point.max,
      bucketCounts: point.bucketCounts.map((one, index) => one - (earlier.bucketCounts[index] ?? 0n)),
    };
  }
  if ('value' in point && 'value' in earlier) {
    return {
      ...point,
      startTimeUnixNano,
      value: BigInt(Number(point.value)) - BigInt(Number(earlier.value)),
    };
  }
  return point;
}
