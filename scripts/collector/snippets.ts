import { equal, match } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Collector as OwnCollector } from '../../src/testbed/collector.ts';
import { preparePush } from '../../src/testbed/push/push-access.ts';
import { eventually } from '../smoke-stack/eventually.ts';
import type { Check } from './check.ts';
import { complaint } from './collector.ts';
import { forward } from './forward.ts';
import type { Surroundings } from './surroundings.ts';
import { vendorStandIn } from './vendor-stand-in.ts';
import { KEY } from './vendor-table.ts';

/** What the document tells operators to write, with its indentation put back. */
const SNIPPET = {
  collector: `receivers:
  otlp:
    protocols:
      grpc:
        endpoint: 0.0.0.0:4317
exporters:
  otlp:
    endpoint: \${env:OTLP_ENDPOINT}
service:
  pipelines:
    metrics:
      receivers: [otlp]
      processors: [resource, batch]
      exporters: [otlp, debug]
`,
  datadog: `exporters:
  datadog:
    api:
      key: \${env:DD_API_KEY}
      site: \${env:DD_SITE}
`,
  newRelic: `exporters:
  otlp:
    endpoint: \${env:INSTEAD_OF_OTLP_NR_DATA_NET}
    headers:
      api-key: \${env:NEW_RELIC_LICENSE_KEY}
`,
  grafanaCloud: `exporters:
  otlp:
    endpoint: \${env:INSTEAD_OF_OTLP_GATEWAY}
    headers:
      authorization: "Bearer \${GRAFANA_API_KEY}"
`,
  authentication: `exporters:
  otlp:
    headers:
      authorization: "Bearer \${API_TOKEN}"
`,
} as const;

const ARRIVAL_LIMIT_MS = 30_000;

/** The document's own configurations, each with what the Collector makes of it. docs/stack.md says the same in words. */
export const SNIPPET_CHECKS: readonly Check[] = [
  {
    name: 'the document, Collector: refused, for it names what it does not declare',
    run: async (here) => {
      const words = await complaint(here, [await written(here, SNIPPET.collector)], {
        OTLP_ENDPOINT: 'jaeger:4317',
      });
      match(words ?? '', /references processor "resource" which is not configured/);
    },
  },
  {
    name: 'the document, Collector without OTLP_ENDPOINT: refused, for its exporter has no endpoint',
    run: async (here) => {
      const words = await complaint(here, [await written(here, SNIPPET.collector)]);
      match(words ?? '', /exporters::otlp: requires a non-empty "endpoint"/);
    },
  },
  {
    name: 'the document, authentication: refused, for its exporter has no endpoint',
    run: async (here) => {
      const words = await complaint(here, [
        await written(here, `${SNIPPET.authentication}${IN_PIPELINE('otlp')}`),
      ]);
      match(words ?? '', /exporters::otlp: requires a non-empty "endpoint"/);
    },
  },
  { name: 'the document, Datadog: taken without a word, and nothing is sent', run: datadogIsIdle },
  {
    name: 'the document, New Relic: right, every push comes over gRPC and TLS with its key',
    run: newRelicGetsAll,
  },
  {
    name: 'the document, Grafana Cloud: gRPC finds no gRPC, and the Collector says so',
    run: async (here) => {
      const standIn = await vendorStandIn(here.certificates.server, ['authorization', 'Basic'], 401);
      here.atTheEnd(() => standIn.stop());
      const collector = await here.collector({
        files: [await written(here, `${SNIPPET.grafanaCloud}${IN_PIPELINE('otlp')}`)],
        overlays: [RECEIVING],
        env: { ...trusting(here), INSTEAD_OF_OTLP_GATEWAY: new URL(standIn.url).host, GRAFANA_API_KEY: KEY },
      });
      await forward(collector, await here.pushed());
      await collector.says(/Exporting failed[\s\S]*(ALPN|unexpected HTTP status|Unimplemented|Unavailable)/);
      equal(standIn.deliveries.length, 0);
    },
  },
  {
    name: 'the document, Grafana Cloud: even over HTTP its Bearer is refused, and the Collector says so',
    run: async (here) => {
      const basic = `Basic ${Buffer.from(`123456:${KEY}`).toString('base64')}`;
      const standIn = await vendorStandIn(here.certificates.server, ['authorization', basic], 401);
      here.atTheEnd(() => standIn.stop());
      const overHttp = SNIPPET.grafanaCloud.replace('otlp:', 'otlp_http:');
      const collector = await here.collector({
        files: [await written(here, `${overHttp}${IN_PIPELINE('otlp_http')}`)],
        overlays: [RECEIVING],
        env: { ...trusting(here), INSTEAD_OF_OTLP_GATEWAY: `${standIn.url}/otlp`, GRAFANA_API_KEY: KEY },
      });
      await forward(collector, await here.pushed());
      await collector.says(/401[\s\S]*Dropping data|Dropping data[\s\S]*401/);
      equal(standIn.deliveries.filter(({ isLetIn }) => isLetIn).length, 0);
    },
  },
];

const IN_PIPELINE = (exporter: string): string => `service:
  pipelines:
    metrics:
      receivers: [otlp]
      exporters: [${exporter}]
`;

/** What the snippets leave to the file that they are put into. */
const RECEIVING = { receivers: { otlp: { protocols: { grpc: {} } } } };

const trusting = ({ certificates }: Surroundings) => ({
  SSL_CERT_FILE: certificates.authority.certificateFile,
});

async function written({ folder }: Surroundings, text: string): Promise<string> {
  const file = join(folder, `${randomUUID()}.yaml`);
  await writeFile(file, text);
  return file;
}

/** An exporter that no pipeline names. */
async function datadogIsIdle(here: Surroundings): Promise<void> {
  const standIn = await vendorStandIn(here.certificates.server, ['dd-api-key', KEY], 403);
  here.atTheEnd(() => standIn.stop());
  const debug = {
    exporters: { debug: {} },
    service: { pipelines: { metrics: { receivers: ['otlp'], exporters: ['debug'] } } },
  };
  const collector = await here.collector({
    files: [await written(here, SNIPPET.datadog)],
    overlays: [RECEIVING, debug, { exporters: { datadog: { metrics: { endpoint: standIn.url } } } }],
    env: { ...trusting(here), DD_API_KEY: KEY, DD_SITE: 'datadoghq.com' },
  });
  await forward(collector, await here.pushed());
  await collector.says(/"otelcol.signal": "metrics"/);
  equal(standIn.deliveries.length, 0, 'something was sent');
}

async function newRelicGetsAll(here: Surroundings): Promise<void> {
  const { access, tls } = await preparePush(join(here.folder, randomUUID()), { overTls: true }, 'localhost');
  const newRelic = await OwnCollector.open(undefined, tls);
  here.atTheEnd(() => newRelic.close());
  const collector = await here.collector({
    files: [await written(here, `${SNIPPET.newRelic}${IN_PIPELINE('otlp')}`)],
    overlays: [RECEIVING],
    env: {
      SSL_CERT_FILE: access.authorityFile ?? '',
      INSTEAD_OF_OTLP_NR_DATA_NET: new URL(newRelic.endpoint).host,
      NEW_RELIC_LICENSE_KEY: KEY,
    },
  });
  const pushed = await here.pushed();
  await forward(collector, pushed);
  await eventually({
    ask: async () => newRelic.exports.length,
    wanted: (count) => count === pushed.length,
    what: `${pushed.length} pushes at New Relic`,
    limitMs: ARRIVAL_LIMIT_MS,
    signal: here.signal,
  });
  for (const { transport } of newRelic.exports) equal(transport.headers['api-key'], KEY);
}
