import { join } from 'node:path';
import { type Call, createKey, USAGE } from '../src/driver/calls.ts';
import { asStructure, textOf } from '../src/kmip/fields.ts';
import { readJson, writeJson } from '../src/kmip/json.ts';
import { Child } from '../src/testbed/child.ts';
import { freePort } from '../src/testbed/port.ts';
import { type Post, post } from './http-load.ts';
import { ready } from './ready.ts';

const SERVER = join(import.meta.dirname, '../src/reference-server/main.ts');
const STOP_GRACE_MS = 20_000;

export interface HttpServing extends AsyncDisposable {
  readonly port: number;
  readonly pid: number | undefined;
}

/** The reference KMS on a store of its own; without an endpoint it measures nothing. */
export const startHttpKms = async (
  store: string,
  endpoint: string | undefined,
  more: readonly string[] = [],
): Promise<HttpServing> => {
  const port = await freePort();
  const otlp = endpoint === undefined ? [] : ['--otlp', endpoint];
  return startHttpServer(port, [SERVER, '--port', `${port}`, '--sqlite-path', store, ...otlp, ...more]);
};

/** A program of Node's that answers GET /version once it serves. */
export async function startHttpServer(port: number, args: readonly string[]): Promise<HttpServing> {
  const child = new Child({ program: process.execPath, args, env: {} });
  const stop = async () => void (await child.stop(STOP_GRACE_MS));
  try {
    await ready(child, () => fetch(`http://127.0.0.1:${port}/version`));
    return { port, pid: child.pid, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A bare operation. */
export const asking = ({ port }: HttpServing, call: Call): Post => ({
  port,
  path: '/kmip/2_1',
  body: writeJson(call.payload),
});

export const CREATE = createKey('AES', 256, USAGE.encrypt | USAGE.decrypt, { activation: 1 });

/** Identifier of a new AES key. */
export const newKey = async (server: HttpServing): Promise<string> =>
  textOf(asStructure(readJson(await post(asking(server, CREATE)))), 'UniqueIdentifier');
