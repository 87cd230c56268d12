import fc from 'fast-check';
import type {
  AnyValue,
  Exemplar,
  ExponentialBuckets,
  KeyValue,
  Metric,
  MetricsRequest,
  NumberPoint,
  Temporality,
} from '../model.ts';

const text = fc.string({ unit: 'binary', maxLength: 40 });
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const double = fc.double();
const bytes = fc.uint8Array({ maxLength: 16 });
const optionalDouble = fc.option(double, { nil: undefined });
const number = fc.oneof(int64, double, fc.constant(undefined));
const temporality = fc.constantFrom<Temporality>('unspecified', 'delta', 'cumulative');
/** With an ordinary prototype, as decoded objects have it. */
const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(model, { noNullPrototype: true });
const list = <T>(element: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(element, { maxLength: 3 });

const { attribute } = fc.letrec<{ value: AnyValue; attribute: KeyValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof<fc.Arbitrary<AnyValue>[]>(text, fc.boolean(), int64, double, bytes, fc.constant(null)),
    list(tie('value')),
    record({ keyValues: list(tie('attribute')) }),
  ),
  attribute: record({ key: text, value: tie('value') }),
}));

const exemplar: fc.Arbitrary<Exemplar> = record({
  filteredAttributes: list(attribute),
  timeUnixNano: uint64,
  value: number,
  traceId: bytes,
  spanId: bytes,
});

const point = {
  attributes: list(attribute),
  startTimeUnixNano: uint64,
  timeUnixNano: uint64,
  flags: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
};
const statistics = { count: uint64, sum: optionalDouble, min: optionalDouble, max: optionalDouble };

const numberPoint: fc.Arbitrary<NumberPoint> = record({
  ...point,
  value: number,
  exemplars: list(exemplar),
});

const histogramPoint = record({
  ...point,
  ...statistics,
  bucketCounts: list(uint64),
  explicitBounds: list(double),
  exemplars: list(exemplar),
});

const buckets: fc.Arbitrary<ExponentialBuckets> = record({ offset: int32, bucketCounts: list(uint64) });

const exponentialHistogramPoint = record({
  ...point,
  ...statistics,
  scale: int32,
  zeroCount: uint64,
  zeroThreshold: double,
  positive: buckets,
  negative: buckets,
  exemplars: list(exemplar),
});

const summaryPoint = record({
  ...point,
  count: uint64,
  sum: double,
  quantiles: list(record({ quantile: double, value: double })),
});

const data: fc.Arbitrary<Metric['data']> = fc.oneof(
  record({ kind: fc.constant('gauge' as const), points: list(numberPoint) }),
  record({
    kind: fc.constant('sum' as const),
    points: list(numberPoint),
    temporality,
    isMonotonic: fc.boolean(),
  }),
  record({ kind: fc.constant('histogram' as const), points: list(histogramPoint), temporality }),
  record({
    kind: fc.constant('exponentialHistogram' as const),
    points: list(exponentialHistogramPoint),
    temporality,
  }),
  record({ kind: fc.constant('summary' as const), points: list(summaryPoint) }),
  fc.constant({ kind: 'none' as const, points: [] as const }),
);

const metric: fc.Arbitrary<Metric> = record({
  name: text,
  description: text,
  unit: text,
  metadata: list(attribute),
  data,
});

/** Any request that the model allows: every kind, every 64-bit integer, NaN, -0, all of Unicode. */
export const metricsRequest: fc.Arbitrary<MetricsRequest> = record({
  resourceMetrics: list(
    record({
      attributes: list(attribute),
      schemaUrl: text,
      scopeMetrics: list(
        record({
          name: text,
          version: text,
          attributes: list(attribute),
          schemaUrl: text,
          metrics: list(metric),
        }),
      ),
    }),
  ),
});
