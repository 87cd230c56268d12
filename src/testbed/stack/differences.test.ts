import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Export } from '../../otlp/export.ts';
import type { Metric, NumberPoint } from '../../otlp/model.ts';
import { differencesBetween } from './differences.ts';
import { countPoints, pointsOf } from './points.ts';
import { type Edit, edited, exported, POINT, SENT, TIME } from './stream.fixture.ts';

const differences = (passed: readonly Export[]) => differencesBetween(pointsOf(SENT), pointsOf(passed));
const pointEdit = (change: Partial<NumberPoint>): Edit => ({
  metric: (metric: Metric): Metric =>
    metric.data.kind === 'sum'
      ? {
          ...metric,
          data: { ...metric.data, points: metric.data.points.map((point) => ({ ...point, ...change })) },
        }
      : metric,
});
const whole = (edit: Edit) => SENT.map((one) => edited(one, edit));

describe('two streams', () => {
  test('that are the same differ in nothing, however they are packed', () => {
    const packed = [exported(SENT.toReversed().flatMap(({ request }) => request.resourceMetrics))];
    for (const passed of [SENT, SENT.toReversed(), packed])
      assert.deepEqual(differences(passed), { lost: [], added: [], changed: [] });
    assert.equal(countPoints(packed), countPoints(SENT));
    assert.equal(pointsOf(packed).length, countPoints(SENT));
  });

  test('one of which has lost an export', () => {
    const { lost, added, changed } = differences(SENT.slice(1));
    assert.deepEqual([lost.length, added, changed], [countPoints(SENT.slice(0, 1)), [], []]);
    assert.equal(lost[0], `kms.errors.total{error_type="NotFound"} at ${TIME}`);
  });

  test('one of which has an export twice, or a point that nobody sent', () => {
    assert.equal(differences([...SENT, ...SENT.slice(0, 1)]).added.length, countPoints(SENT.slice(0, 1)));
    const strange = differences([...SENT, ...whole(pointEdit({ timeUnixNano: 1n }))]);
    assert.deepEqual([strange.lost, strange.changed], [[], []]);
    assert.match(strange.added[0] ?? '', /at 1$/);
  });

  const CHANGES: readonly (readonly [string, Edit, RegExp])[] = [
    [
      'a value by one',
      pointEdit({ value: 3n }),
      /^value of kms\.errors\.total.* was "2 as integer", and is "3 as integer"$/,
    ],
    ['an integer into a double', pointEdit({ value: 2 }), /^value of .* and is 2$/],
    ['a start', pointEdit({ startTimeUnixNano: 9n }), /^startTimeUnixNano of /],
    ['the unit', { metric: (metric) => ({ ...metric, unit: 's' }) }, /^unit of .* was \{error\}, and is s$/],
    ['the resource', { attributes: [] }, /^resource attribute service\.name of .* was kms, and is absent$/],
    ['the scope', { scope: 'other' }, /^scope of .* and is other$/],
  ];
  for (const [what, edit, message] of CHANGES) {
    test(`one of which has changed ${what}`, () => {
      const { lost, added, changed } = differences(whole(edit));
      assert.deepEqual([lost, added], [[], []]);
      assert.match(changed[0] ?? '', message);
    });
  }

  test('a name or an attribute that changed is a point lost and another added', () => {
    const renamed = differences(whole({ metric: (metric) => ({ ...metric, name: `other.${metric.name}` }) }));
    assert.equal(renamed.lost.length, countPoints(SENT));
    assert.equal(renamed.added.length, countPoints(SENT));
    const relabelled = differences(whole(pointEdit({ attributes: [] })));
    assert.ok(relabelled.lost.length > 0 && relabelled.added.length === relabelled.lost.length);
    assert.equal(POINT.attributes.length, 1);
  });
});
