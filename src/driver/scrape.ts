import type { IncomingHttpHeaders } from 'node:http';
import type { Identity } from './identity.ts';
import { NO_FACTS, type Outlet } from './outlet.ts';
import type { HttpAnswer, HttpRequest } from './transmit.ts';

/** Where scrapers look, and where health pages tend to say too much. */
export const SCRAPE_PATHS = [
  '/metrics',
  '/metrics/',
  '/v1/metrics',
  '/api/metrics',
  '/prometheus',
  '/actuator/prometheus',
  '/actuator/metrics',
  '/stats',
  '/stats/prometheus',
  '/status',
  '/debug/vars',
  '/debug/metrics',
  '/telemetry',
  '/federate',
  '/kmip/metrics',
  '/version',
  '/health',
  '/',
] as const;

/** The Accept headers of a browser, of Prometheus in text, OpenMetrics and protobuf, and of a JSON client. */
const ACCEPTS = [
  '*/*',
  'text/plain;version=0.0.4',
  'application/openmetrics-text; version=1.0.0',
  'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited',
  'application/json',
] as const;

/** What is asked of every path; only an answer to GET has a representation to choose. */
const REQUESTS = [
  ...ACCEPTS.map((accept) => ({ method: 'GET', accept })),
  { method: 'HEAD', accept: '*/*' },
  { method: 'POST', accept: '*/*' },
] as const;

/** All probes of one listener: every path, method and Accept header, with and without credentials. */
export const scrapeProbes = (identity: Identity): readonly HttpRequest[] =>
  SCRAPE_PATHS.flatMap((path) =>
    REQUESTS.flatMap(({ method, accept }) =>
      [{}, identity.headers].map((headers) => ({
        method,
        path,
        route: path,
        headers: { accept, ...headers },
      })),
    ),
  );

/** Sends all probes; returns in words what exposed metrics. */
export async function probeForMetrics(
  outlet: Outlet,
  scenario: string,
  identity: Identity,
  instruments: readonly string[],
): Promise<readonly string[]> {
  const exposed: string[] = [];
  for (const probe of scrapeProbes(identity)) {
    const answer = await outlet.exchange(scenario, probe, () => ({ ...NO_FACTS, canaries: [] }));
    const how = expositionIn(answer, instruments);
    if (how !== undefined)
      exposed.push(`${probe.method} ${probe.path} (Accept: ${probe.headers?.accept}) ${how}`);
  }
  return exposed;
}

/** Tells a metrics page by its content, not by its status: what it is, or undefined. */
export function expositionIn(
  { body, headers }: Pick<HttpAnswer, 'body'> & { readonly headers: IncomingHttpHeaders },
  instruments: readonly string[],
): string | undefined {
  const type = headers['content-type'] ?? '';
  if (/openmetrics|version=0\.0\.4|io\.prometheus\.client/.test(type))
    return `answers with the content type ${type}`;
  if (/^# (HELP|TYPE|UNIT|EOF)\b/m.test(body)) return 'answers with Prometheus text';
  if (/^[a-zA-Z_:][\w:]*(\{[^}\n]*\})? [-+]?(\d[\d.eE+-]*|NaN|Inf)( \d+)?$/m.test(body))
    return 'answers with samples of metrics';
  const named = instruments.find((name) => body.includes(name) || body.includes(name.replaceAll('.', '_')));
  return named === undefined ? undefined : `names ${named}`;
}
