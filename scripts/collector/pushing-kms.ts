import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Child } from '../../src/testbed/child.ts';
import { freePort } from '../../src/testbed/port.ts';
import { headerList } from '../../src/testbed/push/push-access.ts';
import { eventually } from '../smoke-stack/eventually.ts';
import { sendTraffic } from '../smoke-stack/traffic.ts';
import type { Surroundings } from './surroundings.ts';

const REFERENCE = join(import.meta.dirname, '../../src/reference-server/main.ts');

/** Often enough that a check need not wait. */
const INTERVAL_MS = '1000';
const START_LIMIT_MS = 30_000;
/** What comes of a push is logged when it is given up, before the next one is due, on a loaded machine. */
const LOG_LIMIT_MS = 40_000;

/** How the KMS is told to push. */
export interface PushWish {
  readonly url: string;
  /** PEM file of whom to trust; default: the authorities of the system. */
  readonly authorityFile?: string;
  readonly client?: { readonly certificateFile: string; readonly keyFile: string };
  readonly headers?: Readonly<Record<string, string>>;
}

/** The reference KMS, whatever becomes of its pushes. */
export interface PushingKms {
  /** Known traffic, answered as ever: SENT of scripts/smoke-stack. @throws Error */
  readonly serves: () => Promise<void>;
  /** Waits until its log has this. @throws Error */
  readonly says: (words: RegExp) => Promise<void>;
}

export async function pushingKms(here: Surroundings, wish: PushWish): Promise<PushingKms> {
  const port = await freePort();
  const where = ['--hostname', '127.0.0.1', '--port', `${port}`];
  const store = ['--sqlite-path', join(here.folder, randomUUID())];
  const child = new Child({
    program: process.execPath,
    args: [REFERENCE, ...where, ...store, '--otlp', wish.url],
    env: environmentOf(wish),
  });
  here.atTheEnd(() => child.kill());
  const url = `http://127.0.0.1:${port}`;
  const wait = (
    ask: () => Promise<number | boolean>,
    wanted: number | boolean,
    what: string,
    limitMs: number,
  ) =>
    eventually({ ask, wanted: (answer) => answer === wanted, what, limitMs, signal: here.signal }).catch(
      ({ message }: Error) => {
        throw new Error(`${message}; the log of the KMS:\n${child.logTail}`);
      },
    );
  await wait(async () => (await fetch(`${url}/health`)).status, 200, 'the KMS to be up', START_LIMIT_MS);
  return {
    serves: () => sendTraffic(url),
    says: async (words) => {
      await wait(async () => words.test(child.log), true, `the KMS to say ${words}`, LOG_LIMIT_MS);
    },
  };
}

/** OpenTelemetry specification, "OpenTelemetry Protocol Exporter": https://opentelemetry.io/docs/specs/otel/protocol/exporter/ */
const environmentOf = ({ authorityFile, client, headers }: PushWish): Readonly<Record<string, string>> => ({
  OTEL_METRIC_EXPORT_INTERVAL: INTERVAL_MS,
  ...(authorityFile === undefined ? {} : { OTEL_EXPORTER_OTLP_CERTIFICATE: authorityFile }),
  ...(client === undefined
    ? {}
    : {
        OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: client.certificateFile,
        OTEL_EXPORTER_OTLP_CLIENT_KEY: client.keyFile,
      }),
  ...(headers === undefined ? {} : { OTEL_EXPORTER_OTLP_HEADERS: headerList(headers) }),
});
