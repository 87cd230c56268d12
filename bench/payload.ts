import { encodeMetrics } from '../src/otlp/encode.ts';
import type { HistogramPoint, Metric, NumberPoint } from '../src/otlp/model.ts';

const START = 1_760_000_000_000_000_000n;
const BOUNDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

const INTERVAL = 30_000_000_000n;

/**
 * An export of so many points, half counters, half histograms, each with four attributes. The next collection has the
 * same series, with later times and other values.
 */
export function payloadOf(points: number, collection = 0): Uint8Array {
  const half = Math.floor(points / 2);
  return encodeMetrics({
    resourceMetrics: [
      {
        attributes: [{ key: 'service.name', value: 'bench' }],
        schemaUrl: '',
        scopeMetrics: [
          {
            name: 'bench',
            version: '1',
            attributes: [],
            schemaUrl: '',
            metrics: [counters(half, collection), histograms(points - half, collection)],
          },
        ],
      },
    ],
  });
}

const described = (name: string) => ({ name, description: 'made for a benchmark', unit: '1', metadata: [] });

const counters = (points: number, collection: number): Metric => ({
  ...described('bench.operations.total'),
  data: {
    kind: 'sum',
    temporality: 'cumulative',
    isMonotonic: true,
    points: Array.from(
      { length: points },
      (_, index): NumberPoint => ({
        ...point(index, collection),
        value: BigInt(index * (collection + 1)),
        exemplars: [],
      }),
    ),
  },
});

const histograms = (points: number, collection: number): Metric => ({
  ...described('bench.operation.duration'),
  data: {
    kind: 'histogram',
    temporality: 'cumulative',
    points: Array.from(
      { length: points },
      (_, index): HistogramPoint => ({
        ...point(index, collection),
        count: BigInt((collection + 1) * (BOUNDS.length + 1)),
        sum: ((collection + 1) * index) / 8,
        min: 0.001,
        max: 12,
        bucketCounts: Array.from({ length: BOUNDS.length + 1 }, () => BigInt(collection + 1)),
        explicitBounds: BOUNDS,
        exemplars: [],
      }),
    ),
  },
});

const point = (index: number, collection: number) => ({
  attributes: [
    { key: 'user', value: `user-${index % 50}` },
    { key: 'operation', value: `Operation${index % 20}` },
    { key: 'batch', value: BigInt(index) },
    { key: 'ok', value: index % 2 === 0 },
  ],
  startTimeUnixNano: START,
  timeUnixNano: START + BigInt(collection) * INTERVAL + BigInt(index),
  flags: 0,
});
