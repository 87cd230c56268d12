import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editMetrics, editPoints } from '../../faults/wire/edit.ts';
import { checksOf } from '../contract/checks.ts';
import { documented } from '../contract/contract.fixture.ts';
import type { Export } from '../otlp/export.ts';
import type { HistogramPoint, Metric, MetricData, NumberPoint } from '../otlp/model.ts';
import { deltaOf } from './delta.fixture.ts';
import { judge } from './judge.ts';
import { exportOf, numberPoint, soundRecord } from './record.fixture.ts';
import type { EpochRecord } from './record.ts';
import { exercisedIn, redIn } from './rulings.fixture.ts';
import { resultsOf } from './verdict.ts';

/** An idle window at the end, so that closed-world/idle is put to the test. */
const sound = soundRecord({ collections: [2, 4, 8, 12, 13, 14, 16], observed: [2, 4, 8, 12, 16] });

const INSTRUMENTS = documented().instruments.map(({ name }) => name);
const ofInstruments = checksOf(documented())
  .map(({ id }) => id)
  .filter((id) => id.startsWith('kms.'));

/** What the scenarios of the features decide, a restart, the documented interval or a slow operation. */
const DECIDED_ELSEWHERE =
  /^(restart|configuration|exposure|database|histogram|collector|prometheus|jaeger|dashboards|alerts|grafana|secrets|cardinality)\/|^push\/(?!grpc$|first-export$)/;

const decided = checksOf(documented())
  .map(({ id }) => id)
  .filter((id) => !DECIDED_ELSEWHERE.test(id))
  .sort();

test('a stream that says what the ledger predicts passes every check that a record decides', () => {
  const rulings = judge(sound);
  assert.deepEqual(redIn(rulings), []);
  assert.deepEqual(exercisedIn(rulings), decided);
});

test('an export that is repeated after it was observed changes nothing', () => {
  const repeated = eachExport((exported) => [exported, exported])(sound);
  const observations = sound.observations.map((one) => ({ ...one, exportCount: 2 * one.exportCount - 1 }));
  assert.deepEqual(redIn(judge({ ...repeated, observations })), []);
});

const eachExport =
  (edit: (exported: Export) => Export | readonly Export[]) =>
  (record: EpochRecord): EpochRecord => ({ ...record, exports: record.exports.flatMap(edit) });

const metricsOf = ({ request }: Export): readonly Metric[] =>
  request.resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics));

const withMetrics = (exported: Export, metrics: readonly Metric[]): Export => ({
  ...exported,
  request: exportOf(metrics, 0).request,
});

const everyPoint =
  (edit: (point: NumberPoint | HistogramPoint) => NumberPoint | HistogramPoint) => (record: EpochRecord) =>
    INSTRUMENTS.reduce((edited, name) => editPoints(name, edit)(edited), record);

const extra: Metric = {
  name: 'kms.licence.seats',
  description: '',
  unit: '1',
  metadata: [],
  data: { kind: 'gauge', points: [numberPoint(3, 1)] },
};

const LEGAL: Readonly<Record<string, (record: EpochRecord) => EpochRecord>> = {
  'metrics in another order': eachExport((exported) =>
    withMetrics(exported, metricsOf(exported).toReversed()),
  ),
  'points in another order': editMetrics((metric) => [
    { ...metric, data: { ...metric.data, points: metric.data.points.toReversed() } as MetricData },
  ]),
  'attributes in another order': everyPoint((point) => ({
    ...point,
    attributes: point.attributes.toReversed(),
  })),
  'delta temporality': deltaOf,
  'delta temporality that leaves out what did not move': (record) =>
    editMetrics((metric) => movedOnly(metric))(deltaOf(record)),
  'doubles for integers': everyPoint((point) =>
    'value' in point ? { ...point, value: Number(point.value) } : point,
  ),
  'an instrument of the product’s own': eachExport((exported) =>
    withMetrics(exported, [...metricsOf(exported), extra]),
  ),
  'more resource attributes': eachExport((exported) => ({
    ...exported,
    request: {
      resourceMetrics: exported.request.resourceMetrics.map((resource) => ({
        ...resource,
        attributes: [...resource.attributes, { key: 'host.name', value: 'kms-0' }],
      })),
    },
  })),
  'series that stand at zero': editMetrics((metric) =>
    metric.data.kind === 'sum' && metric.name === 'kms.errors.total'
      ? [
          {
            ...metric,
            data: {
              ...metric.data,
              points: metric.data.points.flatMap((point) => [
                point,
                {
                  ...point,
                  attributes: [{ key: 'error_type', value: `no ${point.attributes[0]?.value}` }],
                  value: 0n,
                },
              ]),
            },
          },
        ]
      : [metric],
  ),
  'start times of its own for every series': editMetrics((metric) => [
    {
      ...metric,
      data: {
        ...metric.data,
        points: metric.data.points.map((point, index) => ({
          ...point,
          startTimeUnixNano: point.startTimeUnixNano + BigInt(index) * 1_000_000n,
        })),
      } as MetricData,
    },
  ]),
  'exponential histograms': editMetrics((metric) => [{ ...metric, data: exponential(metric.data) }]),
  exemplars: everyPoint((point) => ({
    ...point,
    exemplars: ('count' in point ? point.count > 0n : true)
      ? [
          {
            filteredAttributes: [],
            timeUnixNano: point.timeUnixNano,
            value: 'min' in point ? point.min : 1n,
            traceId: new Uint8Array(16),
            spanId: new Uint8Array(8),
          },
        ]
      : [],
  })),
  'descriptions and metadata': editMetrics((metric) => [
    { ...metric, description: 'words', metadata: [{ key: 'prometheus.type', value: 'counter' }] },
  ]),
  'words of its own for the kinds of failure': everyPoint((point) => ({
    ...point,
    attributes: point.attributes.map(({ key, value }) => ({
      key,
      value: key === 'error_type' ? String(value).replaceAll(/[a-z]/g, '') : value,
    })),
  })),
};

/** What the document leaves open is reported, and breaks nothing. */
const REPORTED = checksOf(documented())
  .filter(({ level }) => level === 'MAY')
  .map(({ id }) => id);

for (const [what, variation] of Object.entries(LEGAL)) {
  test(`legal: ${what}`, () => {
    const rulings = judge(variation(sound));
    assert.deepEqual(
      redIn(rulings).filter((id) => !REPORTED.includes(id)),
      [],
    );
    assert.deepEqual(exercisedIn(rulings), decided);
  });
}

test('histograms with nothing but count and sum are legal, and resolve nothing', () => {
  const rulings = judge(editMetrics((metric) => [{ ...metric, data: withoutBuckets(metric.data) }])(sound));
  assert.deepEqual(redIn(rulings), ['histogram/resolution']);
});

test('legal: a collection that is split over two requests', () => {
  const halves = eachExport((exported) => {
    const metrics = metricsOf(exported);
    return [withMetrics(exported, metrics.slice(0, 9)), withMetrics(exported, metrics.slice(9))];
  })(sound);
  const rulings = judge({
    ...halves,
    observations: sound.observations.map((observation) => ({
      ...observation,
      exportCount: 2 * observation.exportCount,
    })),
  });
  assert.deepEqual(redIn(rulings), []);
  assert.deepEqual(exercisedIn(rulings), decided);
});

test('legal: the same bytes again, as a client sends them that has not seen the answer', () => {
  const repeated = eachExport((exported) => [exported, exported])(sound);
  const rulings = judge({
    ...repeated,
    observations: sound.observations.map((observation) => ({
      ...observation,
      exportCount: 2 * observation.exportCount,
    })),
  });
  assert.deepEqual(redIn(rulings), []);
});

test('legal: the same bytes again, of deltas', () => {
  const repeated = eachExport((exported) => [exported, exported])(deltaOf(sound));
  const rulings = judge({
    ...repeated,
    observations: sound.observations.map((observation) => ({
      ...observation,
      exportCount: 2 * observation.exportCount,
    })),
  });
  assert.deepEqual(redIn(rulings), []);
});

function movedOnly(metric: Metric): readonly Metric[] {
  if (metric.name.startsWith('kms.server.')) return [metric];
  const points = metric.data.points.filter((point) => ('count' in point ? point.count : point.value) !== 0n);
  return points.length === 0 ? [] : [{ ...metric, data: { ...metric.data, points } as MetricData }];
}

function exponential(data: MetricData): MetricData {
  if (data.kind !== 'histogram') return data;
  return {
    kind: 'exponentialHistogram',
    temporality: data.temporality,
    points: data.points.map(({ explicitBounds: _, bucketCounts: __, ...point }) => ({
      ...point,
      scale: 3,
      zeroCount: 0n,
      zeroThreshold: 0,
      positive: { offset: -80, bucketCounts: [point.count] },
      negative: { offset: 0, bucketCounts: [] },
    })),
  };
}

const withoutBuckets = (data: MetricData): MetricData =>
  data.kind === 'histogram'
    ? {
        ...data,
        points: data.points.map((point) => ({ ...point, explicitBounds: [], bucketCounts: [] })),
      }
    : data;

const allZero = editMetrics((metric) => [
  {
    ...metric,
    data: {
      ...metric.data,
      points: metric.data.points.map((point) =>
        'bucketCounts' in point
          ? {
              ...point,
              count: 0n,
              sum: 0,
              min: undefined,
              max: undefined,
              bucketCounts: point.bucketCounts.map(() => 0n),
            }
          : { ...point, value: 0n },
      ),
    } as MetricData,
  },
]);

const NULL_STREAMS: Readonly<Record<string, (record: EpochRecord) => EpochRecord>> = {
  'no export at all': (record) => ({ ...record, exports: [] }),
  'exports with nothing in them': eachExport((exported) => ({
    ...exported,
    request: { resourceMetrics: [] },
  })),
  'the metrics of another service': editMetrics((metric) => [{ ...metric, name: `shop.${metric.name}` }]),
  'all eighteen constant at zero': allZero,
};

for (const [what, variation] of Object.entries(NULL_STREAMS)) {
  test(`no stream worth the name passes a check: ${what}`, () => {
    const results = resultsOf(checksOf(documented()), judge(variation(sound)), new Map(), true);
    const passed = results.filter(({ state }) => state === 'passed').map(({ check }) => check.id);
    assert.deepEqual(
      passed.filter((id) => ofInstruments.includes(id)),
      [],
    );
    assert.deepEqual(passed, []);
  });
}
