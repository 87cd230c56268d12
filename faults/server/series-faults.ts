import type { Counter, Meter, MetricOptions } from '@opentelemetry/api';
import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ServerFault } from '../fault.ts';
import { bentExporter } from './bent-exporter.ts';

type Attributes = Readonly<Record<string, string | boolean>>;

/** The limit of the SDK, where nobody thought of users. */
const MOST_SERIES = 2_000;

/** What becomes of the measurements beyond the limit; undefined: nothing. */
const beyondTheLimit = (
  row: Pick<ServerFault, 'id' | 'of' | 'words' | 'expects' | 'runs'>,
  instead: Attributes | undefined,
): ServerFault => ({
  ...row,
  slow: true,
  plant: ({ hasStruck }) => ({
    meter: (meter: Meter): Meter =>
      new Proxy(meter, {
        get: (target, key) => {
          const member: unknown = Reflect.get(target, key);
          if (key !== 'createCounter') return typeof member === 'function' ? member.bind(target) : member;
          return (name: string, options: MetricOptions): Counter => {
            const counter = target.createCounter(name, options);
            const series = new Set<string>();
            return {
              add: (value, attributes = {}) => {
                const one = JSON.stringify(attributes);
                const isKnown = series.has(one) || series.size < MOST_SERIES;
                if (isKnown) series.add(one);
                else hasStruck();
                const labels = isKnown ? attributes : instead;
                if (labels !== undefined) counter.add(value, labels);
              },
            };
          };
        },
      }),
  }),
});

const PER_USER = 'kms.kmip.operations.per_user.total';

/** Of each metric the series that came last. */
const lastSeries = (metrics: ResourceMetrics, strike: () => void): ResourceMetrics => ({
  ...metrics,
  scopeMetrics: metrics.scopeMetrics.map((scope) => ({
    ...scope,
    metrics: scope.metrics.map((metric) => {
      if (metric.dataPoints.length <= MOST_SERIES) return metric;
      strike();
      return { ...metric, dataPoints: metric.dataPoints.slice(-MOST_SERIES) } as typeof metric;
    }),
  })),
});

/** Defects that many series show. */
export const seriesFaults: readonly ServerFault[] = [
  beyondTheLimit(
    {
      ...{ id: 'two-thousand-series', words: 'users beyond two thousand series share one' },
      expects: 'cardinality/users',
    },
    { 'otel.metric.overflow': true },
  ),
  beyondTheLimit(
    {
      ...{ id: 'beyond-the-limit-lost', of: 'CON-13', words: 'users beyond two thousand series are lost' },
      ...{ expects: `${PER_USER}/value`, runs: ['cardinality/users'] },
    },
    undefined,
  ),
  {
    ...{ id: 'first-series-lost', of: 'CON-15', words: 'the first series make room for those that come' },
    ...{ expects: `${PER_USER}/value`, runs: ['cardinality/users'], slow: true },
    plant: ({ hasStruck }) => ({
      metricExporter: (exporter: PushMetricExporter) =>
        bentExporter(exporter, (send) => (metrics, done) => send(lastSeries(metrics, hasStruck), done)),
    }),
  },
  {
    ...{ id: 'one-big-request', of: 'RES-18', words: 'all that was collected goes into one request' },
    ...{ expects: 'push/size', slow: true },
    plant: ({ hasStruck }) => {
      hasStruck();
      return { mostPointsPerExport: Number.MAX_SAFE_INTEGER };
    },
  },
];
