import { mkdtemp, rm } from 'node:fs/promises';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCertificates } from '../src/testbed/certificates/certificates.ts';
import { besideCrowdOfPyKmip } from './crowd-pykmip.ts';
import { manyUsers } from './crowd-users.ts';
import { compared, type Figure, inTurns, median } from './figure.ts';
import { fill, some } from './fill.ts';
import { modelIn } from './growth.ts';
import { get } from './messages.ts';
import { LeftOut } from './part.ts';
import { startReceiverProcess } from './receiving.ts';
import { startReferenceKms } from './reference-kms.ts';
import { residentMiB } from './resident.ts';
import { type Load, loadOn, open, typical } from './socket-load.ts';

const OBJECTS = 100_000;
const CONNECTIONS = 1_000;
const ASKED_FOR = 1_000;
const FEW = 8;
const ROUNDS = 3;
const ROUND_MS = 1_000;
/** Nothing may get slower by being one of many; the clients' own work for so many sockets is in it. */
const FLAT = { most: 1.5 };
const AS_MUCH = { least: 1 / FLAT.most };

/** The reference with many objects, connections and users, beside itself with few, and beside PyKMIP. */
export async function crowd(): Promise<readonly Figure[]> {
  if (platform() !== 'linux')
    throw new LeftOut('memory of a process is read from /proc, which only Linux has');
  await using cleanUp = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'kms-bench-'));
  cleanUp.defer(() => rm(folder, { recursive: true, force: true }));
  const receiver = cleanUp.use(await startReceiverProcess());
  const certificates = await createCertificates(join(folder, 'certificates'));
  const store = join(folder, 'store');
  fill(store, await modelIn(join(folder, 'model'), certificates, receiver.endpoint), OBJECTS);
  const server = cleanUp.use(await startReferenceKms(store, certificates, receiver.endpoint));
  const requests = some(OBJECTS, ASKED_FOR).map(({ id }) => get(id));

  const few = cleanUp.use(await open(server.access, FEW, Number.POSITIVE_INFINITY));
  await loadOn(few.sockets, requests, ROUND_MS);
  const before = residentMiB(server.pid);
  const alone = await inTurns(ROUNDS, [() => loadOn(few.sockets.slice(0, 1), requests, ROUND_MS)]);
  const many = cleanUp.use(await open(server.access, CONNECTIONS, Number.POSITIVE_INFINITY));
  const [one = [], eight = [], all = []] = await inTurns(ROUNDS, [
    () => loadOn(few.sockets.slice(0, 1), requests, ROUND_MS),
    () => loadOn(few.sockets, requests, ROUND_MS),
    () => loadOn(many.sockets, requests, ROUND_MS),
  ]);
  const after = residentMiB(server.pid);
  const what = `Get among ${OBJECTS.toLocaleString('en')} objects`;
  const connections = `${CONNECTIONS.toLocaleString('en')} connections`;
  return [
    {
      ...{ name: `${what}, ${connections} open, one asks`, unit: 'ms', peer: 'no other open', aim: FLAT },
      ...compared(p50s(one), p50s(alone[0] ?? [])),
    },
    {
      ...{
        name: `${what}, ${connections} ask at once`,
        unit: 'operations/s',
        peer: `${FEW} ask`,
        aim: AS_MUCH,
      },
      ...compared(rates(all), rates(eight)),
      ...{ latency: typical(all), peerLatency: typical(eight) },
    },
    {
      ...{ name: `memory, ${connections} have asked`, unit: 'MiB', peer: `${FEW} have` },
      ...{ value: after, peerValue: before, ratio: after / before },
    },
    ...(await besideCrowdOfPyKmip(folder, certificates, CONNECTIONS, {
      perSecond: median(rates(all)),
      ...typical(all),
    })),
    ...(await manyUsers(folder, receiver.endpoint)),
  ];
}

const rates = (loads: readonly Load[]): readonly number[] => loads.map(({ perSecond }) => perSecond);
const p50s = (loads: readonly Load[]): readonly number[] => loads.map(({ p50Ms }) => p50Ms);
