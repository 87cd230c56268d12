import type { Export } from '../../otlp/export.ts';
import type { HistogramPoint, KeyValue, Metric, NumberPoint, ResourceMetrics } from '../../otlp/model.ts';

/** Unix nanoseconds of the first collection. */
export const TIME = 1_700_000_000_000_000_000n;
const SECOND = 1_000_000_000n;
const START = TIME - 60n * SECOND;

export const exported = (resourceMetrics: readonly ResourceMetrics[], arrivedAtUnixMs = 0): Export => ({
  arrivedAtUnixMs,
  request: { resourceMetrics },
  issues: [],
  transport: { protocol: 'grpc', path: '', headers: {} },
  raw: new Uint8Array(),
});

export const POINT: NumberPoint = {
  attributes: [{ key: 'error_type', value: 'NotFound' }],
  startTimeUnixNano: START,
  timeUnixNano: TIME,
  flags: 0,
  value: 2n,
  exemplars: [],
};

export const counter = (name: string, unit: string, points: readonly NumberPoint[]): Metric => ({
  ...{ name, unit, description: '', metadata: [] },
  data: { kind: 'sum', points, temporality: 'cumulative', isMonotonic: true },
});

export const upDown = (name: string, unit: string, points: readonly NumberPoint[]): Metric => ({
  ...{ name, unit, description: '', metadata: [] },
  data: { kind: 'sum', points, temporality: 'cumulative', isMonotonic: false },
});

export const histogram = (name: string, points: readonly HistogramPoint[]): Metric => ({
  ...{ name, unit: 's', description: '', metadata: [] },
  data: { kind: 'histogram', points, temporality: 'cumulative' },
});

export const RESOURCE: readonly KeyValue[] = [
  { key: 'service.name', value: 'kms' },
  { key: 'service.instance.id', value: 'one' },
];

export const resource = (metrics: readonly Metric[]): ResourceMetrics => ({
  attributes: RESOURCE,
  schemaUrl: '',
  scopeMetrics: [{ name: 'kms', version: '1', attributes: [], schemaUrl: '', metrics }],
});

/** Two collections of two instruments. */
export const SENT: readonly Export[] = [TIME, TIME + SECOND].map((timeUnixNano) =>
  exported([
    resource([
      counter('kms.errors.total', '{error}', [{ ...POINT, timeUnixNano }]),
      counter('kms.server.uptime', 's', [{ ...POINT, attributes: [], timeUnixNano, value: 60n }]),
    ]),
  ]),
);

/** What is edited of an export. */
export interface Edit {
  readonly metric?: (metric: Metric) => Metric;
  readonly attributes?: readonly KeyValue[];
  readonly scope?: string;
}

export const edited = (one: Export, { metric = (same) => same, attributes, scope }: Edit): Export => ({
  ...one,
  request: {
    resourceMetrics: one.request.resourceMetrics.map((resourceMetrics) => ({
      ...resourceMetrics,
      attributes: attributes ?? resourceMetrics.attributes,
      scopeMetrics: resourceMetrics.scopeMetrics.map((scopeMetrics) => ({
        ...scopeMetrics,
        name: scope ?? scopeMetrics.name,
        metrics: scopeMetrics.metrics.map(metric),
      })),
    })),
  },
});
