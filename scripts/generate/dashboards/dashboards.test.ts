import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { BASE_PROFILE, loadProfile } from '../../../src/contract/profiles.ts';
import { prometheusSeries } from '../../../src/contract/prometheus.ts';
import { alertsOf } from '../../../src/dashboards/alerts.ts';
import { selectorsOf } from '../../../src/dashboards/selectors.ts';
import { DASHBOARDS, STATS } from '../../../src/dashboards/stats.ts';
import { ALERT_CASES } from './alert-cases.ts';
import { dashboardFiles } from './files.ts';
import { brokenRules, type WholeDashboard } from './rules.ts';

const contract = loadProfile(BASE_PROFILE);
const files = dashboardFiles(contract);
const parsed = (uid: string): WholeDashboard => JSON.parse(files.get(`dashboards/${uid}.json`) ?? 'null');

for (const uid of DASHBOARDS) {
  test(`${uid} keeps to the rules for dashboards`, () => {
    assert.deepEqual(brokenRules(parsed(uid)), []);
  });

  test(`${uid} can be read by Grafana 7.5 and says nothing of one installation`, () => {
    const text = JSON.stringify(parsed(uid));
    assert.equal(parsed(uid).schemaVersion, 27);
    assert.doesNotMatch(text, /"datasource":\{/);
    assert.deepEqual(
      [...text.matchAll(/"uid":"([^"]*)"/g)].map(([, found]) => found),
      [uid],
    );
  });

  test(`${uid} shows every stat panel, each once, and no other`, () => {
    const shown = parsed(uid).panels.filter(({ type }) => type === 'stat');
    assert.deepEqual(shown.map(({ title }) => title).sort(), STATS[uid].map(({ title }) => title).sort());
  });
}

test('every instrument is seen, by a panel that names it', () => {
  const panels = DASHBOARDS.flatMap((uid) => parsed(uid).panels);
  for (const instrument of contract.instruments) {
    const names = prometheusSeries(instrument);
    const showing = panels.filter(({ targets = [] }) =>
      targets.some((target) => selectorsOf(target).some(({ name }) => names.includes(name))),
    );
    assert.ok(
      showing.some(({ description = '' }) => description.includes(instrument.name)),
      `${instrument.name} is on no panel`,
    );
  }
});

test('no query asks for a series that no instrument gives', () => {
  const known = new Set(contract.instruments.flatMap((instrument) => prometheusSeries(instrument)));
  const asked = DASHBOARDS.flatMap((uid) => parsed(uid).panels)
    .flatMap(({ targets = [] }) => targets.flatMap(selectorsOf))
    .map(({ name }) => name);
  assert.deepEqual(
    asked.filter((name) => !known.has(name)),
    [],
  );
});

test('there is no dashboard beside these', () => {
  const folder = join(import.meta.dirname, '../../../dashboards');
  assert.deepEqual(
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort(),
    DASHBOARDS.map((uid) => `${uid}.json`).sort(),
  );
});

test('every alert is tested at a moment when it fires', () => {
  assert.deepEqual(
    alertsOf(contract)
      .map(({ name }) => name)
      .filter((name) => !ALERT_CASES.some(({ alert, firesAt }) => alert === name && firesAt.length > 0)),
    [],
  );
});

/** What breaks a rule -> what is said about it. */
const BROKEN: readonly (readonly [string, (dashboard: WholeDashboard) => unknown, RegExp])[] = [
  ['a data source of its own', panel({ datasource: 'Prometheus' }), /data source of its own/],
  ['no description', panel({ description: '' }), /no description/],
  ['no unit', panel({ fieldConfig: { defaults: {} } }), /no unit/],
  ['a title twice', panel({ title: 'Operations and errors' }), /two panels with one title/],
  ['an emoji', panel({ title: 'Errors \u{1F525}' }), /plain ASCII/],
  ['nothing asked', panel({ targets: [] }), /asks nothing/],
  ['all jobs', expr('sum(rate(kms_errors_total{instance=~"$instance"}[$__rate_interval]))'), /all jobs/],
  ['all instances', expr('sum(rate(kms_errors_total{job=~"$job"}[$__rate_interval]))'), /all instances/],
  ['no braces', expr('sum(rate(kms_errors_total[$__rate_interval]))'), /no series|without braces/],
  [
    'a fixed interval',
    expr('rate(kms_errors_total{job=~"$job",instance=~"$instance"}[5m])'),
    /interval of its own/,
  ],
  ['a raw counter', expr('sum(kms_errors_total{job=~"$job",instance=~"$instance"})'), /counter as it is/],
  ['editable', (dashboard) => ({ ...dashboard, editable: true }), /can be edited/],
  [
    'a refresh that crashes Grafana 9',
    (dashboard) => ({ ...dashboard, refresh: 'auto' }),
    /refreshed every auto/,
  ],
  ['no job', (dashboard) => ({ ...dashboard, templating: { list: [] } }), /does not choose a job/],
];

for (const [what, breaking, said] of BROKEN)
  test(`a dashboard with ${what} breaks a rule`, () => {
    const sentences = brokenRules(breaking(parsed('kms-overview')) as WholeDashboard);
    assert.match(sentences.join('\n'), said);
  });

/** Changes the last panel, a graph. */
function panel(change: object) {
  return (dashboard: WholeDashboard) => ({
    ...dashboard,
    panels: dashboard.panels.map((one, index) =>
      index === dashboard.panels.length - 1 ? { ...one, ...change } : one,
    ),
  });
}

function expr(promql: string) {
  return panel({ targets: [{ expr: promql, refId: 'A' }] });
}
