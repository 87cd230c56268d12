import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documented } from '../contract/contract.fixture.ts';
import { alertsOf } from './alerts.ts';
import { type Choice, type Dashboard, labelQueriesOf, queriesOf } from './queries.ts';
import { selectorsOf } from './selectors.ts';

const CHOICE: Choice = { job: 'kms', rateInterval: '2m', range: '1h' };

const dashboard = (expr: string, variable = 'label_values(up{job=~"$job"}, instance)'): Dashboard => ({
  uid: 'one',
  title: 'One',
  panels: [
    { title: 'Row', type: 'row' },
    { title: 'Panel', type: 'stat', targets: [{ expr, refId: 'A', instant: true }] },
  ],
  annotations: { list: [{ name: 'Built in' }, { name: 'Starts', expr: 'start{job=~"$job"}' }] },
  templating: {
    list: [
      { name: 'datasource', type: 'datasource', query: 'prometheus' },
      { name: 'instance', type: 'query', query: variable },
    ],
  },
});

test('variables are replaced in panels, annotations and variables', () => {
  const one = dashboard(`rate(x{job=~"$job",instance=~"\${instance}"}[$__rate_interval]) + y[$__range]`);
  assert.deepEqual(queriesOf(one, CHOICE), [
    {
      dashboard: 'one',
      place: 'Panel, A',
      promql: 'rate(x{job=~"kms",instance=~".*"}[2m]) + y[1h]',
      isInstant: true,
    },
    { dashboard: 'one', place: 'Starts', promql: 'start{job=~"kms"}', isInstant: false },
  ]);
  assert.deepEqual(labelQueriesOf(one, CHOICE), [
    { dashboard: 'one', variable: 'instance', selector: 'up{job=~"kms"}', label: 'instance' },
  ]);
});

test('a variable that nothing stands for is an error', () => {
  assert.throws(
    () => queriesOf(dashboard('x{a="$colour"}'), CHOICE),
    /variable colour, for which nothing stands/,
  );
  assert.throws(() => labelQueriesOf(dashboard('x', 'query_result(x)'), CHOICE), /asks for no label/);
});

test('every selector of a query is found once, whatever its values hold', () => {
  const expr =
    'sum by (a) (rate(x_total{a="}{",b=~"c\\"d"}[5m])) / max(y{a=""} offset 1h) > y{a=""} + {__name__=~"z(_total)?",c="d"}';
  assert.deepEqual(selectorsOf({ expr }), [
    { name: 'x_total', text: 'x_total{a="}{",b=~"c\\"d"}', anyValue: 'x_total{a!="",b!=""}' },
    { name: 'y', text: 'y{a=""}', anyValue: 'y{a!=""}' },
    {
      name: 'z(_total)?',
      text: '{__name__=~"z(_total)?",c="d"}',
      anyValue: '{__name__=~"z(_total)?",c!=""}',
    },
  ]);
});

test('every alert reads series that are known to its kind, and says what to do', () => {
  const alerts = alertsOf(documented());
  assert.equal(new Set(alerts.map(({ name }) => name)).size, alerts.length);
  for (const { name, expr, of, summary, runbook } of alerts) {
    const prefix = of === 'kms' ? /^kms_/ : /^otelcol_/;
    const selectors = selectorsOf({ expr });
    assert.ok(selectors.length > 0, name);
    assert.ok(
      selectors.every((selector) => prefix.test(selector.name)),
      name,
    );
    assert.ok(summary.length > 0 && runbook.length > 0, name);
  }
});
