import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encrypt, onObject } from '../src/driver/calls.ts';
import { freePort } from '../src/testbed/port.ts';
import { compared, type Figure, inTurns } from './figure.ts';
import { asking, CREATE, newKey, startHttpKms, startHttpServer } from './http-kms.ts';
import { post, requestsPerSecond } from './http-load.ts';
import { startReceiverProcess } from './receiving.ts';

const CLIENTS = 8;
const ROUNDS = 3;
const ROUND_MS = 1_000;

const ECHO = join(import.meta.dirname, 'echo-server.ts');

/**
 * KMIP operations per second of the reference, metrics switched on, beside a server that parses the same request and
 * answers as many bytes. The clients share the machine, and slow both.
 */
export async function http(): Promise<readonly Figure[]> {
  await using cleanUp = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'kms-bench-'));
  cleanUp.defer(() => rm(folder, { recursive: true, force: true }));
  const receiver = cleanUp.use(await startReceiverProcess());
  const kms = cleanUp.use(await startHttpKms(folder, receiver.endpoint));
  const echoPort = await freePort();
  const echo = cleanUp.use(await startHttpServer(echoPort, [ECHO, `${echoPort}`]));

  const key = await newKey(kms);
  const figures: Figure[] = [];
  for (const call of [CREATE, onObject('Get', key), encrypt(key, new Uint8Array(1024))]) {
    const subject = asking(kms, call);
    const { length: bytes } = await post(subject);
    const peer = { port: echo.port, path: `/?bytes=${bytes}`, body: subject.body };
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
