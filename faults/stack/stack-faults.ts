import type { Export } from '../../src/otlp/export.ts';
import type { Metric } from '../../src/otlp/model.ts';
import type { AskedQuery, StackEvidence } from '../../src/testbed/stack/evidence.ts';
import type { ExposedSample } from '../../src/testbed/stack/exposition.ts';
import type { Fault } from '../fault.ts';

/** A defect of what stands behind the KMS: a pure function on what was seen of it, judged offline. */
export interface StackFault extends Fault {
  readonly apply: (evidence: StackEvidence) => StackEvidence;
}

const fault = (id: string, words: string, expects: string, apply: StackFault['apply']): StackFault => ({
  id: `stack/${id}`,
  words,
  expects,
  apply,
});

/** The Collector has no such sample as long as there is nothing to count. */
const A_POINT_NOT_SENT: ExposedSample = {
  name: 'otelcol_exporter_send_failed_metric_points',
  labels: { exporter: 'otlp_http/prometheus' },
  value: 1,
};

/** Faults of Collector, Prometheus, dashboards and Jaeger; each turns red the check that it names, and no other. */
export const stackFaults: readonly StackFault[] = [
  fault('export-lost', 'the Collector loses one export', 'collector/lossless', (evidence) => ({
    ...evidence,
    passed: evidence.passed.slice(1),
  })),
  fault('export-repeated', 'the Collector passes one export on twice', 'collector/lossless', (evidence) => ({
    ...evidence,
    passed: [...evidence.passed, ...evidence.passed.slice(0, 1)],
  })),
  fault('export-refused', 'the Collector refuses one export', 'collector/lossless', (evidence) => ({
    ...evidence,
    refusedByCollector: ['RESOURCE_EXHAUSTED data refused due to high memory usage'],
  })),
  fault('value-off-by-one', 'the Collector alters one value by one', 'collector/unchanged', passing(raised)),
  fault(
    'unit-changed',
    'the Collector changes a unit',
    'collector/unchanged',
    passing((metric) => ({ ...metric, unit: 'ms' })),
  ),
  fault(
    'resource-stripped',
    'the Collector drops the attributes of the resource',
    'collector/unchanged',
    (evidence) => ({
      ...evidence,
      passed: evidence.passed.map((one) => ({
        ...one,
        request: {
          resourceMetrics: one.request.resourceMetrics.map((resource) => ({ ...resource, attributes: [] })),
        },
      })),
    }),
  ),
  {
    ...fault(
      'service-renamed',
      'the Collector says that another service has pushed',
      'collector/unchanged',
      (evidence) => ({
        ...evidence,
        passed: evidence.passed.map((one) => ({
          ...one,
          request: {
            resourceMetrics: one.request.resourceMetrics.map((resource) => ({
              ...resource,
              attributes: resource.attributes.map((attribute) =>
                attribute.key === 'service.name' ? { ...attribute, value: 'monitoring' } : attribute,
              ),
            })),
          },
        })),
      }),
    ),
    of: 'BCK-05',
  },
  fault(
    'points-uncounted',
    'the Collector has accepted fewer points than were sent',
    'collector/counters',
    counting(({ name, value }) => (name.startsWith('otelcol_receiver_accepted') ? value - 1 : value)),
  ),
  fault('points-dropped', 'the Collector counts one point as not sent', 'collector/counters', (evidence) => ({
    ...evidence,
    ownMetrics: { ...evidence.ownMetrics, samples: [...evidence.ownMetrics.samples, A_POINT_NOT_SENT] },
  })),
  fault(
    'metric-renamed',
    'Prometheus keeps an instrument without its suffix',
    'prometheus/names',
    (evidence) => ({
      ...evidence,
      prometheus: { ...evidence.prometheus, names: evidence.prometheus.names.map(withoutTotal) },
    }),
  ),
  fault(
    'name-shown-otherwise',
    'the exporter for scrapers has a namespace',
    'prometheus/names',
    (evidence) => ({
      ...evidence,
      exposition: {
        ...evidence.exposition,
        samples: evidence.exposition.samples.map((sample) => ({ ...sample, name: `otel_${sample.name}` })),
      },
    }),
  ),
  fault(
    'read-back-off-by-one',
    'one series stands one too high in Prometheus',
    'prometheus/values',
    readingBack('kms_errors_total', ([first, ...others]) =>
      first === undefined ? [] : [{ ...first, value: `${Number(first.value) + 1}` }, ...others],
    ),
  ),
  fault(
    'labels-swapped',
    'two series of one instrument have changed their values',
    'prometheus/values',
    readingBack('kms_kmip_operations_total', (series) =>
      series.map((one, index) => ({ ...one, value: series.at(index - 1)?.value ?? '' })),
    ),
  ),
  fault(
    'series-missing',
    'a series never reached Prometheus',
    'prometheus/values',
    readingBack('kms_objects_total', () => []),
  ),
  fault(
    'bucket-off-by-one',
    'a bucket of a histogram holds one too many',
    'prometheus/values',
    readingBack('kms_kmip_operation_duration_seconds_bucket', (series) =>
      series.map((one) => (one.labels.le === '+Inf' ? { ...one, value: `${Number(one.value) + 1}` } : one)),
    ),
  ),
  fault('panel-misspelt', 'a panel asks for a name that is not there', 'dashboards/queries', (evidence) => ({
    ...evidence,
    dashboards: [...evidence.dashboards, question('sum(kms_error_total)')],
  })),
  fault('panel-broken', 'a panel asks what is no PromQL', 'dashboards/queries', (evidence) => ({
    ...evidence,
    dashboards: [{ ...question('sum(kms_errors_total'), error: 'parse error: unclosed left parenthesis' }],
  })),
  fault('panel-off-by-one', 'a panel shows one too many', 'dashboards/figures', (evidence) => ({
    ...evidence,
    figures: new Map(
      [...evidence.figures].map(([title, text]) => [
        title,
        title === 'Errors' ? `${Number(text) + 1}` : text,
      ]),
    ),
  })),
  fault('panel-empty', 'a panel shows nothing', 'dashboards/figures', (evidence) => ({
    ...evidence,
    figures: new Map([...evidence.figures].filter(([title]) => title !== 'Objects')),
  })),
  fault('screen-off-by-one', 'a number on the screen is one too high', 'grafana/screens', (evidence) => ({
    ...evidence,
    screens: { kind: 'seen', passed: 4, failures: ['kms-kmip: Errors: shows 4, not 3'] },
  })),
  fault('alert-on-nothing', 'an alert looks at what is not there', 'alerts/selectors', (evidence) => ({
    ...evidence,
    alerts: [...evidence.alerts, question('kms_server_uptime_total{job!=""}')],
  })),
  fault('traces-lost', 'no trace reaches Jaeger', 'jaeger/traces', (evidence) => ({
    ...evidence,
    traces: [],
  })),
  fault('spans-apart', 'the span of an operation is not part of a request', 'jaeger/traces', (evidence) => ({
    ...evidence,
    traces: evidence.traces.map((trace) => ({
      ...trace,
      spans: trace.spans.map((span) => ({ ...span, references: [] })),
    })),
  })),
  fault(
    'attributes-lost',
    'the span of a request does not say what was answered',
    'jaeger/traces',
    (evidence) => ({
      ...evidence,
      traces: evidence.traces.map((trace) => ({
        ...trace,
        spans: trace.spans.map((span) => ({
          ...span,
          tags: span.tags.filter(({ key }) => key !== 'http.response.status_code'),
        })),
      })),
    }),
  ),
  fault('metrics-accepted', 'Jaeger takes metrics', 'jaeger/metrics-refused', (evidence) => ({
    ...evidence,
    toJaeger: { ...evidence.toJaeger, answer: 'OK' },
  })),
  fault(
    'drops-uncounted',
    'what Jaeger refuses is not counted as dropped',
    'jaeger/metrics-refused',
    counting(({ labels, value, name }) =>
      name.includes('send_failed') && labels.exporter?.includes('jaeger') ? 0 : value,
    ),
  ),
];

const question = (query: string): AskedQuery => ({
  where: 'planted',
  query,
  error: undefined,
  seriesCount: 0,
});

const withoutTotal = (name: string): string => (name === 'kms_errors_total' ? 'kms_errors' : name);

type Series = NonNullable<ReturnType<StackEvidence['prometheus']['series']['get']>>;

function readingBack(name: string, edit: (series: Series) => Series): StackFault['apply'] {
  return (evidence) => {
    const { series } = evidence.prometheus;
    const edited = new Map([...series, [name, edit(series.get(name) ?? [])]]);
    return { ...evidence, prometheus: { ...evidence.prometheus, series: edited } };
  };
}

function counting(edit: (sample: ExposedSample) => number): StackFault['apply'] {
  return (evidence) => ({
    ...evidence,
    ownMetrics: {
      ...evidence.ownMetrics,
      samples: evidence.ownMetrics.samples.map((sample) => ({ ...sample, value: edit(sample) })),
    },
  });
}

/** Edits one instrument in everything that the Collector passes on. */
function passing(edit: (metric: Metric) => Metric): StackFault['apply'] {
  return (evidence) => ({ ...evidence, passed: evidence.passed.map((one) => editErrors(one, edit)) });
}

const editErrors = (one: Export, edit: (metric: Metric) => Metric): Export => ({
  ...one,
  request: {
    resourceMetrics: one.request.resourceMetrics.map((resource) => ({
      ...resource,
      scopeMetrics: resource.scopeMetrics.map((scope) => ({
        ...scope,
        metrics: scope.metrics.map((metric) => (metric.name === 'kms.errors.total' ? edit(metric) : metric)),
      })),
    })),
  },
});

function raised(metric: Metric): Metric {
  const { data } = metric;
  if (data.kind !== 'sum') return metric;
  const [first, ...others] = data.points;
  if (first === undefined) return metric;
  const point = {
    ...first,
    value: typeof first.value === 'bigint' ? first.value + 1n : Number(first.value) + 1,
  };
  return { ...metric, data: { ...data, points: [point, ...others] } };
}
