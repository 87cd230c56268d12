import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encrypt, onObject } from '../src/driver/calls.ts';
import { compared, type Figure, inTurns } from './figure.ts';
import { asking, CREATE, type HttpServing, newKey, startHttpKms } from './http-kms.ts';
import { requestsPerSecond } from './http-load.ts';
import { startReceiverProcess } from './receiving.ts';

const CLIENTS = 8;
const ROUNDS = 9;
const ROUND_MS = 700;
/** At most one operation in twenty is the price of being seen. */
const AIM = { least: 0.95 };

/** What its telemetry costs the reference: operations per second with OTLP beside the same server without. */
export async function telemetry(): Promise<readonly Figure[]> {
  await using cleanUp = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'kms-bench-'));
  cleanUp.defer(() => rm(folder, { recursive: true, force: true }));
  const receiver = cleanUp.use(await startReceiverProcess());
  const pushing = cleanUp.use(await startHttpKms(join(folder, 'pushing'), receiver.endpoint));
  const silent = cleanUp.use(await startHttpKms(join(folder, 'silent'), undefined));
  const keys = { pushing: await newKey(pushing), silent: await newKey(silent) };

  const figures: Figure[] = [];
  for (const [operation, callOn] of Object.entries({
    Create: () => CREATE,
    Get: (key: string) => onObject('Get', key),
    Encrypt: (key: string) => encrypt(key, new Uint8Array(1024)),
  })) {
    const rate = (server: HttpServing, key: string) => () =>
      requestsPerSecond(asking(server, callOn(key)), CLIENTS, ROUND_MS);
    const [rates = [], peerRates = []] = await inTurns(ROUNDS, [
      rate(pushing, keys.pushing),
      rate(silent, keys.silent),
    ]);
    figures.push({
      name: `KMIP ${operation}, ${CLIENTS} clients, with OTLP`,
      unit: 'operations/s',
      peer: 'without',
      aim: AIM,
      ...compared(rates, peerRates),
    });
  }
  return figures;
}
