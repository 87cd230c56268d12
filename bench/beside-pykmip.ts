import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PYKMIP_FOLDER, pythonWithPyKmip } from '../scripts/pykmip/environment.ts';
import { readBinary } from '../src/kmip/binary.ts';
import { createCertificates } from '../src/testbed/certificates/certificates.ts';
import { leafOf } from './answer.ts';
import { compared, type Figure, inTurns } from './figure.ts';
import { activate, createAes, createRsaPair, encrypt, get, sign } from './messages.ts';
import { LeftOut } from './part.ts';
import { startPyKmip } from './pykmip-server.ts';
import { startReceiverProcess } from './receiving.ts';
import { startReferenceKms } from './reference-kms.ts';
import { type Access, ask } from './socket-client.ts';
import { load, typical } from './socket-load.ts';

const CLIENTS = [1, 8, 32];
const ROUNDS = 5;
const WARM_UPS = 1;
/** Of each operation, before the first figure. */
const WARM_UP_MS = 3_000;
const WARM_UP_CLIENTS = 8;
const ROUND_MS = 1_000;
const DATA_BYTES = 1024;
const OPERATIONS = ['Create', 'Get', 'Encrypt', 'Sign'] as const;
const AIM = { least: 10 };

/**
 * Operations per second of the reference, metrics switched on, beside the server of PyKMIP: the same bytes from the same
 * clients, to both over TLS.
 */
export async function besidePyKmip(): Promise<readonly Figure[]> {
  const python = await installed();
  await using cleanUp = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'kms-bench-'));
  cleanUp.defer(() => rm(folder, { recursive: true, force: true }));
  const receiver = cleanUp.use(await startReceiverProcess());
  const certificates = await createCertificates(join(folder, 'certificates'));
  const here = cleanUp.use(await startReferenceKms(join(folder, 'store'), certificates, receiver.endpoint));
  const there = cleanUp.use(await startPyKmip(python, join(folder, 'pykmip'), certificates));

  const [requests, peerRequests] = [await requestsTo(here.access), await requestsTo(there.access)];
  const figures: Figure[] = [];
  // Servers run for weeks: what they do for the first time in their life is not measured.
  for (const operation of OPERATIONS)
    await inTurns(WARM_UPS, [
      () => load(here.access, [requests[operation]], WARM_UP_CLIENTS, WARM_UP_MS),
      () => load(there.access, [peerRequests[operation]], WARM_UP_CLIENTS, WARM_UP_MS),
    ]);
  for (const operation of OPERATIONS)
    for (const clients of CLIENTS) {
      const subjects = [
        () => load(here.access, [requests[operation]], clients, ROUND_MS),
        () => load(there.access, [peerRequests[operation]], clients, ROUND_MS),
      ];
      await inTurns(WARM_UPS, subjects);
      const [own = [], peers = []] = await inTurns(ROUNDS, subjects);
      figures.push({
        ...{ name: `${operation}, ${clients} ${clients === 1 ? 'client' : 'clients'}`, unit: 'operations/s' },
        ...compared(perSecond(own), perSecond(peers)),
        ...{ peer: 'PyKMIP', aim: AIM, latency: typical(own), peerLatency: typical(peers) },
      });
    }
  return figures;
}

const perSecond = (loads: readonly { readonly perSecond: number }[]): readonly number[] =>
  loads.map((one) => one.perSecond);

async function installed(): Promise<string> {
  try {
    return await pythonWithPyKmip(PYKMIP_FOLDER, (line) => process.stderr.write(`${line}\n`));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const [sentence = ''] = error.message.split(' It said:');
    throw new LeftOut(sentence);
  }
}

/** Makes the keys that the operations need. */
async function requestsTo(access: Access) {
  const idIn = async (request: Uint8Array, tag: string) =>
    leafOf(readBinary(await ask(access, request)), tag);
  const key = await idIn(createAes(), 'UniqueIdentifier');
  const privateKey = await idIn(createRsaPair, 'PrivateKeyUniqueIdentifier');
  for (const id of [key, privateKey]) await ask(access, activate(id));
  return {
    Create: createAes(),
    Get: get(key),
    Encrypt: encrypt(key, DATA_BYTES),
    Sign: sign(privateKey, DATA_BYTES),
  };
}
