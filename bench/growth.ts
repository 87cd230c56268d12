import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBinary } from '../src/kmip/binary.ts';
import { type Certificates, createCertificates } from '../src/testbed/certificates/certificates.ts';
import { leafOf } from './answer.ts';
import { compared, type Figure, inTurns } from './figure.ts';
import { fill, onlyObjectIn, some } from './fill.ts';
import { createAes, get, locate } from './messages.ts';
import { startReceiverProcess } from './receiving.ts';
import { type Serving, startReferenceKms } from './reference-kms.ts';
import { type Access, ask } from './socket-client.ts';
import { load } from './socket-load.ts';

const SIZES = [100, 1_000, 10_000, 100_000];
const ASKED_FOR = 100;
const ROUNDS = 7;
const ROUND_MS = 400;
const AIM = { most: 1.5 };

type Some = ReturnType<typeof some>[number];
const OPERATIONS: Readonly<Record<string, (object: Some) => Uint8Array>> = {
  Get: ({ id }) => get(id),
  'Locate by name': ({ name }) => locate(name),
};

/** The time of one request among many stored objects, beside the same among the fewest. */
export async function growth(): Promise<readonly Figure[]> {
  await using cleanUp = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'kms-bench-'));
  cleanUp.defer(() => rm(folder, { recursive: true, force: true }));
  const receiver = cleanUp.use(await startReceiverProcess());
  const certificates = await createCertificates(join(folder, 'certificates'));
  const model = await modelIn(join(folder, 'model'), certificates, receiver.endpoint);

  const servers: (Serving & { readonly size: number })[] = [];
  for (const size of SIZES) {
    const store = join(folder, `${size}`);
    fill(store, model, size);
    const server = cleanUp.use(await startReferenceKms(store, certificates, receiver.endpoint));
    await requireFound(server.access, size);
    servers.push({ ...server, size });
  }

  const figures: Figure[] = [];
  for (const [operation, requestFor] of Object.entries(OPERATIONS)) {
    const times = await inTurns(
      ROUNDS,
      servers.map(({ access, size }) => async () => {
        const requests = some(size, ASKED_FOR).map(requestFor);
        return (await load(access, requests, 1, ROUND_MS)).p50Ms;
      }),
    );
    const [fewest = []] = times;
    for (const [index, own] of times.entries()) {
      if (index === 0) continue;
      figures.push({
        ...{ name: `${operation}, ${SIZES[index]?.toLocaleString('en')} objects`, unit: 'ms' },
        ...compared(own, fewest),
        ...{ peer: `${SIZES[0]} objects`, aim: AIM },
      });
    }
  }
  return figures;
}

/** An object as the server itself makes it. */
export async function modelIn(store: string, certificates: Certificates, endpoint: string) {
  {
    await using server = await startReferenceKms(store, certificates, endpoint);
    await ask(server.access, createAes('model'));
  }
  return onlyObjectIn(store);
}

/** What is measured must be the finding of something. */
async function requireFound(access: Access, size: number): Promise<void> {
  for (const { id, name } of some(size, 2)) {
    const found = leafOf(readBinary(await ask(access, locate(name))), 'UniqueIdentifier');
    if (found !== id) throw new Error(`Locate by the name ${JSON.stringify(name)} found ${found}, not ${id}`);
  }
}
