import type { Temporality } from '../../src/otlp/model.ts';

/** A secret of nobody. */
export const KEY = 'conformance-0123456789abcdef0123';

/** One configuration of deploy/vendors, and what the vendor says it has to send. */
export interface Vendor {
  readonly file: string;
  /** The variables that its head names. @param url of the vendor */
  readonly env: (url: string, key: string) => Readonly<Record<string, string>>;
  /** Only for what no variable changes: where it sends to. */
  readonly overlay?: (url: string) => object;
  readonly credential: readonly [string, string];
  /** How a wrong credential is answered, and what the Collector's log says then. */
  readonly refusal: { readonly status: number; readonly says: RegExp };
  /** Where metrics come. */
  readonly paths: readonly string[];
  readonly type: string;
  readonly compression: string;
  /** undefined = not OTLP: names are looked for in what comes. */
  readonly temporality: Temporality | undefined;
}

const OTLP = 'application/x-protobuf';
const REFUSED = { status: 401, says: /Dropping data[\s\S]*401|401[\s\S]*Dropping data/ };

export const VENDORS: readonly Vendor[] = [
  {
    file: 'new-relic.yaml',
    env: (url, key) => ({ NEW_RELIC_OTLP_ENDPOINT: url, NEW_RELIC_LICENSE_KEY: key }),
    credential: ['api-key', KEY],
    refusal: { status: 403, says: /Dropping data[\s\S]*403|403[\s\S]*Dropping data/ },
    paths: ['/v1/metrics'],
    type: OTLP,
    compression: 'gzip',
    temporality: 'delta',
  },
  {
    file: 'grafana-cloud.yaml',
    env: (url, key) => ({
      GRAFANA_CLOUD_OTLP_ENDPOINT: `${url}/otlp`,
      GRAFANA_CLOUD_INSTANCE_ID: '123456',
      GRAFANA_CLOUD_TOKEN: key,
    }),
    credential: ['authorization', `Basic ${Buffer.from(`123456:${KEY}`).toString('base64')}`],
    refusal: REFUSED,
    paths: ['/otlp/v1/metrics'],
    type: OTLP,
    compression: 'gzip',
    temporality: 'cumulative',
  },
  {
    file: 'datadog-otlp.yaml',
    env: (url, key) => ({ DD_OTLP_METRICS_ENDPOINT: `${url}/v1/metrics`, DD_API_KEY: key }),
    credential: ['dd-api-key', KEY],
    refusal: { status: 403, says: /Dropping data[\s\S]*403|403[\s\S]*Dropping data/ },
    paths: ['/v1/metrics'],
    type: OTLP,
    compression: 'gzip',
    temporality: 'delta',
  },
  {
    file: 'datadog.yaml',
    env: (_, key) => ({ DD_API_KEY: key, DD_SITE: 'datadoghq.com' }),
    // Its address follows from the site and from no variable; nor is the host of this machine to be found out.
    overlay: (url) => ({
      exporters: {
        datadog: {
          metrics: { endpoint: url },
          traces: { endpoint: url },
          hostname: 'conformance',
          host_metadata: { enabled: false },
        },
      },
    }),
    credential: ['dd-api-key', KEY],
    refusal: { status: 403, says: /403/ },
    paths: ['/api/v2/series', '/api/beta/sketches'],
    type: OTLP,
    compression: 'deflate',
    temporality: undefined,
  },
];
