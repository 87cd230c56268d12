import type { Kind } from '../contract/contract.ts';
import type { Export } from '../otlp/export.ts';
import type {
  AnyValue,
  ExponentialHistogramPoint,
  HistogramPoint,
  KeyValue,
  Metric,
  NumberPoint,
  SummaryPoint,
  Temporality,
} from '../otlp/model.ts';
import { remembered } from './remembered.ts';

/** One point of one export, with what identifies its series. */
export interface Sample {
  readonly instrument: string;
  /** Identity of the series in the stream: resource, scope, instrument and attribute set. */
  readonly key: string;
  /** Resource and scope, to tell writers apart. */
  readonly origin: string;
  readonly metric: Metric;
  readonly kind: Kind | 'summary' | 'none';
  readonly temporality: Temporality | undefined;
  readonly attributes: ReadonlyMap<string, string>;
  /** The attribute set as describeLabels has it. */
  readonly labels: string;
  readonly point: NumberPoint | HistogramPoint | ExponentialHistogramPoint | SummaryPoint;
  /** The value; of a histogram its count. undefined: none was sent, or it is no number. */
  readonly value: bigint | number | undefined;
  /** Of a histogram. */
  readonly sum: number | undefined;
  readonly arrivedAtUnixMs: number;
}

/** The attribute set as people read it: `operation="Get", user="alice"`. */
export const describeLabels = (labels: Iterable<readonly [string, string]>): string => {
  const all = [...labels];
  if (all.length > 1) all.sort(([a], [b]) => (a < b ? -1 : 1));
  let text = '';
  for (const [key, value] of all) text += `${text === '' ? '' : ', '}${key}=${JSON.stringify(value)}`;
  return text;
};

/** Name and attribute set as people read them: `kms.errors.total{error_type="..."}`. */
export const describeSeries = (instrument: string, labels: Iterable<readonly [string, string]>): string => {
  const inside = describeLabels(labels);
  return inside === '' ? instrument : `${instrument}{${inside}}`;
};

/** All points of an export; remembered as long as the export is. */
export const samplesOf: (exported: Export) => readonly Sample[] = remembered((exported) =>
  exported.request.resourceMetrics.flatMap((resource) =>
    resource.scopeMetrics.flatMap((scope) => {
      const origin = JSON.stringify(
        [...attributeTexts(resource.attributes)].sort().concat([[scope.name, scope.version]]),
      );
      return scope.metrics.flatMap((metric) => samplesOfMetric(metric, origin, exported.arrivedAtUnixMs));
    }),
  ),
);

/** DataPointFlags: the series ended, and whatever else the point carries means nothing. */
const NO_RECORDED_VALUE = 1;

const known = new WeakMap<Metric, readonly Sample[]>();

/** The same metric in another export of the same origin and time, as in a record that was edited elsewhere. */
function samplesOfMetric(metric: Metric, origin: string, arrivedAtUnixMs: number): readonly Sample[] {
  const [first, ...others] = known.get(metric) ?? [];
  if (first?.origin === origin && first.arrivedAtUnixMs === arrivedAtUnixMs) return [first, ...others];
  const samples = metric.data.points
    .filter(({ flags }) => (flags & NO_RECORDED_VALUE) === 0)
    .map((point) => sampleOf(metric, point, origin, arrivedAtUnixMs));
  known.set(metric, samples);
  return samples;
}

export function kindOf({ data }: Metric): Sample['kind'] {
  switch (data.kind) {
    case 'sum':
      return data.isMonotonic ? 'counter' : 'up-down-counter';
    case 'histogram':
    case 'exponentialHistogram':
      return 'histogram';
    default:
      return data.kind;
  }
}

/** Attribute value as text; a number and a text of the same digits stay apart. */
export function describeValue(value: AnyValue): string {
  if (typeof value === 'string') return value;
  if (value === null) return '(no value)';
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`;
  if (Array.isArray(value)) return `[${value.map(describeValue).join(', ')}]`;
  if (typeof value === 'object' && 'keyValues' in value) {
    return `{${value.keyValues.map((entry) => `${entry.key}: ${describeValue(entry.value)}`).join(', ')}}`;
  }
  return `${typeof value === 'bigint' ? 'integer' : typeof value} ${String(value)}`;
}

const attributeTexts = (attributes: readonly KeyValue[]): Map<string, string> =>
  new Map(attributes.map(({ key, value }) => [key, describeValue(value)]));

function sampleOf(metric: Metric, point: Sample['point'], origin: string, arrivedAtUnixMs: number): Sample {
  const attributes = attributeTexts(point.attributes);
  const labels = describeLabels(attributes);
  return {
    instrument: metric.name,
    key: `${origin} ${metric.name} ${labels}`,
    origin,
    metric,
    kind: kindOf(metric),
    temporality: 'temporality' in metric.data ? metric.data.temporality : undefined,
    attributes,
    labels,
    point,
    value: 'count' in point ? point.count : point.value,
    sum: 'count' in point ? point.sum : undefined,
    arrivedAtUnixMs,
  };
}
