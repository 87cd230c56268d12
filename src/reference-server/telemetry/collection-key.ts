import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';

/** The same for every part of one collection, another for the next: all its points end at the moment it was taken. */
export const collectionKey = ({ scopeMetrics }: ResourceMetrics): string => {
  for (const { metrics } of scopeMetrics)
    for (const { dataPoints } of metrics) {
      const [point] = dataPoints;
      if (point !== undefined) return point.endTime.join('.');
    }
  return '';
};
