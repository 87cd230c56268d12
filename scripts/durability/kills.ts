import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { askedAbout, found, foundInDatabase, storedCounts } from './check.ts';
import { wrongInFirstExport } from './first-export.ts';
import { beginLife, type Life } from './life.ts';
import { runClient, type Witness } from './load.ts';
import { countsOf, type Memory, newMemory } from './memory.ts';
import { randomFrom } from './random.ts';

const CLIENTS = 8;
/** Milliseconds under load before the kill: from the first requests on to a busy database. */
const LIFE = { least: 5, most: 500 };
/** Objects of earlier lives that the clients go on with. */
const CARRIED_ON = 20 * CLIENTS;

export interface Outcome {
  /** After each, the first export was compared with the store. */
  readonly kills: number;
  readonly acknowledged: number;
  readonly objects: number;
  /** Empty when nothing was lost, nothing is half-written and both counts were exact. */
  readonly wrong: readonly string[];
}

/** Kills a server under load again and again, and asks the next one for everything that was acknowledged. */
export async function killUnderLoad(kills: number, seed: number): Promise<Outcome> {
  const random = randomFrom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'kms-durability-'));
  const memory = newMemory();
  let acknowledged = 0;
  let life = await beginLife(folder);
  try {
    for (let kill = 1; kill <= kills; kill += 1) {
      const witnesses = await killed(life, memory, random);
      acknowledged += witnesses.reduce((sum, witness) => sum + witness.acknowledged, 0);
      life = await beginLife(folder);
      if (kill === kills) for (const object of memory.objects.values()) memory.touched.add(object);
      const wrong = await wrongAfter(witnesses, life, folder, memory);
      memory.touched.clear();
      if (wrong.length > 0) return { kills: kill, acknowledged, objects: memory.objects.size, wrong };
    }
    return { kills, acknowledged, objects: memory.objects.size, wrong: [] };
  } finally {
    await life.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function killed(life: Life, memory: Memory, random: () => number): Promise<readonly Witness[]> {
  const carriedOn = [...memory.objects.values()].slice(-CARRIED_ON);
  const clients = Array.from({ length: CLIENTS }, (_, client) => {
    const share = carriedOn.filter((_object, index) => index % CLIENTS === client);
    return runClient(life.url, memory, share, random);
  });
  const load = Promise.all(clients);
  await Promise.race([after(LIFE.least + random() * (LIFE.most - LIFE.least)), load]);
  await life.end();
  return load;
}

async function wrongAfter(
  witnesses: readonly Witness[],
  { url, collector }: Life,
  folder: string,
  memory: Memory,
): Promise<readonly string[]> {
  const mayHaveMade = witnesses.flatMap((witness) => witness.mayHaveMade);
  const wrong = [
    ...(await found(url, folder, memory, mayHaveMade)),
    ...(await askedAbout(url, [...memory.touched])),
    ...foundInDatabase(folder),
  ];
  const expected = countsOf(memory);
  const stored = storedCounts(folder);
  if (stored.objects !== expected.objects || stored.activeKeys !== expected.activeKeys) {
    wrong.push(`the store counts ${JSON.stringify(stored)}, the clients ${JSON.stringify(expected)}`);
  }
  return [...wrong, ...(await wrongInFirstExport(collector, expected))];
}
