import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { PYKMIP_FOLDER, pythonWithPyKmip } from '../scripts/pykmip/environment.ts';
import { readBinary } from '../src/kmip/binary.ts';
import type { Certificates } from '../src/testbed/certificates/certificates.ts';
import { leafOf } from './answer.ts';
import type { Figure } from './figure.ts';
import { createAes, get } from './messages.ts';
import { startPyKmip } from './pykmip-server.ts';
import { residentMiB } from './resident.ts';
import { ask } from './socket-client.ts';
import { type Load, loadOn, open } from './socket-load.ts';

/** It has a thread for each connection; who is not let in by then is left out. */
const OPENING_LIMIT_MS = 30_000;
const ROUND_MS = 5_000;

const NO_ANSWER: Load = { perSecond: 0, p50Ms: Number.NaN, p99Ms: Number.NaN };

/** What it did with all of them, or why it did nothing. */
async function answered(sockets: readonly TLSSocket[], request: Uint8Array): Promise<Load & { why: string }> {
  if (sockets.length === 0) return { ...NO_ANSWER, why: '' };
  try {
    return { ...(await loadOn(sockets, [request], ROUND_MS)), why: '' };
  } catch (error) {
    return { ...NO_ANSWER, why: ` and broke off: ${(error as Error).message}` };
  }
}

/** The same Get from as many connections as the server of PyKMIP takes, with one object in it. Nothing without PyKMIP. */
export async function besideCrowdOfPyKmip(
  folder: string,
  certificates: Certificates,
  connections: number,
  own: Load,
): Promise<readonly Figure[]> {
  const python = await pythonWithPyKmip(PYKMIP_FOLDER, () => undefined).catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
  });
  if (python === undefined) return [];
  await using server = await startPyKmip(python, join(folder, 'pykmip'), certificates);
  const id = leafOf(readBinary(await ask(server.access, createAes())), 'UniqueIdentifier');
  using opened = await open(server.access, connections, OPENING_LIMIT_MS);
  const held = opened.sockets.filter(({ destroyed }) => !destroyed);
  const memory = `${Math.round(residentMiB(server.pid))} MiB`;
  const { why, ...peerLatency } = await answered(held, get(id));
  const { perSecond } = peerLatency;
  const peer = `PyKMIP, which held ${held.length.toLocaleString('en')} of them in ${memory}${why}`;
  return [
    {
      ...{
        name: `Get, ${connections.toLocaleString('en')} connections ask at once`,
        unit: 'operations/s',
        peer,
      },
      ...{ value: own.perSecond, peerValue: perSecond, ratio: own.perSecond / perSecond },
      ...{ latency: own, peerLatency },
    },
  ];
}
