/**
 * Decoded OTLP metrics, as the proto defines them (opentelemetry/proto/metrics/v1/metrics.proto), nothing
 * interpreted. 64-bit integers are bigint; an integer attribute or point value is a bigint, a double a number.
 * Attribute lists keep order and duplicates, so that a judge can see both.
 */
export interface MetricsRequest {
  readonly resourceMetrics: readonly ResourceMetrics[];
}

export interface ResourceMetrics {
  readonly attributes: readonly KeyValue[];
  readonly schemaUrl: string;
  readonly scopeMetrics: readonly ScopeMetrics[];
}

export interface ScopeMetrics {
  readonly name: string;
  readonly version: string;
  readonly attributes: readonly KeyValue[];
  readonly schemaUrl: string;
  readonly metrics: readonly Metric[];
}

export interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

/** null = the value is not set. */
export type AnyValue =
  | string
  | boolean
  | bigint
  | number
  | Uint8Array
  | null
  | readonly AnyValue[]
  | { readonly keyValues: readonly KeyValue[] };

export interface Metric {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly metadata: readonly KeyValue[];
  readonly data: MetricData;
}

export type MetricData =
  | { readonly kind: 'gauge'; readonly points: readonly NumberPoint[] }
  | {
      readonly kind: 'sum';
      readonly points: readonly NumberPoint[];
      readonly temporality: Temporality;
      readonly isMonotonic: boolean;
    }
  | {
      readonly kind: 'histogram';
      readonly points: readonly HistogramPoint[];
      readonly temporality: Temporality;
    }
  | {
      readonly kind: 'exponentialHistogram';
      readonly points: readonly ExponentialHistogramPoint[];
      readonly temporality: Temporality;
    }
  | { readonly kind: 'summary'; readonly points: readonly SummaryPoint[] }
  | { readonly kind: 'none'; readonly points: readonly [] };

/** 'unspecified' stands for 0 and for every number that the proto does not define. */
export type Temporality = 'unspecified' | 'delta' | 'cumulative';

interface Point {
  readonly attributes: readonly KeyValue[];
  readonly startTimeUnixNano: bigint;
  readonly timeUnixNano: bigint;
  readonly flags: number;
}

export interface NumberPoint extends Point {
  /** undefined = neither as_int nor as_double was sent. */
  readonly value: bigint | number | undefined;
  readonly exemplars: readonly Exemplar[];
}

export interface HistogramPoint extends Point {
  readonly count: bigint;
  readonly sum: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly bucketCounts: readonly bigint[];
  readonly explicitBounds: readonly number[];
  readonly exemplars: readonly Exemplar[];
}

export interface ExponentialHistogramPoint extends Point {
  readonly count: bigint;
  readonly sum: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly scale: number;
  readonly zeroCount: bigint;
  readonly zeroThreshold: number;
  readonly positive: ExponentialBuckets;
  readonly negative: ExponentialBuckets;
  readonly exemplars: readonly Exemplar[];
}

export interface ExponentialBuckets {
  readonly offset: number;
  readonly bucketCounts: readonly bigint[];
}

export interface SummaryPoint extends Point {
  readonly count: bigint;
  readonly sum: number;
  readonly quantiles: readonly { readonly quantile: number; readonly value: number }[];
}

export interface Exemplar {
  readonly filteredAttributes: readonly KeyValue[];
  readonly timeUnixNano: bigint;
  readonly value: bigint | number | undefined;
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
}

/** What a lenient decoder would hide: the message could be read, but not every byte of it was in order. */
export interface WireIssue {
  readonly rule: 'unknown-field' | 'duplicate-field' | 'invalid-utf8' | 'unknown-enumeration';
  /** Where in the message, for example "resource_metrics[0].scope_metrics[0].metrics[3].name". */
  readonly path: string;
  readonly detail: string;
}
