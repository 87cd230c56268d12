import type { Export } from '../../otlp/export.ts';
import type { Metric } from '../../otlp/model.ts';
import { distinctRulings, exercised, finding, type Ruling } from '../finding.ts';
import { remembered } from '../remembered.ts';
import { describeSeries, kindOf, type Sample } from '../sample.ts';
import type { Rule } from './rule.ts';

const IDENTITY = 'data-model/identity';
const STABILITY = 'data-model/stability';

/** One identity per name and collection; one point per series; keys unique; temporality given; nothing empty. */
export const identity: Rule = ({ record, collections }) => {
  if (collections.length === 0) return [];
  const rulings = [
    ...record.exports.flatMap(metricRulings),
    ...collections.flatMap(({ samples }) => sampleRulings(samples)),
  ];
  return [exercised(IDENTITY), ...distinctRulings(rulings)];
};

/** Kind, unit, temporality and bounds of a name stay what they were in the first collection. */
export const stability: Rule = ({ samples, collections }) => {
  if (collections.length < 2) return [];
  const traits = new Map<string, string>();
  const rulings = samples.flatMap((sample) => {
    const known = traits.get(sample.instrument);
    const own = traitsOf(sample);
    traits.set(sample.instrument, known ?? own);
    return known === undefined || known === own
      ? []
      : [finding(STABILITY, `${sample.instrument} was ${known} and is now ${own}`)];
  });
  return [exercised(STABILITY), ...distinctRulings(rulings)];
};

const traitsOf = remembered(({ kind, temporality, metric, point }: Sample): string =>
  [
    kind,
    `unit ${JSON.stringify(metric.unit)}`,
    ...(temporality === undefined ? [] : [temporality]),
    ...('explicitBounds' in point ? [`bounds ${point.explicitBounds.join(' ')}`] : []),
  ].join(', '),
);

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

const repeatedKeys = (metric: Metric): readonly Ruling[] =>
  metric.data.points.flatMap(({ attributes }) => {
    const keys = attributes.map(({ key }) => key);
    return keys
      .filter((key, index) => keys.indexOf(key) !== index)
      .map((key) =>
        finding(IDENTITY, `a point of ${metric.name} carries the attribute ${JSON.stringify(key)} twice`),
      );
  });

/** Of one collection. */
const sampleRulings = remembered((samples: readonly Sample[]): readonly Ruling[] => {
  const seen = new Set<string>();
  const repeated = samples.filter(({ key }) => seen.size === seen.add(key).size);
  const identities = Map.groupBy(samples, ({ instrument }) => instrument);
  return [
    ...repeated.map((sample) =>
      finding(IDENTITY, `one collection holds ${describeSeries(sample.instrument, sample.attributes)} twice`),
    ),
    ...[...identities].flatMap(([name, own]) => {
      const all = new Set(own.map((sample) => identityOf(sample)));
      return all.size === 1
        ? []
        : [finding(IDENTITY, `${name} has several identities in one collection: ${[...all].join('; ')}`)];
    }),
  ];
});

/** Resource, scope, kind, unit and temporality (OTLP data model: what identifies a metric stream). */
const identityOf = remembered(
  ({ origin, metric, temporality }: Sample): string =>
    `${kindOf(metric)}, unit ${JSON.stringify(metric.unit)}, ${temporality ?? 'no temporality'}, of ${origin}`,
);
