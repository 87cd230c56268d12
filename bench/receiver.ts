import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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
/** Collections that are sent in turns, so that no message is the one before. */
const COLLECTIONS = 64;
/** Enough that the server never waits for the next one. */
const IN_FLIGHT = 8;
const ROUNDS = 5;
const ROUND_MS = 2_000;
const STOP_GRACE_MS = 5_000;
const START_PATIENCE_MS = 30_000;
/** Linux counts processor time for programs in hundredths of a second (USER_HZ, proc(5)). */
const MS_PER_TICK = 10;
const AIM = { least: 1 };

const RECEIVER = join(import.meta.dirname, 'receiver-process.ts');

/**
 * Points per second that the suite's receiver takes over gRPC and reads wholly before it answers, beside the real
 * Collector with its `nop` exporter. Each is bound to the first core, and whoever sends to the others; both are fed by
 * the same sender in turns, with collections of the same series as they follow each other. One round before is not
 * counted: it is for the receiver's compiler and the Collector's heap.
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
  const peer = started(onOneCore(await collector(), ['--config', file], { GOMAXPROCS: '1' }));

  const payloads = Array.from({ length: COLLECTIONS }, (_, number) => Buffer.from(payloadOf(POINTS, number)));
  const feeds = [new Feed(own, await portOf(own)), new Feed(peer, collectorPort)];
  for (const feed of feeds) {
    cleanUp.defer(async () => feed.close());
    await feed.ready();
  }
  const rounds = feeds.map((feed) => () => feed.taken(payloads, ROUND_MS));
  await inTurns(1, rounds);
  const [taken = [], peerTaken = []] = await inTurns(ROUNDS, rounds);
  const figure = (name: string, unit: string, points: (round: Taken) => number): Figure => ({
    ...{ name, unit, peer: 'Collector, nop exporter', aim: AIM },
    ...compared(taken.map(points), peerTaken.map(points)),
  });
  const what = `receiving over gRPC, ${POINTS} points an export`;
  return [
    figure(what, 'points/s', ({ exports, tookMs }) => (POINTS * exports * 1000) / tookMs),
    figure(
      `${what}, by processor time`,
      'points/s',
      ({ exports, processorMs }) => (POINTS * exports * 1000) / processorMs,
    ),
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

interface Taken {
  readonly exports: number;
  readonly tookMs: number;
  /** Of the server, in its own code and in the kernel. */
  readonly processorMs: number;
}

/** Sends one after the other, over and over, so many calls at a time. */
class Feed {
  readonly #server: Child;
  readonly #client: InstanceType<typeof Client>;

  constructor(server: Child, port: number) {
    this.#server = server;
    this.#client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  }

  ready(): Promise<void> {
    return new Promise((resolve, reject) =>
      this.#client.waitForReady(Date.now() + START_PATIENCE_MS, (error) =>
        error ? reject(error) : resolve(),
      ),
    );
  }

  async taken(payloads: readonly Buffer[], durationMs: number): Promise<Taken> {
    const processorBeforeMs = await this.#processorMs();
    const startedAtMs = performance.now();
    let sent = 0;
    let exports = 0;
    const sender = async () => {
      while (performance.now() - startedAtMs < durationMs) {
        await this.#send(payloads[sent++ % payloads.length] as Buffer);
        exports += 1;
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, sender));
    const tookMs = performance.now() - startedAtMs;
    return { exports, tookMs, processorMs: (await this.#processorMs()) - processorBeforeMs };
  }

  close(): void {
    this.#client.close();
  }

  async #processorMs(): Promise<number> {
    const stat = await readFile(`/proc/${this.#server.pid}/stat`, 'latin1');
    const [userTicks, systemTicks] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13);
    return (Number(userTicks) + Number(systemTicks)) * MS_PER_TICK;
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
