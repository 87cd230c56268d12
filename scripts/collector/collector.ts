import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Child } from '../../src/testbed/child.ts';
import { freePort } from '../../src/testbed/port.ts';
import { eventually } from '../smoke-stack/eventually.ts';

const START_LIMIT_MS = 30_000;
const STOP_GRACE_MS = 10_000;
const IS_UP = 'Everything is ready';

/** How a Collector is to be. */
export interface CollectorWish {
  /** Files as an operator has them. */
  readonly files?: readonly string[];
  /** Merged over them, in this order. */
  readonly overlays?: readonly object[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where it takes OTLP/gRPC; default: a free port. */
  readonly port?: number;
}

/** The real Collector, as a process of its own on loopback. */
export interface Collector {
  readonly port: number;
  readonly log: () => string;
  /** Waits until its log has this. @throws Error with the end of the log */
  says(words: RegExp): Promise<void>;
  kill(): Promise<unknown>;
  stop(): Promise<unknown>;
}

/** What may go wrong once must show within this time. */
const SAYS_LIMIT_MS = 40_000;

/** With what, and where, a Collector is started. */
export interface Place {
  /** Path of the Collector. */
  readonly program: string;
  /** For its configuration. */
  readonly folder: string;
  /** Ends every wait. */
  readonly signal: AbortSignal;
}

/** @throws Error with what it says, where it does not start */
export async function startCollector(place: Place, wish: CollectorWish): Promise<Collector> {
  const port = wish.port ?? (await freePort());
  const child = await started(place, wish, port);
  const says = (words: RegExp, limitMs: number) =>
    eventually({
      signal: place.signal,
      ask: async () => child.log,
      wanted: (log) => words.test(log) || !child.isRunning,
      what: `the Collector to say ${words}`,
      limitMs,
    }).then((log) => {
      if (!words.test(log)) throw new Error(`the Collector ended:\n${child.logTail}`);
    });
  try {
    await says(new RegExp(IS_UP), START_LIMIT_MS);
  } catch (error) {
    await child.kill();
    throw error;
  }
  return {
    port,
    log: () => child.log,
    says: (words) => says(words, SAYS_LIMIT_MS),
    kill: () => child.kill(),
    stop: () => child.stop(STOP_GRACE_MS),
  };
}

async function started(
  { program, folder }: Place,
  { files = [], overlays = [], env = {} }: CollectorWish,
  port: number,
): Promise<Child> {
  const configurations = [...files];
  // JSON is YAML.
  for (const overlay of [hereOn(port), ...overlays]) {
    const file = join(folder, `${randomUUID()}.yaml`);
    await writeFile(file, JSON.stringify(overlay));
    configurations.push(file);
  }
  const args = configurations.map((file) => `--config=${file}`);
  return new Child({ program, args, env });
}

/** On loopback, and without a page about itself, whose port would have to be free. */
const hereOn = (port: number) => ({
  receivers: { otlp: { protocols: { grpc: { endpoint: `127.0.0.1:${port}` } } } },
  service: { telemetry: { metrics: { level: 'none' } } },
});

/** What the Collector says of a configuration; undefined = it takes it. */
export async function complaint(
  { program }: Place,
  files: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string | undefined> {
  const args = ['validate', ...files.map((file) => `--config=${file}`)];
  const child = new Child({ program, args, env });
  const how = await child.ended;
  return how === 'ended with exit code 0' ? undefined : child.log;
}
