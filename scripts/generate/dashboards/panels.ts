import * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as heatmap from '@grafana/grafana-foundation-sdk/heatmap';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import type { Contract } from '../../../src/contract/contract.ts';
import { queryOf } from '../../../src/dashboards/figure.ts';
import { PERCENT_DECIMALS } from '../../../src/dashboards/screen.ts';
import type { Stat } from '../../../src/dashboards/stats.ts';

/** Grafana's grid is 24 columns wide. */
export const COLUMNS = 24;
export const HALF = COLUMNS / 2;
export const THIRD = COLUMNS / 3;

export interface Line {
  readonly expr: string;
  /** Text for each series; {{label}} stands for a label's value. */
  readonly legend: string;
  /** Where it must not be one of the palette. */
  readonly colour?: string;
}

export interface Graph {
  readonly title: string;
  readonly description: string;
  readonly unit: string;
  readonly lines: readonly Line[];
  readonly width: number;
  /** Areas on top of each other, for parts of a whole. */
  readonly isStacked?: boolean;
  /** Where a click on a point leads; "Traces" of an operation, a route. */
  readonly traces?: string;
}

/** One number, the same at whatever pace the KMS pushes: of the last moment of the time range. */
export function statPanel(contract: Contract, width: number, of: Stat): Builder<dashboard.Panel> {
  const { title, description, figure, unit, factor, alarming } = of;
  const query = queryOf(contract, figure);
  const steps = [
    { value: null, color: 'blue' },
    ...(alarming === undefined ? [] : [step(alarming[0], 'orange'), step(alarming[1], 'red')]),
  ];
  return new stat.PanelBuilder()
    .title(title)
    .description(description)
    .unit(unit)
    .decimals(unit === 'percentunit' ? PERCENT_DECIMALS : 0)
    .span(width)
    .height(STAT_HEIGHT)
    .thresholds(new dashboard.ThresholdsConfigBuilder().mode(dashboard.ThresholdsMode.Absolute).steps(steps))
    .colorMode(common.BigValueColorMode.Value)
    .graphMode(common.BigValueGraphMode.None)
    .textMode(common.BigValueTextMode.Value)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']).fields('').values(false))
    .withTarget(
      new prometheus.DataqueryBuilder()
        .refId('A')
        .expr(factor === undefined ? query : `${query} * ${factor}`)
        .legendFormat(title)
        .instant(),
    );
}

const STAT_HEIGHT = 4;
const GRAPH_HEIGHT = 8;

const step = (value: number, color: string) => ({ value, color });

export function graphPanel(graph: Graph): Builder<dashboard.Panel> {
  const panel = new timeseries.PanelBuilder()
    .title(graph.title)
    .description(graph.description)
    .unit(graph.unit)
    .min(0)
    .span(graph.width)
    .height(GRAPH_HEIGHT)
    .lineWidth(1)
    .fillOpacity(graph.isStacked ? STACK_FILL : LINE_FILL)
    .showPoints(common.VisibilityMode.Auto)
    .legend(
      new common.VizLegendOptionsBuilder()
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom)
        .showLegend(true)
        .calcs([]),
    )
    .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi))
    .targets(graph.lines.map(query));
  if (graph.isStacked)
    panel.stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal).group('A'));
  for (const { legend, colour } of graph.lines)
    if (colour !== undefined)
      panel.overrideByName(legend, [{ id: 'color', value: { mode: 'fixed', fixedColor: colour } }]);
  if (graph.traces !== undefined) panel.dataLinks([tracesOf(graph.traces)]);
  return panel;
}

const LINE_FILL = 10;
const STACK_FILL = 40;

/** Opens Jaeger with the traces of the service within the time range; what follows narrows them down. */
const tracesOf = (narrowed: string): Builder<dashboard.DashboardLink> =>
  new dashboard.DashboardLinkBuilder('Traces in Jaeger')
    .url(`\${jaeger}/search?service=\${job}&start=\${__from}000&end=\${__to}000&lookback=custom${narrowed}`)
    .targetBlank(true);

/** What a label says at the point that was clicked on. */
export const labelOfPoint = (label: string): string => `\${__field.labels.${label}}`;

const query = ({ expr, legend }: Line, index: number): prometheus.DataqueryBuilder =>
  new prometheus.DataqueryBuilder()
    .refId(String.fromCharCode(FIRST_REF + index))
    .expr(expr)
    .legendFormat(legend)
    .range();

const FIRST_REF = 'A'.charCodeAt(0);

/** How many took how long, over time. */
export const heatmapPanel = ({ title, description, unit, width, lines }: Graph): Builder<dashboard.Panel> =>
  new heatmap.PanelBuilder()
    .title(title)
    .description(description)
    .unit(unit)
    .span(width)
    .height(GRAPH_HEIGHT)
    .calculate(false)
    .color(
      new heatmap.HeatmapColorOptionsBuilder()
        .mode(heatmap.HeatmapColorMode.Scheme)
        .scheme('Oranges')
        .exponent(0.5)
        .steps(64),
    )
    .yAxis(new heatmap.YAxisConfigBuilder().unit(unit))
    .targets(lines.map((line, index) => query(line, index).format(prometheus.PromQueryFormat.Heatmap)));

/** How much of each at the last moment of the time range, one bar for each series. */
export const barsPanel = ({ title, description, unit, width, lines }: Graph): Builder<dashboard.Panel> =>
  new bargauge.PanelBuilder()
    .title(title)
    .description(description)
    .unit(unit)
    .decimals(0)
    .min(0)
    .span(width)
    .height(GRAPH_HEIGHT)
    .orientation(common.VizOrientation.Horizontal)
    .displayMode(common.BarGaugeDisplayMode.Gradient)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']).fields('').values(false))
    .thresholds(
      new dashboard.ThresholdsConfigBuilder()
        .mode(dashboard.ThresholdsMode.Absolute)
        .steps([{ value: null, color: 'blue' }]),
    )
    .targets(lines.map((line, index) => query(line, index).instant()));
