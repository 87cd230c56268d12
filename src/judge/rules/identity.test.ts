import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editInstrument, editPoints } from '../../../faults/wire/edit.ts';
import type { HistogramPoint, Metric, MetricData } from '../../otlp/model.ts';
import { soundRecord } from '../record.fixture.ts';
import type { EpochRecord } from '../record.ts';
import { sentences, stateOf } from '../rulings.fixture.ts';

const IDENTITY = 'data-model/identity';
const STABILITY = 'data-model/stability';
const NAME = 'kms.objects.total';
const record = soundRecord();

const withPoints = (edit: (points: MetricData['points']) => readonly unknown[]) =>
  editInstrument(NAME, (metric) => [
    { ...metric, data: { ...metric.data, points: edit(metric.data.points) } as MetricData },
  ])(record);

const IDENTITIES: readonly (readonly [string, EpochRecord, RegExp])[] = [
  ['a metric without a point', withPoints(() => []), /kms\.objects\.total came without a point/],
  [
    'a series twice',
    withPoints((points) => [...points, ...points]),
    /one collection holds kms\.objects\.total twice/,
  ],
  [
    'an attribute key twice',
    editPoints(NAME, (point) => ({
      ...point,
      attributes: [
        { key: 'a', value: 'x' },
        { key: 'a', value: 'y' },
      ],
    }))(record),
    /carries the attribute "a" twice/,
  ],
  [
    'no temporality',
    editInstrument(NAME, (metric) => [
      { ...metric, data: { ...metric.data, temporality: 'unspecified' } as MetricData },
    ])(record),
    /has no temporality/,
  ],
  [
    'two units at once',
    editInstrument(NAME, (metric) => [metric, { ...metric, unit: 'objects' }])(record),
    /has several identities in one collection/,
  ],
];

for (const [what, bent, message] of IDENTITIES) {
  test(`identity: ${what}`, () => assert.match(sentences(IDENTITY, bent).join('; '), message));
}

test('the same name in two scopes at once has two identities', () => {
  const inTwo: EpochRecord = {
    ...record,
    exports: record.exports.map((exported) => {
      const [resource] = exported.request.resourceMetrics;
      const [scope] = resource?.scopeMetrics ?? [];
      assert.ok(resource && scope);
      const other = { ...scope, name: 'another', metrics: scope.metrics.filter(({ name }) => name === NAME) };
      return { ...exported, request: { resourceMetrics: [{ ...resource, scopeMetrics: [scope, other] }] } };
    }),
  };
  assert.match(sentences(IDENTITY, inTwo).join('; '), /several identities/);
});

test('a repeated sentence is said once', () => {
  assert.equal(
    sentences(
      IDENTITY,
      withPoints(() => []),
    ).length,
    1,
  );
});

const later = (edit: (metric: Metric) => Metric, name = NAME) =>
  editInstrument(name, (metric, { index }) => [index < 3 ? metric : edit(metric)])(record);

const CHANGES: readonly (readonly [string, EpochRecord])[] = [
  ['kind', later((metric) => ({ ...metric, data: { ...metric.data, isMonotonic: true } as MetricData }))],
  ['unit', later((metric) => ({ ...metric, unit: '1' }))],
  [
    'temporality',
    later((metric) => ({ ...metric, data: { ...metric.data, temporality: 'delta' } as MetricData })),
  ],
  [
    'bounds',
    editPoints('kms.http.request.duration', (point: HistogramPoint, { index }) =>
      index < 3 ? point : { ...point, explicitBounds: point.explicitBounds.map((bound) => bound * 2) },
    )(record),
  ],
];

for (const [what, bent] of CHANGES) {
  test(`stability: the ${what} changes`, () => assert.equal(stateOf(STABILITY, bent), 'failed'));
}

test('stability is put to the test from two collections on', () => {
  assert.equal(stateOf(STABILITY, soundRecord({ collections: [8] })), 'not seen');
  assert.equal(stateOf(STABILITY, soundRecord({ collections: [4, 8] })), 'passed');
});
