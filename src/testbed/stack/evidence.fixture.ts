import { prometheusName, prometheusSeries, prometheusValue } from '../../contract/prometheus.ts';
import { numberOf } from '../../dashboards/figure.ts';
import { STATS } from '../../dashboards/stats.ts';
import { soundRecord } from '../../judge/record.fixture.ts';
import { samplesOf } from '../../judge/sample.ts';
import { viewOf } from '../../judge/view.ts';
import type { Export } from '../../otlp/export.ts';
import type { HistogramPoint } from '../../otlp/model.ts';
import { type AskedQuery, type StackEvidence, TO_JAEGER } from './evidence.ts';
import type { ExposedSample } from './exposition.ts';
import { exportedInstruments } from './instruments.ts';
import type { JaegerSpan } from './jaeger.ts';
import { knownAt } from './known.ts';
import { countPoints } from './points.ts';
import type { PromSeries } from './promql.ts';

const EXPORTERS = ['otlp_http/prometheus', 'prometheus/conformance'];

/** A stack that does everything right, behind a KMS that does. */
export function soundEvidence(record = soundRecord()): StackEvidence {
  const sent = record.exports;
  const moment = viewOf(record).moments.at(-1);
  const last = sent.at(-1) as Export;
  const instruments = exportedInstruments({ record, sent });
  const names = instruments.flatMap((instrument) => prometheusSeries(instrument));
  const points = countPoints(sent);
  const types = instruments.map((instrument) => {
    const type = instrument.kind === 'up-down-counter' ? 'gauge' : instrument.kind;
    return [prometheusName(instrument), type] as const;
  });
  return {
    ...{
      record,
      moment,
      sent,
      refusedByCollector: [],
      passed: [...sent],
      traceRequests: 3,
      exporters: EXPORTERS,
    },
    ownMetrics: { samples: countersOf(points, countPoints([last])), types: new Map() },
    exposition: {
      samples: [...names, 'target_info'].map((name) => ({ name, labels: {}, value: 1 })),
      types: new Map(types),
    },
    prometheus: { atUnixMs: 0, names: [...names, 'up', 'target_info'], series: seriesIn(record, last) },
    dashboards: instruments.map((instrument) => asked('dashboard', `sum(${prometheusValue(instrument)})`)),
    figures: figuresOf(moment),
    alerts: [asked('alert', 'kms_server_uptime_seconds_total{job!=""}')],
    traces: [{ traceID: 't', spans: [REQUEST, OPERATION] }],
    screens: { kind: 'seen', passed: 5, failures: [] },
    toJaeger: { answer: 'UNIMPLEMENTED', details: 'unknown service', points: countPoints([last]) },
  };
}

/** As the panels reckon, from what was exported. */
function figuresOf(moment: StackEvidence['moment']): ReadonlyMap<string, string> {
  if (moment === undefined) return new Map();
  const all = Object.values(STATS).flat();
  return new Map(all.map(({ title, figure }) => [title, `${numberOf(figure, knownAt(moment))}`]));
}

const asked = (where: string, query: string): AskedQuery => ({
  where,
  query,
  error: undefined,
  seriesCount: 1,
});

const countersOf = (points: number, toJaeger: number): readonly ExposedSample[] => [
  counter('otelcol_receiver_accepted_metric_points', { receiver: 'otlp' }, points),
  counter('otelcol_receiver_accepted_metric_points', { receiver: 'otlp/conformance' }, toJaeger),
  ...EXPORTERS.map((exporter) => counter('otelcol_exporter_sent_metric_points', { exporter }, points)),
  counter('otelcol_exporter_send_failed_metric_points', { exporter: TO_JAEGER }, toJaeger),
  counter('otelcol_exporter_send_failed_metric_points', { exporter: 'otlp_http/prometheus' }, 0),
];

const counter = (name: string, labels: Readonly<Record<string, string>>, value: number): ExposedSample => ({
  ...{ name: `${name}_total`, labels, value },
});

function seriesIn(record: StackEvidence['record'], last: Export): ReadonlyMap<string, readonly PromSeries[]> {
  const all: (readonly [string, PromSeries])[] = samplesOf(last).flatMap(
    ({ instrument: name, attributes, point, value }) => {
      const instrument = record.setting.contract.instruments.find((one) => one.name === name);
      if (instrument === undefined) return [];
      const labels = { job: 'kms', instance: 'kms-0', ...Object.fromEntries(attributes) };
      const main = [prometheusValue(instrument), { labels, value: `${value}` }] as const;
      if (instrument.kind !== 'histogram') return [main];
      const base = prometheusName(instrument);
      const { sum, bucketCounts, explicitBounds } = point as HistogramPoint;
      return [
        main,
        [`${base}_sum`, { labels, value: `${sum}` }] as const,
        ...bucketCounts.map((_, index) => {
          const below = bucketCounts.slice(0, index + 1).reduce((all, count) => all + count, 0n);
          const le = explicitBounds[index];
          return [
            `${base}_bucket`,
            { labels: { ...labels, le: le === undefined ? '+Inf' : le.toFixed(4) }, value: `${below}` },
          ] as const;
        }),
      ];
    },
  );
  return new Map(
    [...Map.groupBy(all, ([name]) => name)].map(([name, series]) => [name, series.map(([, one]) => one)]),
  );
}

const tag = (key: string, value: unknown) => ({ key, value });
const REQUEST: JaegerSpan = {
  ...{ traceID: 't', spanID: 'r', operationName: 'POST /kmip/2_1', references: [] },
  tags: [
    tag('span.kind', 'server'),
    tag('http.request.method', 'POST'),
    tag('http.route', '/kmip/2_1'),
    tag('http.response.status_code', 200),
  ],
};
const OPERATION: JaegerSpan = {
  ...{ traceID: 't', spanID: 'o', operationName: 'Hash', tags: [tag('span.kind', 'internal')] },
  references: [{ refType: 'CHILD_OF', spanID: 'r' }],
};
