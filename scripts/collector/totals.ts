import type { KeyValue, Metric, MetricsRequest, Temporality } from '../../src/otlp/model.ts';

/** What all exports together say of the instruments that only grow: series -> how much; of histograms the count. */
export type Totals = ReadonlyMap<string, number>;

/**
 * Sums of delta points; of cumulative ones the last, without what a first point held that says by its start time that
 * nobody knows since when (OTLP metrics data model, "Cumulative streams: handling unknown start time").
 */
export function totalsOf(requests: readonly MetricsRequest[]): Totals {
  const totals = new Map<string, number>();
  const unknown = new Map<string, number>();
  for (const metric of metricsIn(requests)) {
    const grown = grownIn(metric);
    for (const { attributes, amount, isOfUnknownStart } of grown?.points ?? []) {
      const series = `${metric.name}${JSON.stringify(attributes.map(pair).sort())}`;
      if (grown?.temporality === 'delta') totals.set(series, (totals.get(series) ?? 0) + amount);
      else {
        if (isOfUnknownStart) unknown.set(series, amount);
        totals.set(series, amount - (unknown.get(series) ?? 0));
      }
    }
  }
  return new Map(
    [...totals].map(([series, amount]) => [series, Math.round(amount * RESOLUTION) / RESOLUTION]),
  );
}

/** Sums of doubles differ in their last digits by the order of summing. */
const RESOLUTION = 1e6;

const pair = ({ key, value }: KeyValue): readonly string[] => [key, String(value)];

/** Names of all instruments, in alphabetical order. */
export const namesIn = (requests: readonly MetricsRequest[]): readonly string[] =>
  [...new Set([...metricsIn(requests)].map(({ name }) => name))].sort();

/** Temporalities of everything that only grows. */
export const temporalitiesIn = (requests: readonly MetricsRequest[]): readonly Temporality[] => [
  ...new Set([...metricsIn(requests)].flatMap((metric) => grownIn(metric)?.temporality ?? [])),
];

function* metricsIn(requests: readonly MetricsRequest[]): Generator<Metric> {
  for (const { resourceMetrics } of requests)
    for (const { scopeMetrics } of resourceMetrics) for (const { metrics } of scopeMetrics) yield* metrics;
}

interface Grown {
  readonly temporality: Temporality;
  readonly points: readonly {
    readonly attributes: readonly KeyValue[];
    readonly amount: number;
    readonly isOfUnknownStart: boolean;
  }[];
}

function grownIn({ data }: Metric): Grown | undefined {
  if (data.kind !== 'histogram' && (data.kind !== 'sum' || !data.isMonotonic)) return undefined;
  const points = data.points.map((point) => ({
    attributes: point.attributes,
    amount: Number(('count' in point ? point.count : point.value) ?? 0),
    isOfUnknownStart: point.startTimeUnixNano === point.timeUnixNano,
  }));
  return { temporality: data.temporality, points };
}
