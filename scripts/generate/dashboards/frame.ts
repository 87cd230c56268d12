import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import type { Contract } from '../../../src/contract/contract.ts';
import { prometheusValue } from '../../../src/contract/prometheus.ts';
import { named, valuesOf } from '../../../src/dashboards/series.ts';
import type { DashboardName } from '../../../src/dashboards/stats.ts';

/** What all dashboards have: variables, links to each other and to Jaeger, a mark at every start. */
export function frame(
  contract: Contract,
  {
    uid,
    title,
    description,
  }: { readonly uid: DashboardName; readonly title: string; readonly description: string },
): dashboard.DashboardBuilder {
  return new dashboard.DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags(['kms'])
    .readonly()
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .time({ from: 'now-1h', to: 'now' })
    .refresh('30s')
    .timezone('browser')
    .withVariable(
      new dashboard.DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'),
    )
    .withVariable(job(contract))
    .withVariable(instance(contract))
    .withVariable(jaeger())
    .link(
      new dashboard.DashboardLinkBuilder('KMS')
        .type(dashboard.DashboardLinkType.Dashboards)
        .tags(['kms'])
        .includeVars(true)
        .keepTime(true),
    )
    .annotation(
      new dashboard.AnnotationQueryBuilder()
        .name('Starts')
        .enable(true)
        .hide(false)
        .iconColor('purple')
        .expr(`${valuesOf(contract, 'kms.server.start_time')} * 1000`)
        .useValueForTime(true)
        .step('30s')
        .titleFormat('Start')
        .textFormat('{{instance}}'),
    );
}

/** One service at a time: what belongs to several can neither be summed nor found in Jaeger. */
const job = (contract: Contract) =>
  labelVariable('job', 'Job', `${prometheusValue(named(contract, 'kms.server.uptime'))}{job!=""}`);

const instance = (contract: Contract) =>
  several(
    labelVariable(
      'instance',
      'Instance',
      `${prometheusValue(named(contract, 'kms.server.uptime'))}{job=~"$job"}`,
    ),
  );

/** KMIP operations, for the dashboards that tell them apart. */
export const operation = (contract: Contract) =>
  several(labelVariable('operation', 'Operation', valuesOf(contract, 'kms.kmip.operations.total')));

/** Where the traces are. */
const jaeger = () =>
  new dashboard.TextBoxVariableBuilder('jaeger').label('Jaeger').defaultValue('http://localhost:16686');

/** Asked again when the time range changes: who was there then, can be chosen. */
const labelVariable = (name: string, label: string, selector: string) =>
  new dashboard.QueryVariableBuilder(name)
    .label(label)
    .query(`label_values(${selector}, ${name})`)
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
    .sort(dashboard.VariableSort.AlphabeticalAsc);

/** All of them unless told otherwise, a series without that label included. */
const several = (variable: dashboard.QueryVariableBuilder) =>
  variable
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ text: 'All', value: '$__all', selected: true });
