import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from '../../src/testbed/port.ts';
import type { ImageName } from '../../src/testbed/stack/images.ts';
import { must } from '../images/execute.ts';
import type { Obtained } from '../images/obtain.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The variables of docker-compose.otel.yml that name ports. */
const PORTS = {
  otlpGrpc: 'OTLP_GRPC_PORT',
  otlpHttp: 'OTLP_HTTP_PORT',
  health: 'COLLECTOR_HEALTH_PORT',
  collectorMetrics: 'COLLECTOR_METRICS_PORT',
  jaeger: 'JAEGER_UI_PORT',
  prometheus: 'PROMETHEUS_PORT',
  grafana: 'GRAFANA_PORT',
  kms: 'KMS_PORT',
} as const;

/** The stack of docker-compose.otel.yml with its KMS, on free ports of loopback, under a name of its own. */
export interface Composed {
  readonly url: Readonly<Record<keyof typeof PORTS, string>>;
  readonly services: readonly ImageName[];
  /** `docker compose` on this stack. @throws Error with what it said */
  readonly compose: (...args: readonly string[]) => Promise<string>;
}

/** Often enough that a test need not wait, and seldom enough for a loaded machine. */
const PUSH_INTERVAL_MS = 1000;

/** The first start of all containers on a loaded machine. */
const UP_LIMIT_MS = 300_000;

/**
 * Starts the stack with the images obtained and hands it to `use`; whatever happens then, nothing of it is left.
 * @throws Error that `use` or docker compose threw
 */
export async function withStack(
  obtained: readonly Obtained[],
  signal: AbortSignal,
  use: (stack: Composed) => Promise<void>,
): Promise<void> {
  const services = obtained.filter(({ chosen }) => chosen).map(({ name }) => name);
  const env: Record<string, string> = { OTEL_METRIC_EXPORT_INTERVAL: `${PUSH_INTERVAL_MS}` };
  for (const { variable, chosen } of obtained) if (chosen) env[variable] = chosen.image;
  const url = {} as Record<keyof typeof PORTS, string>;
  for (const [name, variable] of Object.entries(PORTS)) {
    const port = await freePort();
    env[variable] = `${port}`;
    url[name as keyof typeof PORTS] = `http://127.0.0.1:${port}`;
  }
  const project = `kms-otlp-smoke-${process.pid}`;
  const args = [
    'compose',
    '--project-name',
    project,
    '--file',
    'docker-compose.otel.yml',
    '--profile',
    'kms',
  ];
  const compose = (...more: readonly string[]): Promise<string> =>
    must('docker', [...args, ...more], { folder: ROOT, env, signal, timeoutMs: UP_LIMIT_MS });
  try {
    await compose('up', '--detach', '--quiet-pull', ...services);
    await use({ url, services, compose });
  } finally {
    // In a process group of its own: a second Ctrl-C does not leave half of it behind.
    const down = ['down', '--volumes', '--remove-orphans', '--timeout', '10'];
    const { status, stderr } = spawnSync('setsid', ['--wait', 'docker', ...args, ...down], {
      ...{ cwd: ROOT, env: { ...process.env, ...env }, encoding: 'utf8' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    if (status !== 0) process.stderr.write(`docker compose down failed:\n${stderr}`);
  }
}
