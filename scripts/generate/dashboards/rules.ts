import type { Dashboard, Panel } from '../../../src/dashboards/queries.ts';
import { selectorsOf } from '../../../src/dashboards/selectors.ts';

/** What is read of a dashboard to hold it to the rules. */
export interface WholeDashboard extends Dashboard {
  readonly schemaVersion: number;
  readonly editable: boolean;
  readonly refresh: string;
  readonly panels: readonly WholePanel[];
}

export interface WholePanel extends Panel {
  readonly id: number;
  readonly description?: string;
  readonly datasource?: unknown;
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
}

/** Sentences about everything in which a dashboard breaks the rules of github.com/grafana/dashboard-linter. */
export const brokenRules = (dashboard: WholeDashboard): readonly string[] => [
  ...ofDashboard(dashboard),
  ...dashboard.panels.filter(({ type }) => type !== 'row').flatMap(ofPanel),
];

const DATASOURCE = '$' + '{datasource}';
const ALL_INSTANCES = '.*';

function ofDashboard({
  templating,
  editable,
  refresh,
  panels,
  annotations,
}: WholeDashboard): readonly string[] {
  const variables = new Map(templating.list.map((variable) => [variable.name, variable as WholeVariable]));
  const [datasource, job, instance] = ['datasource', 'job', 'instance'].map((name) => variables.get(name));
  const ids = panels.map(({ id }) => id);
  const titles = panels.map(({ title }) => title);
  return broken([
    [datasource?.type === 'datasource' && datasource.query === 'prometheus', 'has no data source to choose'],
    ...[job, instance].map(
      (variable, index) =>
        [variable?.datasource === DATASOURCE, `does not choose a ${['job', 'instance'][index]}`] as const,
    ),
    [
      instance?.multi === true && instance.includeAll === true && instance.allValue === ALL_INSTANCES,
      'does not choose several instances',
    ],
    ...[...variables.values()]
      .filter(({ type }) => type === 'query')
      .map(
        ({ name, refresh }) =>
          [refresh === 2, `does not ask for ${name} again when the time changes`] as const,
      ),
    [!editable, 'can be edited, though the next start undoes it'],
    [/^\d+[smh]$/.test(refresh), `is refreshed every ${refresh}, which old versions do not know`],
    [new Set(ids).size === ids.length, 'has two panels with one id'],
    [new Set(titles).size === titles.length, 'has two panels with one title'],
    [
      annotations.list.every(
        (one) => !('expr' in one) || (one as { datasource?: unknown }).datasource === DATASOURCE,
      ),
      'has an annotation with a data source of its own',
    ],
  ]);
}

interface WholeVariable {
  readonly name: string;
  readonly type: string;
  readonly query: unknown;
  readonly datasource?: string;
  readonly multi?: boolean;
  readonly includeAll?: boolean;
  readonly allValue?: string;
  readonly refresh?: number;
}

function ofPanel({
  title,
  type,
  description,
  datasource,
  fieldConfig,
  targets = [],
}: WholePanel): readonly string[] {
  const isTotal = type === 'stat' || type === 'bargauge';
  return broken([
    [/^[\x20-\x7e]+$/.test(title), 'is not plain ASCII'],
    [(description ?? '').length > 0, 'has no description'],
    [(fieldConfig?.defaults.unit ?? '').length > 0, 'has no unit'],
    [datasource === DATASOURCE, 'has a data source of its own'],
    [targets.length > 0, 'asks nothing'],
    ...targets.flatMap(({ expr, refId, instant }) => {
      const selectors = selectorsOf({ expr });
      return [
        [selectors.length > 0, `asks for no series: ${expr}`],
        [
          namesIn(expr).every((name) => selectors.some((one) => one.name === name)),
          `selects without braces: ${expr}`,
        ],
        [selectors.every(({ text }) => text.includes('job=~"$job"')), `asks for all jobs: ${expr}`],
        [
          selectors.every(({ text }) => text.includes('instance=~"$instance"')),
          `asks for all instances: ${expr}`,
        ],
        [refId !== '', 'has a query without a name'],
        [!isTotal || instant === true, `is asked for a range, though it shows one moment: ${expr}`],
        // A total of one moment, to be held against the ledger, is the one counter that is shown as it is.
        [isTotal || rawCounters(expr).length === 0, `shows a counter as it is: ${expr}`],
        [
          !/\b(rate|increase)\(/.test(expr) || /\[\$__(rate_interval|range)\]/.test(expr),
          `has an interval of its own: ${expr}`,
        ],
      ] as const;
    }),
  ]).map((sentence) => `"${title}" ${sentence}`);
}

const namesIn = (expr: string): readonly string[] => expr.match(/\bkms_\w+/g) ?? [];

/** Only the uptime is a counter that everybody reads as it is. */
const rawCounters = (expr: string): readonly string[] =>
  [...expr.matchAll(/(?<!\b(?:rate|increase)\()\bkms_\w+(?:_total|_count|_bucket|_sum)\{/g)]
    .map(([text]) => text)
    .filter((text) => !/^kms_(objects_total|keys_active_count|server_uptime_seconds_total)\{$/.test(text));

const broken = (rules: readonly (readonly [boolean, string])[]): readonly string[] =>
  rules.filter(([holds]) => !holds).map(([, sentence]) => sentence);
