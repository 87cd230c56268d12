import type { NumberPoint } from '../../src/otlp/model.ts';
import type { AnyPoint } from './rewrite.ts';

export type { AnyPoint } from './rewrite.ts';

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

/** Adds to what a point counts. */
export function increased<P extends AnyPoint>(point: P, by = 1n): P {
  if ('bucketCounts' in point) {
    const last = point.bucketCounts.findLastIndex((count) => count > 0n);
    return {
      ...point,
      count: point.count + by,
      bucketCounts: point.bucketCounts.map((count, index) =>
        index === Math.max(0, last) ? count + by : count,
      ),
    };
  }
  return { ...point, value: mapValue(point, (value) => value + Number(by)) };
}

function mapValue({ value }: NumberPoint, map: (value: number) => number): NumberPoint['value'] {
  if (value === undefined) return undefined;
  return typeof value === 'bigint' ? BigInt(map(Number(value))) : map(value);
}
