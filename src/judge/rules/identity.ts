import type { Export } from '../../otlp/export.ts';
import type { KeyValue, Metric } from '../../otlp/model.ts';
import type { Collection } from '../collections.ts';
import { distinctRulings, exercised, finding, type Ruling } from '../finding.ts';
import { remembered } from '../remembered.ts';
import { describeSeries, type MetricSamples, type Sample } from '../sample.ts';
import { SeriesMap } from '../series-map.ts';
import { shapes } from '../shape.ts';
import type { Rule } from './rule.ts';

const IDENTITY = 'data-model/identity';
const STABILITY = 'data-model/stability';

/** One identity per name and collection; one point per series; keys unique; temporality given; nothing empty. */
export const identity: Rule = ({ record, collections }) => {
  if (collections.length === 0) return [];
  const rulings = [...record.exports.flatMap(metricRulings), ...collections.flatMap(collectionRulings)];
  return [exercised(IDENTITY), ...distinctRulings(rulings)];
};

/** Kind, unit, temporality and bounds of a name stay what they were in the first collection. */
export const stability: Rule = ({ metrics, collections }) => {
  if (collections.length < 2) return [];
  const traits = new Map<string, string>();
  const rulings = metrics.flatMap((metric) =>
    [...traitsOf(metric)].flatMap((own) => {
      const { instrument } = metric;
      const known = traits.get(instrument);
      traits.set(instrument, known ?? own);
      return known === undefined || known === own
        ? []
        : [finding(STABILITY, `${instrument} was ${known} and is now ${own}`)];
    }),
  );
  return [exercised(STABILITY), ...distinctRulings(rulings)];
};

/** Each once; the points of a metric differ in their bounds alone. */
const traitsOf = ({ kind, temporality, metric, samples }: MetricSamples): ReadonlySet<string> => {
  const common = [
    kind,
    `unit ${JSON.stringify(metric.unit)}`,
    ...(temporality === undefined ? [] : [temporality]),
  ].join(', ');
  return metric.data.kind === 'histogram'
    ? new Set(
        samples.map(({ point }) =>
          'explicitBounds' in point ? `${common}, bounds ${point.explicitBounds.join(' ')}` : common,
        ),
      )
    : new Set([common]);
};

const metricRulings = remembered((exported: Export): readonly Ruling[] => {
  const twice = exported.request.resourceMetrics.flatMap(({ scopeMetrics }) =>
    scopeMetrics.flatMap(({ name, metrics }) => repeatedMetrics(name, metrics)),
  );
  const metrics = exported.request.resourceMetrics.flatMap(({ scopeMetrics }) =>
    scopeMetrics.flatMap((scope) => scope.metrics),
  );
  const ofMetrics = metrics.flatMap((metric) => [
    ...(metric.data.points.length === 0 ? [finding(IDENTITY, `${metric.name} came without a point`)] : []),
    ...('temporality' in metric.data && metric.data.temporality === 'unspecified'
      ? [finding(IDENTITY, `${metric.name} has no temporality`)]
      : []),
    ...repeatedKeys(metric),
  ]);
  return [...twice, ...ofMetrics];
});

/** The points of one metric stand in one place: a store takes the second for another writer. */
function repeatedMetrics(scope: string, metrics: readonly Metric[]): readonly Ruling[] {
  const names = metrics.map(({ name }) => name);
  return names
    .filter((name, index) => names.indexOf(name) !== index)
    .map((name) =>
      finding(IDENTITY, `${name} stands twice in the scope ${JSON.stringify(scope)} of one export`),
    );
}

const repeatedKeys = (metric: Metric): readonly Ruling[] => {
  const shapeOf = shapes();
  const repeated: Ruling[] = [];
  for (const { attributes } of metric.data.points) {
    if (shapeOf(attributes).keys.length === attributes.length) continue;
    for (const key of repeatedIn(attributes))
      repeated.push(
        finding(IDENTITY, `a point of ${metric.name} carries the attribute ${JSON.stringify(key)} twice`),
      );
  }
  return repeated;
};

/** Each but the first of its key. */
function repeatedIn(attributes: readonly KeyValue[]): readonly string[] {
  const seen = new Set<string>();
  return attributes.map(({ key }) => key).filter((key) => seen.size === seen.add(key).size);
}

function collectionRulings({ samples, metrics, series }: Collection): readonly Ruling[] {
  const identities = Map.groupBy(metrics, ({ instrument }) => instrument);
  return [
    ...(series.size === samples.length ? [] : repeatedSeries(samples)),
    ...[...identities].flatMap(([name, own]) => {
      const all = new Set(own.map(identityOf));
      return all.size === 1
        ? []
        : [finding(IDENTITY, `${name} has several identities in one collection: ${[...all].join('; ')}`)];
    }),
  ];
}

function repeatedSeries(samples: readonly Sample[]): readonly Ruling[] {
  const seen = new SeriesMap<true>();
  const repeated: Ruling[] = [];
  for (const sample of samples) {
    if (seen.has(sample))
      repeated.push(
        finding(
          IDENTITY,
          `one collection holds ${describeSeries(sample.instrument, sample.attributes)} twice`,
        ),
      );
    seen.set(sample, true);
  }
  return repeated;
}

/** Resource, scope, kind, unit and temporality (OTLP data model: what identifies a metric stream). */
const identityOf = ({ origin, metric, kind, temporality }: MetricSamples): string =>
  `${kind}, unit ${JSON.stringify(metric.unit)}, ${temporality ?? 'no temporality'}, of ${origin}`;
