import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { credentials, Metadata, makeGenericClientConstructor } from '@grpc/grpc-js';
import { binary } from '../scripts/images/binaries.ts';
import { Child } from '../src/testbed/child.ts';
import { freePort } from '../src/testbed/port.ts';
import { compared, type Figure, inTurns } from './figure.ts';
import { LeftOut } from './part.ts';
import { payloadOf } from './payload.ts';

const POINTS = 1_000;
/** Enough that the server never waits for the next one. */
const IN_FLIGHT = 8;
const ROUNDS = 5;
const ROUND_MS = 2_000;
const STOP_GRACE_MS = 5_000;
const START_PATIENCE_MS = 30_000;
const AIM = { least: 1 };

const RECEIVER = join(import.meta.dirname, 'receiver-process.ts');

/**
 * Points per second that the suite's receiver takes over gRPC and reads wholly, beside the real Collector with its
 * `nop` exporter. Each is bound to the first core, and whoever sends to the others; both are fed by the same sender in turns.
 */
export async function receiver(): Promise<readonly Figure[]> {
  if (process.platform !== 'linux' || availableParallelism() < 2)
    throw new LeftOut(
      'a server is bound to one core with taskset, while another core sends: that needs Linux and two cores',
    );
  await using cleanUp = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'kms-bench-'));
  cleanUp.defer(() => rm(folder, { recursive: true, force: true }));
  const started = (child: Child): Child => {
    cleanUp.defer(async () => void (await child.stop(STOP_GRACE_MS)));
    return child;
  };
  const own = started(onOneCore(process.execPath, [RECEIVER]));
  const collectorPort = await freePort();
  const file = join(folder, 'collector.yaml');
  await writeFile(file, collectorConfiguration(collectorPort));
  started(onOneCore(await collector(), ['--config', file], { GOMAXPROCS: '1' }));

  const payload = Buffer.from(payloadOf(POINTS));
  const ownPort = await portOf(own);
  const feeds = [ownPort, collectorPort].map((port) => new Feed(port));
  for (const feed of feeds) {
    cleanUp.defer(async () => feed.close());
    await feed.ready();
  }
  const [rates = [], peerRates = []] = await inTurns(
    ROUNDS,
    feeds.map((feed) => async () => POINTS * (await feed.perSecond(payload, ROUND_MS))),
  );
  return [
    {
      ...{ name: `receiving over gRPC, ${POINTS} points an export`, unit: 'points/s' },
      ...{ peer: 'Collector, nop exporter', aim: AIM },
      ...compared(rates, peerRates),
    },
  ];
}

const onOneCore = (
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Child => new Child({ program: 'taskset', args: ['--cpu-list', '0', program, ...args], env });

async function collector(): Promise<string> {
  try {
    return await binary('otel-collector', { progress: (line) => process.stderr.write(`${line}\n`) });
  } catch (error) {
    throw new LeftOut(`there is no Collector to compare with: ${(error as Error).message}`);
  }
}

const collectorConfiguration = (port: number): string => `receivers:
  otlp: { protocols: { grpc: { endpoint: 127.0.0.1:${port} } } }
exporters:
  nop:
service:
  telemetry: { logs: { level: error }, metrics: { level: none } }
  pipelines:
    metrics: { receivers: [otlp], exporters: [nop] }
`;

async function portOf(child: Child): Promise<number> {
  const deadline = performance.now() + START_PATIENCE_MS;
  while (performance.now() < deadline && child.isRunning) {
    const port = Number(child.log.trim());
    if (port > 0) return port;
    await pause(20);
  }
  throw new Error(`the receiver did not come up:\n${child.logTail}`);
}

const bytes = (value: Buffer): Buffer => value;
const Client = makeGenericClientConstructor(
  {
    Export: {
      path: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
      requestStream: false,
      responseStream: false,
      requestSerialize: bytes,
      requestDeserialize: bytes,
      responseSerialize: bytes,
      responseDeserialize: bytes,
    },
  },
  'MetricsService',
);

/** Sends the same bytes over and over, so many calls at a time. */
class Feed {
  readonly #client: InstanceType<typeof Client>;

  constructor(port: number) {
    this.#client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  }

  ready(): Promise<void> {
    return new Promise((resolve, reject) =>
      this.#client.waitForReady(Date.now() + START_PATIENCE_MS, (error) =>
        error ? reject(error) : resolve(),
      ),
    );
  }

  async perSecond(payload: Buffer, durationMs: number): Promise<number> {
    const startedAtMs = performance.now();
    let taken = 0;
    const sender = async () => {
      while (performance.now() - startedAtMs < durationMs) {
        await this.#send(payload);
        taken += 1;
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, sender));
    return (taken * 1000) / (performance.now() - startedAtMs);
  }

  close(): void {
    this.#client.close();
  }

  #send(payload: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      const call = this.#client.Export as (...args: readonly unknown[]) => void;
      call.call(this.#client, payload, new Metadata(), (error: Error | null) =>
        error ? reject(error) : resolve(),
      );
    });
  }
}
