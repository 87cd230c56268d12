import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Call, createKey, encrypt, onObject, USAGE } from '../src/driver/calls.ts';
import { asStructure, textOf } from '../src/kmip/fields.ts';
import { readJson, writeJson } from '../src/kmip/json.ts';
import { startReceiver } from '../src/otlp/receiver.ts';
import { Child } from '../src/testbed/child.ts';
import { freePort } from '../src/testbed/port.ts';
import { compared, type Figure, inTurns } from './figure.ts';
import { post, requestsPerSecond } from './http-load.ts';
import { ready } from './ready.ts';

const CLIENTS = 8;
const ROUNDS = 3;
const ROUND_MS = 1_000;
const STOP_GRACE_MS = 20_000;

const SERVER = join(import.meta.dirname, '../src/reference-server/main.ts');
const ECHO = join(import.meta.dirname, 'echo-server.ts');

/**
 * KMIP operations per second of the reference, metrics switched on, beside a server that parses the same request and
 * answers as many bytes. The clients share the machine, and slow both.
 */
export async function http(): Promise<readonly Figure[]> {
  await using cleanUp = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'kms-bench-'));
  cleanUp.defer(() => rm(folder, { recursive: true, force: true }));
  const receiver = cleanUp.use(await startReceiver());
  const [kms, echo] = [await freePort(), await freePort()];
  for (const [port, args] of [
    [kms, [SERVER, '--port', `${kms}`, '--sqlite-path', folder, '--otlp', receiver.endpoint]],
    [echo, [ECHO, `${echo}`]],
  ] as const) {
    const child = new Child({ program: process.execPath, args, env: {} });
    cleanUp.defer(async () => void (await child.stop(STOP_GRACE_MS)));
    await ready(child, () => fetch(`http://127.0.0.1:${port}/version`));
  }

  const ask = (call: Call) => ({ port: kms, path: '/kmip/2_1', body: writeJson(call.payload) });
  const create = createKey('AES', 256, USAGE.encrypt | USAGE.decrypt, { activation: 1 });
  const key = textOf(asStructure(readJson(await post(ask(create)))), 'UniqueIdentifier');
  const figures: Figure[] = [];
  for (const call of [create, onObject('Get', key), encrypt(key, new Uint8Array(1024))]) {
    const subject = ask(call);
    const { length: bytes } = await post(subject);
    const peer = { port: echo, path: `/?bytes=${bytes}`, body: subject.body };
    const [rates = [], peerRates = []] = await inTurns(ROUNDS, [
      () => requestsPerSecond(subject, CLIENTS, ROUND_MS),
      () => requestsPerSecond(peer, CLIENTS, ROUND_MS),
    ]);
    figures.push({
      name: `KMIP ${call.operation}, ${CLIENTS} clients`,
      unit: 'operations/s',
      peer: 'bare fastify',
      ...compared(rates, peerRates),
    });
  }
  return figures;
}
