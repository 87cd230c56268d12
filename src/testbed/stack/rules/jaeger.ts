import { exercised, finding } from '../../../judge/finding.ts';
import { type StackEvidence, TO_JAEGER } from '../evidence.ts';
import { type JaegerSpan, type JaegerTrace, parentIdOf, tagOf } from '../jaeger.ts';
import { notTestable, type StackRule } from '../ruling.ts';
import { total } from './counters.ts';

const TRACES = 'jaeger/traces';
const REFUSED = 'jaeger/metrics-refused';

/** https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server-span */
const OF_A_REQUEST = ['http.request.method', 'http.route', 'http.response.status_code'];

/** A KMIP request is found as a trace: a server span with what HTTP says of it, below it a span of the operation. */
export const traces: StackRule = ({ record, traces: found, traceRequests }) => {
  if (traceRequests === 0) return [notTestable(TRACES, 'the KMS sends no traces')];
  const asked = new Set(
    record.entries
      .filter(({ http }) => http?.route.includes('kmip'))
      .flatMap(({ operations }) => operations.map(({ operation }) => operation)),
  );
  if (asked.size === 0) return [notTestable(TRACES, 'no KMIP operation was asked for over HTTP')];
  if (found.length === 0)
    return [
      finding(
        TRACES,
        `the KMS has sent traces ${traceRequests} times, and Jaeger has found none of its service`,
      ),
    ];
  const operations = found.flatMap((trace) =>
    trace.spans
      .filter(({ operationName }) => asked.has(lastWord(operationName)))
      .map((span) => ({ trace, span })),
  );
  if (operations.length === 0)
    return [
      finding(
        TRACES,
        `no span in Jaeger is called after an operation that was asked for (${[...asked].slice(0, 5).join(', ')})`,
      ),
    ];
  const problems = operations.map(({ trace, span }) => problemOf(trace, span));
  return problems.includes(undefined)
    ? [exercised(TRACES)]
    : [finding(TRACES, problems.find((problem) => problem !== undefined) ?? '')];
};

/** "Encrypt" of "KMIP Encrypt". */
const lastWord = (name: string): string => name.split(' ').at(-1) ?? '';

/** Why an operation's span is not part of the trace of a request. */
function problemOf({ spans }: JaegerTrace, span: JaegerSpan): string | undefined {
  const parent = spans.find(({ spanID }) => spanID === parentIdOf(span));
  if (parent === undefined) return `the span ${span.operationName} has no parent in its trace`;
  const kind = tagOf(parent, 'span.kind');
  if (kind !== 'server')
    return `the parent of the span ${span.operationName} is of kind ${kind}, not of a server`;
  const missing = OF_A_REQUEST.filter((key) => tagOf(parent, key) === undefined);
  return missing.length === 0 ? undefined : `the span ${parent.operationName} lacks ${missing.join(', ')}`;
}

/** What the document promises otherwise: Jaeger has no service for metrics, and a Collector that sends it some drops them. */
export const metricsRefused: StackRule = (evidence) => {
  const { answer, details, points } = evidence.toJaeger;
  if (points === 0) return [notTestable(REFUSED, 'no metrics were there to be sent to Jaeger')];
  const dropped = droppedForJaeger(evidence);
  const problems = [
    ...(answer === 'UNIMPLEMENTED'
      ? []
      : [`Jaeger answered an export of metrics with ${answer} ${details}, not with UNIMPLEMENTED`]),
    ...(dropped === points ? [] : [`of ${points} points for Jaeger the Collector has dropped ${dropped}`]),
  ];
  return problems.length > 0 ? problems.map((message) => finding(REFUSED, message)) : [exercised(REFUSED)];
};

export const droppedForJaeger = (evidence: Pick<StackEvidence, 'ownMetrics'>): number =>
  total(evidence, 'otelcol_exporter_send_failed_metric_points', ({ exporter }) => exporter === TO_JAEGER);
