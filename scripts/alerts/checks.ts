import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Choice, type Dashboard, queriesOf } from '../../src/dashboards/queries.ts';
import { DASHBOARDS } from '../../src/dashboards/stats.ts';
import { ALERT_CASES } from '../generate/dashboards/alert-cases.ts';
import { toYaml } from '../generate/yaml.ts';
import type { Outcome } from './junit.ts';
import { outcomesOf, troubleWithRules } from './promtool.ts';

const FOLDER = join(import.meta.dirname, '../../dashboards');
const read = (name: string): Promise<string> => readFile(join(FOLDER, name), 'utf8');

/** Everything that promtool can say about alerts and dashboards. */
export async function checkAll(promtool: string): Promise<readonly Outcome[]> {
  const [rules, tests] = await Promise.all([read('alerts.yml'), read('alerts.test.yml')]);
  return [
    { name: 'the alerts are rules of Prometheus', failure: await troubleWithRules(promtool, rules) },
    ...(await outcomesOf(promtool, rules, tests)),
    {
      name: 'tests of alerts fail when no alert fires',
      failure: survivors(await outcomesOf(promtool, withExpression(rules, 'vector(0) > 0'), tests), firing),
    },
    {
      name: 'tests of alerts fail when every alert fires',
      failure: survivors(
        await outcomesOf(promtool, withExpression(atOnce(rules), 'vector(1)'), tests),
        quiet,
      ),
    },
    ...(await Promise.all(DASHBOARDS.map((uid) => queriesArePromql(promtool, uid)))),
  ];
}

const CHOICE: Choice = { job: 'kms', rateInterval: '2m', range: '1h' };

/** Each query of a dashboard as a recording rule, which Prometheus reads as it reads queries. */
async function queriesArePromql(promtool: string, uid: string): Promise<Outcome> {
  const queries = queriesOf(JSON.parse(await read(`${uid}.json`)) as Dashboard, CHOICE);
  const rules = queries.map(({ promql }, index) => ({ record: `query:${index}`, expr: promql }));
  return {
    name: `the ${queries.length} queries of ${uid} are PromQL`,
    failure: await troubleWithRules(promtool, toYaml({ groups: [{ name: uid, rules }] })),
  };
}

const withExpression = (rules: string, expr: string): string =>
  rules.replaceAll(/^( +expr: ).*$/gm, (_, head: string) => `${head}${JSON.stringify(expr)}`);

/** Without waiting for what is true to stay true. */
const atOnce = (rules: string): string => rules.replaceAll(/^ +for: .*\n/gm, '');

const named = (cases: typeof ALERT_CASES): ReadonlySet<string> =>
  new Set(cases.map(({ alert, says }) => `${alert}: ${says}`));
const firing = named(ALERT_CASES.filter(({ firesAt }) => firesAt.length > 0));
const quiet = named(ALERT_CASES.filter(({ quietAt }) => quietAt.length > 0));

/** Tests that must have failed, and have not. */
function survivors(outcomes: readonly Outcome[], mustFail: ReadonlySet<string>): string | undefined {
  const failed = new Set(outcomes.filter(({ failure }) => failure !== undefined).map(({ name }) => name));
  const passed = [...mustFail].filter((name) => !failed.has(name));
  return passed.length === 0 ? undefined : `these pass all the same: ${passed.join('; ')}`;
}
