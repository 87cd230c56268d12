import type {
  HistogramPoint,
  Metric,
  MetricData,
  MetricsRequest,
  NumberPoint,
  ResourceMetrics,
} from '../../src/otlp/model.ts';
import { ofRequests, type Rewriting } from './rewriting.ts';

/** Which request of the process it is: early ones may be spared. */
export interface At {
  readonly index: number;
}

export type AnyPoint = NumberPoint | HistogramPoint;

/** Replaces every metric by what `edit` makes of it; none = it is gone. What is left as it is stays the same object. */
export const rewriteMetrics = (edit: (metric: Metric, at: At) => readonly Metric[]): Rewriting =>
  ofRequests(() => (request, index) => [metricsIn(request, (metric) => edit(metric, { index }))]);

/** The same for one instrument. */
export const rewriteInstrument = (
  name: string,
  edit: (metric: Metric, at: At) => readonly Metric[],
): Rewriting => rewriteMetrics((metric, at) => (metric.name === name ? edit(metric, at) : [metric]));

/** Replaces what a metric of one instrument holds. */
export const rewriteData = (name: string, edit: (data: MetricData, at: At) => MetricData): Rewriting =>
  rewriteInstrument(name, (metric, at) => {
    const data = edit(metric.data, at);
    return [data === metric.data ? metric : { ...metric, data }];
  });

/** Edits every point of an instrument. */
export const rewritePoints = <P extends AnyPoint>(
  name: string,
  edit: (point: P, at: At, first: boolean) => AnyPoint,
): Rewriting =>
  rewriteData(name, (data, at) =>
    withPoints(data, (points) => points.map((point, index) => edit(point as P, at, index === 0))),
  );

export const withPoints = (
  data: MetricData,
  edit: (points: readonly AnyPoint[]) => readonly AnyPoint[],
): MetricData => ({ ...data, points: edit(data.points as readonly AnyPoint[]) }) as MetricData;

/** Replaces every resource with what it holds. */
export const rewriteResources = (
  edit: (resource: ResourceMetrics, at: At) => readonly ResourceMetrics[],
): Rewriting =>
  ofRequests(() => (request, index) => [
    { resourceMetrics: request.resourceMetrics.flatMap((one) => edit(one, { index })) },
  ]);

/** The same request where no metric is another. */
export function metricsIn(
  request: MetricsRequest,
  edit: (metric: Metric) => readonly Metric[],
): MetricsRequest {
  let isOther = false;
  const resourceMetrics = request.resourceMetrics.map((resource) => ({
    ...resource,
    scopeMetrics: resource.scopeMetrics.map((scope) => ({
      ...scope,
      metrics: scope.metrics.flatMap((metric) => {
        const edited = edit(metric);
        isOther ||= edited.length !== 1 || edited[0] !== metric;
        return edited;
      }),
    })),
  }));
  return isOther ? { resourceMetrics } : request;
}

export const namesIn = ({ resourceMetrics }: MetricsRequest): readonly string[] =>
  resourceMetrics.flatMap(({ scopeMetrics }) =>
    scopeMetrics.flatMap(({ metrics }) => metrics.map(({ name }) => name)),
  );
