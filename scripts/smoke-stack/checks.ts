import { globSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type JaegerTrace, tracesOf } from '../../src/testbed/stack/jaeger.ts';
import { PromApi, type PromSeries } from '../../src/testbed/stack/promql.ts';
import { execute } from '../images/execute.ts';
import type { Composed } from './composed.ts';
import { eventually } from './eventually.ts';
import { SENT } from './traffic.ts';

const RULES = z.object({ data: z.object({ groups: z.array(z.object({ rules: z.array(z.unknown()) })) }) });

/** What is looked at, once the traffic was sent. Throws when it is not as it should be. */
export interface Check {
  readonly name: string;
  readonly run: (stack: Composed, signal: AbortSignal) => Promise<void>;
}

/** Until what was sent can be seen behind push, Collector and store, on a loaded machine. */
const ARRIVAL_LIMIT_MS = 60_000;

const total = (operation: string): string => `kms_kmip_operations_total{operation="${operation}"}`;

const values = (series: readonly PromSeries[]): readonly string[] => series.map(({ value }) => value);

/** Waits until a query gives these values and no others. */
async function query({ url }: Composed, signal: AbortSignal, promql: string, wanted: readonly string[]) {
  const prometheus = new PromApi(url.prometheus);
  return eventually({
    ask: () => prometheus.at(promql, Date.now()),
    wanted: (series) => JSON.stringify(values(series)) === JSON.stringify(wanted),
    what: `${promql} to be ${wanted.join(', ')}`,
    limitMs: ARRIVAL_LIMIT_MS,
    signal,
  });
}

/** The first server span's trace that holds an operation. */
const traceWith = (traces: readonly JaegerTrace[], operation: string): JaegerTrace | undefined =>
  traces.find(({ spans }) => spans.some(({ operationName }) => operationName.includes(operation)));

export const CHECKS: readonly Check[] = [
  {
    name: 'Prometheus has the number of each operation that was sent',
    run: async (stack, signal) => {
      for (const [operation, count] of Object.entries(SENT))
        await query(stack, signal, total(operation), [`${count}`]);
    },
  },
  {
    name: 'job is the service, instance the instance, and the environment a label of every series',
    run: async (stack, signal) => {
      const [series] = await query(stack, signal, total('Create'), [`${SENT.Create}`]);
      const { job, instance, deployment_environment_name: environment } = series?.labels ?? {};
      if (job !== 'kms' || !instance || environment !== 'development')
        throw new Error(`the labels are ${JSON.stringify(series?.labels)}`);
      await query(stack, signal, `target_info{job="kms",service_version!=""}`, ['1']);
    },
  },
  {
    name: 'a histogram counts what its counter counts, in seconds',
    run: async (stack, signal) => {
      await query(stack, signal, `kms_kmip_operation_duration_seconds_count{operation="Create"}`, [
        `${SENT.Create}`,
      ]);
    },
  },
  {
    name: 'the alert rules are loaded',
    run: async ({ url }) => {
      const answer = await fetch(`${url.prometheus}/api/v1/rules`);
      const { data } = RULES.parse(await answer.json());
      if (data.groups.every(({ rules }) => rules.length === 0)) throw new Error('Prometheus has no rule');
    },
  },
  {
    name: 'Prometheus reads the Collector, which lost and refused nothing',
    run: async (stack, signal) => {
      await query(stack, signal, 'up{job="otel-collector"}', ['1']);
      await query(
        stack,
        signal,
        'sum({__name__=~"otelcol_receiver_accepted_metric_points(_total)?"}) > bool 0',
        ['1'],
      );
      const lost = '{__name__=~"otelcol_.+_(refused|send_failed|enqueue_failed|dropped)_.+"} > 0';
      await query(stack, signal, lost, []);
    },
  },
  {
    name: 'Jaeger has the trace of each request, with the operation below it',
    run: async ({ url }, signal) => {
      const traces = await eventually({
        ask: () => tracesOf(url.jaeger, 'kms'),
        wanted: (found) => Object.keys(SENT).every((operation) => traceWith(found, operation) !== undefined),
        what: 'the traces of Create, Encrypt and Get',
        limitMs: ARRIVAL_LIMIT_MS,
        signal,
      });
      const { spans = [] } = traceWith(traces, 'Encrypt') ?? {};
      const server = spans.find(({ operationName }) => operationName === 'POST /kmip/2_1');
      const operation = spans.find(({ operationName }) => operationName.includes('Encrypt'));
      if (server === undefined || operation?.references[0]?.spanID !== server.spanID)
        throw new Error(`the trace is ${JSON.stringify(spans.map(({ operationName }) => operationName))}`);
    },
  },
  {
    name: 'the Collector says that it is well',
    run: async ({ url }) => {
      const answer = await fetch(url.health);
      if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
    },
  },
  {
    name: 'every container that has a health check passes it',
    run: async ({ compose }, signal) => {
      await eventually({
        ask: async () =>
          (await compose('ps', '--format', '{{.Service}} {{.Health}}')).trim().split('\n').sort(),
        wanted: (states) =>
          ['jaeger healthy', 'kms healthy', 'prometheus healthy'].every((state) => states.includes(state)) &&
          !states.some((state) => /unhealthy|starting/.test(state)),
        what: 'every container to be healthy',
        limitMs: ARRIVAL_LIMIT_MS,
        signal,
      });
    },
  },
  {
    name: 'the KMS ends by SIGTERM, by itself and in order',
    run: async ({ compose }) => {
      await compose('stop', '--timeout', '30', 'kms');
      const state = (await compose('ps', '--all', '--format', '{{.ExitCode}}', 'kms')).trim();
      // 137 = it was killed when the time was over.
      if (state !== '0') throw new Error(`exit code ${state}`);
    },
  },
];

const VENDORS = join(import.meta.dirname, '../../deploy/vendors');

/** No secret is needed to read a configuration. */
const PLACEHOLDERS = {
  DD_API_KEY: 'placeholder',
  NEW_RELIC_LICENSE_KEY: 'placeholder',
  GRAFANA_CLOUD_OTLP_ENDPOINT: 'https://otlp-gateway-prod-eu-west-2.grafana.net/otlp',
  GRAFANA_CLOUD_INSTANCE_ID: '1',
  GRAFANA_CLOUD_TOKEN: 'placeholder',
};

/** Whether the Collector of an image takes a configuration; undefined = it does, else what it said. */
export async function refused(image: string, folder: string, file: string): Promise<string | undefined> {
  const env = Object.entries(PLACEHOLDERS).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  const mount = ['--volume', `${folder}:/configurations:ro`];
  const args = ['run', '--rm', '--network', 'none', ...env, ...mount, image];
  const { code, problem } = await execute('docker', [
    ...args,
    'validate',
    `--config=/configurations/${file}`,
  ]);
  return code === 0 ? undefined : problem;
}

/** The configurations of deploy/vendors, by name. */
export const vendorFiles = (): readonly string[] => globSync('*.yaml', { cwd: VENDORS }).sort();

export const vendorFolder = VENDORS;
