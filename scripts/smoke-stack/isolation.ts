import { must } from '../images/execute.ts';
import { eventually } from './eventually.ts';

const ARRIVAL_LIMIT_MS = 60_000;
const ANSWER_LIMIT_MS = 60_000;

/** Prints every batch, and sends it nowhere. */
const CONFIGURATION = JSON.stringify({
  receivers: { otlp: { protocols: { grpc: { endpoint: '0.0.0.0:4317' } } } },
  exporters: { debug: {} },
  service: {
    telemetry: { metrics: { level: 'none' } },
    pipelines: { metrics: { receivers: ['otlp'], exporters: ['debug'] } },
  },
});

/** Ends with 0 when it connects, with 1 when that is refused or takes too long. */
const connecting = (host: string, port: number): string =>
  `const socket = require('node:net').connect(${port}, '${host}', () => process.exit(0));
   socket.on('error', () => process.exit(1));
   socket.setTimeout(3000, () => process.exit(1));`;

export interface IsolationImages {
  readonly collector: string;
  readonly kms: string;
}

/**
 * The document's "Network isolation: Run OTLP Collector in private network": a KMS in it pushes, and nobody outside gets
 * to the Collector, nor the Collector's network to the outside.
 * @throws Error with what was otherwise
 */
export async function isolation({ collector, kms }: IsolationImages, signal: AbortSignal): Promise<void> {
  const name = `kms-otlp-isolation-${process.pid}`;
  const docker = (...args: readonly string[]) => must('docker', args, { signal, timeoutMs: ANSWER_LIMIT_MS });
  const inNetwork = ['--network', name];
  const run = (part: string, ...args: readonly string[]) =>
    docker('run', '--detach', '--rm', '--name', `${name}-${part}`, ...args);
  await docker('network', 'create', '--internal', name);
  try {
    const taking = ['--env', `CONFIGURATION=${CONFIGURATION}`, collector, '--config=env:CONFIGURATION'];
    await run('collector', ...inNetwork, '--network-alias', 'collector', ...taking);
    await run('outside', ...taking);
    await run(
      'kms',
      ...inNetwork,
      '--env',
      'KMS_OTLP_URL=http://collector:4317',
      '--env',
      'OTEL_METRIC_EXPORT_INTERVAL=1000',
      kms,
    );
    await eventually({
      ask: () => must('sh', ['-c', `docker logs ${name}-collector 2>&1`], { signal }),
      wanted: (log) => log.includes('"otelcol.signal": "metrics"'),
      what: 'a push in the private network',
      limitMs: ARRIVAL_LIMIT_MS,
      signal,
    });
    const addressOf = async (part: string, network: string) =>
      (
        await docker(
          ...['inspect', '--format', `{{(index .NetworkSettings.Networks "${network}").IPAddress}}`],
          `${name}-${part}`,
        )
      ).trim();
    const [inside, outside] = [await addressOf('collector', name), await addressOf('outside', 'bridge')];
    const probe = (network: string, host: string) =>
      docker(
        'run',
        '--rm',
        '--network',
        network,
        '--entrypoint',
        'node',
        kms,
        '--eval',
        connecting(host, 4317),
      );
    // Both can be reached, each from its own side.
    await probe(name, inside);
    await probe('bridge', outside);
    await refused(probe('bridge', inside), 'a container outside of the network has reached the Collector');
    await refused(probe(name, outside), 'a container in the network has reached the outside');
  } finally {
    for (const part of ['kms', 'collector', 'outside'])
      await must('docker', ['rm', '--force', `${name}-${part}`]);
    await must('docker', ['network', 'rm', name]);
  }
}

async function refused(probe: Promise<unknown>, otherwise: string): Promise<void> {
  const reached = await probe.then(
    () => true,
    () => false,
  );
  if (reached) throw new Error(otherwise);
}
