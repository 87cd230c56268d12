import type { EpochRecord } from '../../src/judge/record.ts';
import type { Export } from '../../src/otlp/export.ts';
import type {
  HistogramPoint,
  Metric,
  MetricData,
  NumberPoint,
  ResourceMetrics,
} from '../../src/otlp/model.ts';

/** Which export of the record an edit is at: early ones may be spared. */
export interface At {
  readonly index: number;
  readonly count: number;
}

/** Replaces every metric by what `edit` makes of it; none = it is gone. */
export const editMetrics =
  (edit: (metric: Metric, at: At) => readonly Metric[]) =>
  (record: EpochRecord): EpochRecord => ({
    ...record,
    exports: record.exports.map((exported, index) =>
      editExport(exported, (metric) => edit(metric, { index, count: record.exports.length })),
    ),
  });

/** Replaces every resource with what it holds. */
export const editResources =
  (edit: (resource: ResourceMetrics) => ResourceMetrics) =>
  (record: EpochRecord): EpochRecord => ({
    ...record,
    exports: record.exports.map((exported) => ({
      ...exported,
      request: { resourceMetrics: exported.request.resourceMetrics.map(edit) },
    })),
  });

/** The same for one instrument. */
export const editInstrument = (name: string, edit: (metric: Metric, at: At) => readonly Metric[]) =>
  editMetrics((metric, at) => (metric.name === name ? edit(metric, at) : [metric]));

/** Edits every point of an instrument. */
export const editPoints = <P extends AnyPoint>(
  name: string,
  edit: (point: P, at: At, first: boolean) => AnyPoint,
) =>
  editInstrument(name, (metric, at) => [
    {
      ...metric,
      data: {
        ...metric.data,
        points: metric.data.points.map((point, index) => edit(point as P, at, index === 0)),
      } as MetricData,
    },
  ]);

export type AnyPoint = NumberPoint | HistogramPoint;

/** Multiplies what a point counts, a histogram's buckets along with it. */
export function scaled<P extends AnyPoint>(point: P, factor: bigint): P {
  if ('bucketCounts' in point) {
    return {
      ...point,
      count: point.count * factor,
      sum: point.sum === undefined ? undefined : point.sum * Number(factor),
      bucketCounts: point.bucketCounts.map((count) => count * factor),
    };
  }
  return { ...point, value: mapValue(point, (value) => value * Number(factor)) };
}

/** Adds one to what a point counts. */
export function increased<P extends AnyPoint>(point: P): P {
  if ('bucketCounts' in point) {
    const last = point.bucketCounts.findLastIndex((count) => count > 0n);
    return {
      ...point,
      count: point.count + 1n,
      bucketCounts: point.bucketCounts.map((count, index) =>
        index === Math.max(0, last) ? count + 1n : count,
      ),
    };
  }
  return { ...point, value: mapValue(point, (value) => value + 1) };
}

function mapValue({ value }: NumberPoint, map: (value: number) => number): NumberPoint['value'] {
  if (value === undefined) return undefined;
  return typeof value === 'bigint' ? BigInt(map(Number(value))) : map(value);
}

function editExport(exported: Export, edit: (metric: Metric) => readonly Metric[]): Export {
  return {
    ...exported,
    request: {
      resourceMetrics: exported.request.resourceMetrics.map((resource) => ({
        ...resource,
        scopeMetrics: resource.scopeMetrics.map((scope) => ({
          ...scope,
          metrics: scope.metrics.flatMap(edit),
        })),
      })),
    },
  };
}
