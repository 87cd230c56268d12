import type { KeyValue, Metric, MetricsRequest } from '../model.ts';

const START = 1_760_000_000_000_000_000n;

/** A request with one metric of the given name and value. */
export function counterRequest(
  name: string,
  value: bigint,
  attributes: readonly KeyValue[] = [],
): MetricsRequest {
  return request([
    {
      name,
      description: '',
      unit: '1',
      metadata: [],
      data: {
        kind: 'sum',
        temporality: 'cumulative',
        isMonotonic: true,
        points: [
          { attributes, startTimeUnixNano: START, timeUnixNano: START + 1n, flags: 0, value, exemplars: [] },
        ],
      },
    },
  ]);
}

/** One of everything that OTLP metrics has, no value equal to its default. */
export function fullRequest(): MetricsRequest {
  const attributes: readonly KeyValue[] = [
    { key: 'string', value: 'grün €' },
    { key: 'bool', value: true },
    { key: 'int', value: -(2n ** 63n) },
    { key: 'double', value: 0.1 },
    { key: 'array', value: ['a', 1n, null, ['b']] },
    { key: 'kvlist', value: { keyValues: [{ key: '__proto__', value: false }] } },
    { key: 'bytes', value: new Uint8Array([0, 255]) },
    { key: 'unset', value: null },
  ];
  const exemplars = [
    {
      filteredAttributes: [{ key: 'user', value: 'alice' }],
      timeUnixNano: START + 5n,
      value: 2n ** 63n - 1n,
      traceId: new Uint8Array(16).fill(7),
      spanId: new Uint8Array(8).fill(8),
    },
  ];
  const point = { attributes, startTimeUnixNano: START, timeUnixNano: 2n ** 64n - 1n, flags: 1 };
  const statistics = { count: 2n ** 53n + 1n, sum: -1.5, min: -0, max: Number.MAX_VALUE };
  const metric = (name: string, data: Metric['data']): Metric => ({
    name,
    description: `what ${name} counts`,
    unit: 's',
    metadata: [{ key: 'prometheus.type', value: 'unknown' }],
    data,
  });
  return request([
    metric('a.gauge', { kind: 'gauge', points: [{ ...point, value: 0.5, exemplars }] }),
    metric('a.sum', {
      kind: 'sum',
      temporality: 'delta',
      isMonotonic: true,
      points: [
        { ...point, value: -1n, exemplars },
        { ...point, value: undefined, exemplars: [] },
      ],
    }),
    metric('a.histogram', {
      kind: 'histogram',
      temporality: 'cumulative',
      points: [
        { ...point, ...statistics, bucketCounts: [1n, 2n ** 64n - 1n], explicitBounds: [0.25], exemplars },
      ],
    }),
    metric('an.exponential.histogram', {
      kind: 'exponentialHistogram',
      temporality: 'cumulative',
      points: [
        {
          ...point,
          ...statistics,
          scale: -10,
          zeroCount: 3n,
          zeroThreshold: 1e-9,
          positive: { offset: -(2 ** 31), bucketCounts: [0n, 127n, 128n, 2n ** 64n - 1n] },
          negative: { offset: 2 ** 31 - 1, bucketCounts: [5n] },
          exemplars,
        },
      ],
    }),
    metric('a.summary', {
      kind: 'summary',
      points: [{ ...point, count: 4n, sum: 2.5, quantiles: [{ quantile: 0.99, value: 1.25 }] }],
    }),
    metric('nothing', { kind: 'none', points: [] }),
  ]);
}

function request(metrics: readonly Metric[]): MetricsRequest {
  return {
    resourceMetrics: [
      {
        attributes: [{ key: 'service.name', value: 'kms' }],
        schemaUrl: 'https://example.org/resource',
        scopeMetrics: [
          {
            name: 'kms',
            version: '5.26.0',
            attributes: [{ key: 'scope', value: true }],
            schemaUrl: 'https://example.org/scope',
            metrics,
          },
        ],
      },
    ],
  };
}
