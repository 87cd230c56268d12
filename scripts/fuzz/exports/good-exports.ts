import type { Contract, Instrument } from '../../../src/contract/contract.ts';
import type { KeyValue, Metric, MetricData, MetricsRequest } from '../../../src/otlp/model.ts';

/** Unix nanoseconds at which the process began, and between two collections. */
const BEGAN = 1_800_000_000_000_000_000n;
const INTERVAL = 1_000_000_000n;
const BOUNDS = [0.005, 0.05, 0.5, 5];
const SERIES = 2;

/** One collection of every documented instrument, two series each; the next one has moved on. */
export const goodExport = (contract: Contract, collection: number): MetricsRequest => ({
  resourceMetrics: [
    {
      attributes: [{ key: 'service.name', value: 'kms' }],
      schemaUrl: '',
      scopeMetrics: [
        {
          name: 'fuzz',
          version: '0',
          attributes: [],
          schemaUrl: '',
          metrics: [...contract.instruments.map((one) => metric(one, collection)), strange(collection)],
        },
      ],
    },
  ],
});

const metric = (instrument: Instrument, collection: number): Metric => ({
  name: instrument.name,
  description: 'd',
  unit: instrument.unit,
  metadata: [],
  data: dataOf(instrument, collection),
});

function dataOf({ kind, attributes }: Instrument, collection: number): MetricData {
  const heads = Array.from({ length: SERIES }, (_, series) => ({
    attributes: attributes.map(({ key }): KeyValue => ({ key, value: `${key}-${series}` })),
    ...times(collection),
  }));
  const count = BigInt(collection) * 2n;
  if (kind === 'histogram') {
    return {
      kind: 'histogram',
      temporality: 'cumulative',
      points: heads.map((head) => ({
        ...head,
        count,
        sum: Number(count) * 0.01,
        min: 0.01,
        max: 0.01,
        bucketCounts: [0n, count, 0n, 0n, 0n],
        explicitBounds: BOUNDS,
        exemplars: [],
      })),
    };
  }
  return {
    kind: 'sum',
    temporality: 'cumulative',
    isMonotonic: kind === 'counter',
    points: heads.map((head) => ({ ...head, value: count, exemplars: [] })),
  };
}

/** The kinds of points that no documented instrument has. */
const strange = (collection: number): Metric => ({
  name: 'strange',
  description: '',
  unit: '1',
  metadata: [],
  data: {
    kind: 'exponentialHistogram',
    temporality: 'delta',
    points: [
      {
        attributes: [{ key: 'deep', value: [1n, [true, { keyValues: [{ key: 'k', value: 1.5 }] }]] }],
        ...times(collection),
        count: 3n,
        sum: 3,
        min: 1,
        max: 1,
        scale: 2,
        zeroCount: 1n,
        zeroThreshold: 0,
        positive: { offset: 0, bucketCounts: [1n, 1n] },
        negative: { offset: 0, bucketCounts: [] },
        exemplars: [],
      },
    ],
  },
});

const times = (collection: number) => ({
  startTimeUnixNano: BEGAN,
  timeUnixNano: BEGAN + BigInt(collection) * INTERVAL,
  flags: 0,
});
