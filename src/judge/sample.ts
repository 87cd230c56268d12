import type { Kind } from '../contract/contract.ts';
import { describeLabels, LabelWriter } from '../ledger/label-text.ts';
import type { Export } from '../otlp/export.ts';
import type {
  ExponentialHistogramPoint,
  HistogramPoint,
  KeyValue,
  Metric,
  NumberPoint,
  SummaryPoint,
  Temporality,
} from '../otlp/model.ts';
import { remembered } from './remembered.ts';
import { describeValue, labelsOf, type Shape, shapes } from './shape.ts';

/** One metric of one export, with what all of its points share. */
export interface Source {
  readonly instrument: string;
  /** Resource and scope, to tell writers apart. */
  readonly origin: string;
  /** Origin and instrument: with the attribute set the identity of a series in the stream. */
  readonly family: string;
  readonly metric: Metric;
  readonly kind: Kind | 'summary' | 'none';
  readonly temporality: Temporality | undefined;
  readonly arrivedAtUnixMs: number;
}

/** The points of one metric that carry a value: at least one. */
export interface MetricSamples extends Source {
  readonly samples: readonly Sample[];
}

/** One point of one export, with what identifies its series. */
export class Sample {
  readonly #source: Source;
  readonly shape: Shape;
  /** The attribute set as describeLabels has it. */
  readonly labels: string;
  readonly point: NumberPoint | HistogramPoint | ExponentialHistogramPoint | SummaryPoint;
  /** The value; of a histogram its count. undefined: none was sent, or it is no number. */
  readonly value: bigint | number | undefined;
  /** Of a histogram. */
  readonly sum: number | undefined;

  constructor(source: Source, shape: Shape, labels: string, point: Sample['point']) {
    this.#source = source;
    this.shape = shape;
    this.labels = labels;
    this.point = point;
    this.value = 'count' in point ? point.count : point.value;
    this.sum = 'count' in point ? point.sum : undefined;
  }

  /** What a cumulative series stands at is what its last point says. */
  get sample(): Sample {
    return this;
  }

  get instrument(): string {
    return this.#source.instrument;
  }

  get origin(): string {
    return this.#source.origin;
  }

  get family(): string {
    return this.#source.family;
  }

  get metric(): Metric {
    return this.#source.metric;
  }

  get kind(): Source['kind'] {
    return this.#source.kind;
  }

  get temporality(): Temporality | undefined {
    return this.#source.temporality;
  }

  get arrivedAtUnixMs(): number {
    return this.#source.arrivedAtUnixMs;
  }

  /** Made anew each time: whoever looks at every sample asks for one attribute. */
  get attributes(): ReadonlyMap<string, string> {
    return attributeTexts(this.point.attributes);
  }

  attribute(key: string): string | undefined {
    const index = this.shape.keys.indexOf(key);
    const found = index < 0 ? undefined : this.point.attributes[this.shape.places[index] ?? 0];
    return found === undefined ? undefined : describeValue(found.value);
  }
}

export { describeLabels, describeValue };

/** Name and attribute set as people read them: `kms.errors.total{error_type="..."}`. */
export const describeSeries = (instrument: string, labels: Iterable<readonly [string, string]>): string =>
  seriesText(instrument, describeLabels(labels));

/** The same of an attribute set that is written already. */
export const seriesText = (instrument: string, labels: string): string =>
  labels === '' ? instrument : `${instrument}{${labels}}`;

/** Everything that an export says, metric by metric; remembered as long as the export is. */
export const metricsOf: (exported: Export) => readonly MetricSamples[] = remembered(
  ({ request, arrivedAtUnixMs }) =>
    request.resourceMetrics.flatMap((resource) =>
      resource.scopeMetrics.flatMap((scope) => {
        const origin = JSON.stringify(
          [...attributeTexts(resource.attributes)].sort().concat([[scope.name, scope.version]]),
        );
        return scope.metrics
          .map((metric) => samplesOfMetric(metric, origin, arrivedAtUnixMs))
          .filter(({ samples }) => samples.length > 0);
      }),
    ),
);

/** All points of an export. */
export const samplesOf: (exported: Export) => readonly Sample[] = remembered((exported) =>
  metricsOf(exported).flatMap(({ samples }) => samples),
);

/** DataPointFlags: the series ended, and whatever else the point carries means nothing. */
const NO_RECORDED_VALUE = 1;

const known = new WeakMap<Metric, MetricSamples>();

/** The same metric in another export of the same origin and time, as in a record that was edited elsewhere. */
function samplesOfMetric(metric: Metric, origin: string, arrivedAtUnixMs: number): MetricSamples {
  const before = known.get(metric);
  if (before?.origin === origin && before.arrivedAtUnixMs === arrivedAtUnixMs) return before;
  const source: Source = {
    instrument: metric.name,
    origin,
    family: `${origin} ${metric.name}`,
    metric,
    kind: kindOf(metric),
    temporality: 'temporality' in metric.data ? metric.data.temporality : undefined,
    arrivedAtUnixMs,
  };
  const shapeOf = shapes();
  const writer = new LabelWriter();
  const samples: Sample[] = [];
  for (const point of metric.data.points) {
    if ((point.flags & NO_RECORDED_VALUE) !== 0) continue;
    const shape = shapeOf(point.attributes);
    samples.push(new Sample(source, shape, labelsOf(point.attributes, shape, writer), point));
  }
  const all = { ...source, samples };
  known.set(metric, all);
  return all;
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

const attributeTexts = (attributes: readonly KeyValue[]): Map<string, string> =>
  new Map(attributes.map(({ key, value }) => [key, describeValue(value)]));
