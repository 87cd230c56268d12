import { nowUnixMs } from '../../driver/now.ts';
import { ListenError } from '../../otlp/listen-error.ts';
import { type Receiver, startReceiver } from '../../otlp/receiver.ts';
import type { Instance } from '../instance.ts';
import { freePort } from '../port.ts';
import { startInstance } from '../run-context.ts';
import type { UrlWay } from '../target.ts';
import { until } from '../until.ts';
import { usualWay } from '../usual-way.ts';
import { NotTestableError } from './expect.ts';
import { socketsIn } from './exposure.ts';
import type { Scene } from './scene.ts';

/** Where an exporter pushes that was told nothing (OTLP specification, "Endpoint"). */
const DEFAULT_OTLP_PORT = 4317;

/** The process of the scenario's instance ended by itself after SIGTERM, without an error. */
export async function expectOrderlyEnd(scene: Scene): Promise<void> {
  const how = await scene.instance.ended;
  if (how !== 'ended with exit code 0')
    throw new Error(`the KMS ${how} after SIGTERM; its last log lines:\n${scene.instance.logTail}`);
}

/** Another run of this suite on the machine gives the port back soon; anybody else's collector does not. */
const PORT_PATIENCE_MS = 30_000;
const PORT_POLL_MS = 250;

async function listenByDefault(): Promise<Receiver> {
  const deadline = nowUnixMs() + PORT_PATIENCE_MS;
  for (;;) {
    try {
      return await startReceiver({ port: DEFAULT_OTLP_PORT, now: nowUnixMs });
    } catch (error) {
      if (!(error instanceof ListenError)) throw error;
      if (nowUnixMs() > deadline) throw new NotTestableError(error.message);
      await new Promise((resolve) => setTimeout(resolve, PORT_POLL_MS));
    }
  }
}

/** Nobody listens on a port that was just free: who pushes there is not seen. */
export async function startBesideSdkVariables(scene: Scene): Promise<void> {
  const nobody = `http://127.0.0.1:${await freePort()}`;
  await scene.startOwnInstance({
    environment: { OTEL_EXPORTER_OTLP_ENDPOINT: nobody, OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: nobody },
  });
}

/** Listens where an exporter would push by default, and starts a KMS without a URL. */
export async function startBesideDefaultCollector(scene: Scene): Promise<void> {
  scene.defaultCollector = await listenByDefault();
  await scene.startOwnInstance({ url: () => ({ by: 'nothing' }) });
}

/**
 * The KMS that was told nothing has connected nowhere: not to the collector, by its own list of sockets not anywhere.
 * Positive control: in the same window another instance connects to the same collector and pushes.
 */
export async function expectOnlyTheOtherConnects(scene: Scene, flag: string, pushes: number): Promise<void> {
  const { claims } = scene.run.target;
  const way: (url: string) => UrlWay = claims.capabilities.has('flag-otlp-url')
    ? (url) => ({ by: 'flag', flag, url })
    : usualWay(claims);
  const collector = scene.defaultCollector;
  if (collector === undefined) throw new Error('there is no collector at the default address');
  const told = await startInstance(scene.run, {
    name: `${scene.scenario} (told)`,
    url: () => way(collector.endpoint),
  });
  try {
    await until({
      check: () => (collector.exports.length >= pushes ? true : undefined),
      subscribe: (listener) => collector.subscribe(listener),
      timeoutMs: (pushes + 1) * told.intervalMs + told.patienceMs,
      describe: () => `${pushes} pushes of the KMS that was told the URL (${collector.exports.length} came)`,
      ended: told.ended,
    });
    const { outgoing } = await socketsIn(scene.instance);
    if (outgoing.length > 0)
      throw new Error(`the KMS that was told nothing has connected to port ${outgoing.join(', ')}`);
    const connections = collector.connectionCount;
    await told.stop();
    await scene.instance.stop();
    const writers = new Set(collector.exports.map(({ request }) => instanceIdOf(request.resourceMetrics)));
    if (writers.size !== 1 || collector.connectionCount !== connections) {
      throw new Error(
        `${writers.size} processes pushed over ${collector.connectionCount} connections, though only one was told the URL`,
      );
    }
  } finally {
    await told.dispose();
  }
}

const instanceIdOf = (
  resources: readonly { readonly attributes: readonly { readonly key: string; readonly value: unknown }[] }[],
): string => String(resources[0]?.attributes.find(({ key }) => key === 'service.instance.id')?.value);

/** A push has failed while the collector was away: only then did it miss anything. */
export async function untilPushInVain({ instance }: Scene): Promise<void> {
  const { collector } = instance;
  const what = `a push of ${instance.name} to ${collector.endpoint} while nobody was there`;
  const { absence } = collector;
  return untilPushed(instance, absence, () => absence.wasPushInVain, what);
}

/** The collector has received something since now: what the KMS does afterwards needs another push. */
export function untilPushArrived(scene: Scene): Promise<void> {
  if (scene.isSharing) return scene.observe();
  const { instance } = scene;
  const { collector } = instance;
  const before = collector.exports.length;
  const what = `a push of ${instance.name} after the collector was back`;
  return untilPushed(instance, collector, () => collector.exports.length > before, what);
}

/** Whoever pushes has done so within this many intervals, and the patience of the run beyond them. */
const PATIENCE_INTERVALS = 3;

async function untilPushed(
  { intervalMs, patienceMs, ended }: Instance,
  source: { subscribe(listener: () => void): () => void },
  isSo: () => boolean,
  what: string,
): Promise<void> {
  await until({
    check: () => isSo() || undefined,
    subscribe: (listener) => source.subscribe(listener),
    timeoutMs: PATIENCE_INTERVALS * intervalMs + patienceMs,
    describe: () => what,
    ended,
  });
}

/** Something arrived after SIGTERM. What, the values tell. */
export function expectLastPush({ instance }: Scene): void {
  const { stoppedAtUnixMs = Number.POSITIVE_INFINITY } = instance.record.process;
  if (!instance.exports.some(({ arrivedAtUnixMs }) => arrivedAtUnixMs >= stoppedAtUnixMs))
    throw new Error('nothing was pushed between SIGTERM and the end of the process');
}
