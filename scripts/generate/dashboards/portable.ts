import type * as sdk from '@grafana/grafana-foundation-sdk/dashboard';

/** What Grafana 7.5 writes; every later version takes it and migrates it for itself. */
const SCHEMA_VERSION = 27;

/** A text, not an object with a uid: Grafana 7.5 knows no other form, and later ones understand it. */
const DATASOURCE = '$' + '{datasource}';

type Json = Readonly<Record<string, unknown>>;

/**
 * A dashboard of the SDK, which writes for the current Grafana, as classic JSON that Grafana 7.5 to 13 can read. Nothing
 * is said that depends on one installation: the data source is a variable.
 */
export const portable = (dashboard: sdk.Dashboard): Json => ({
  uid: dashboard.uid,
  title: dashboard.title,
  description: dashboard.description,
  tags: dashboard.tags,
  schemaVersion: SCHEMA_VERSION,
  editable: dashboard.editable,
  graphTooltip: dashboard.graphTooltip,
  time: dashboard.time,
  timezone: dashboard.timezone,
  refresh: dashboard.refresh,
  links: (dashboard.links ?? []).map(({ title, type, tags, includeVars, keepTime }) => ({
    ...{ title, type, tags, includeVars, keepTime },
    ...{ asDropdown: false, icon: 'external link', targetBlank: false, tooltip: '', url: '' },
  })),
  annotations: { list: [BUILT_IN, ...(dashboard.annotations?.list ?? []).map(annotation)] },
  templating: { list: (dashboard.templating?.list ?? []).map(variable) },
  panels: (dashboard.panels ?? []).map((panel, index) => ({ id: index + 1, ...panelOf(panel) })),
});

/** Without it, Grafana 7.5 shows no mark that somebody sets by hand. */
const BUILT_IN: Json = {
  name: 'Annotations & Alerts',
  builtIn: 1,
  datasource: '-- Grafana --',
  enable: true,
  hide: true,
  iconColor: 'rgba(0, 211, 255, 1)',
  type: 'dashboard',
};

const annotation = ({ placement: _, builtIn: __, ...query }: sdk.AnnotationQuery): Json => ({
  ...query,
  datasource: DATASOURCE,
});

function variable({ name, label, type, query, multi, includeAll, ...more }: sdk.VariableModel): Json {
  const shown = { name, label, type, query, hide: 0, skipUrlSync: false };
  if (type === 'datasource') return { ...shown, ...NOTHING_CHOSEN, regex: '', multi, includeAll, refresh: 1 };
  if (type === 'textbox') {
    const option = { text: query, value: query, selected: true };
    return { ...shown, current: option, options: [option] };
  }
  return {
    ...shown,
    ...NOTHING_CHOSEN,
    ...(more.current === undefined ? {} : { current: more.current }),
    ...{ datasource: DATASOURCE, definition: query, regex: '', multi, includeAll },
    ...(more.allValue === undefined ? {} : { allValue: more.allValue }),
    ...{ refresh: more.refresh, sort: more.sort },
  };
}

const NOTHING_CHOSEN: Json = { current: {}, options: [] };

function panelOf(panel: sdk.Panel | sdk.RowPanel): Json {
  const { type, title, gridPos } = panel;
  if (!('options' in panel)) return { type, title, gridPos, collapsed: false, panels: [] };
  const { defaults, overrides } = panel.fieldConfig ?? { defaults: {}, overrides: [] };
  return {
    ...{ type, title, description: panel.description, gridPos, datasource: DATASOURCE },
    fieldConfig: { defaults: { ...defaults, ...dataLinks(defaults) }, overrides },
    options: panel.options,
    ...(type === 'heatmap' ? OLD_HEATMAP : {}),
    targets: panel.targets,
  };
}

const dataLinks = ({ links }: sdk.FieldConfig): Json =>
  links === undefined
    ? {}
    : { links: links.map(({ title, url, targetBlank }) => ({ title, url, targetBlank })) };

/** Before Grafana 9 a heat map has these instead of options. */
const OLD_HEATMAP: Json = {
  dataFormat: 'tsbuckets',
  yBucketBound: 'upper',
  hideZeroBuckets: true,
  highlightCards: true,
  reverseYBuckets: false,
  color: {
    mode: 'spectrum',
    colorScheme: 'interpolateOranges',
    colorScale: 'sqrt',
    exponent: 0.5,
    cardColor: '#b4ff00',
  },
  cards: { cardPadding: null, cardRound: null },
  heatmap: {},
  legend: { show: true },
  tooltip: { show: true, showHistogram: false },
  xAxis: { show: true },
  yAxis: { show: true, format: 's', decimals: 1, logBase: 1, min: null, max: null, splitFactor: null },
};
