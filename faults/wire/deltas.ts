import type { Metric, MetricData } from '../../src/otlp/model.ts';
import type { AnyPoint } from './counts.ts';
import { metricsIn } from './rewrite.ts';
import { ofRequests, type Rewriting } from './rewriting.ts';

export interface DeltaOptions {
  /** Only this instrument; absent: all that have a temporality. */
  readonly of?: string;
  /** Windows begin so much before the last point: none where they follow each other as they must. */
  readonly earlierNs?: bigint;
}

/** What was sent as totals is sent as what came since the point before. */
export const deltas = ({ of, earlierNs = 0n }: DeltaOptions = {}): Rewriting =>
  ofRequests(() => {
    const before = new Map<string, AnyPoint>();
    return (request) => [
      metricsIn(request, (metric) =>
        (of === undefined || metric.name === of) && 'temporality' in metric.data
          ? [{ ...metric, data: inDelta(metric, before, earlierNs) }]
          : [metric],
      ),
    ];
  });

function inDelta({ name, data }: Metric, before: Map<string, AnyPoint>, earlierNs: bigint): MetricData {
  const points = (data.points as readonly AnyPoint[]).map((point) => {
    const series = JSON.stringify([
      name,
      point.attributes.map(({ key, value }) => [key, String(value)]).sort(),
    ]);
    const earlier = before.get(series);
    before.set(series, point);
    return earlier === undefined ? point : since(earlier, point, earlierNs);
  });
  return { ...data, temporality: 'delta', points } as MetricData;
}

function since(earlier: AnyPoint, point: AnyPoint, earlierNs: bigint): AnyPoint {
  const startTimeUnixNano = earlier.timeUnixNano - earlierNs;
  if ('bucketCounts' in point && 'bucketCounts' in earlier) {
    const count = point.count - earlier.count;
    return {
      ...point,
      ...{ startTimeUnixNano, count },
      sum: count === 0n ? 0 : (point.sum ?? 0) - (earlier.sum ?? 0),
      // Those of the window are not known; that they are left out is legal.
      ...{ min: undefined, max: undefined },
      bucketCounts: point.bucketCounts.map((one, index) => one - (earlier.bucketCounts[index] ?? 0n)),
    };
  }
  if (!('value' in point && 'value' in earlier)) return point;
  const [now, then] = [point.value ?? 0, earlier.value ?? 0];
  return {
    ...point,
    startTimeUnixNano,
    value: typeof now === 'bigint' && typeof then === 'bigint' ? now - then : Number(now) - Number(then),
  };
}
