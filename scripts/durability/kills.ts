import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { askedAbout, foundInDatabase } from './check.ts';
import { runClient } from './load.ts';
import { newMemory } from './memory.ts';
import { randomFrom } from './random.ts';
import { startServer } from './server.ts';

const CLIENTS = 8;
/** Milliseconds under load before the kill: from the first requests on to a busy database. */
const LIFE = { least: 5, most: 500 };
/** Objects of earlier lives that the clients go on with. */
const CARRIED_ON = 20 * CLIENTS;

export interface Outcome {
  readonly kills: number;
  readonly acknowledged: number;
  readonly objects: number;
  /** Empty when nothing was lost and nothing is half-written. */
  readonly wrong: readonly string[];
}

/** Kills a server under load again and again, and asks the next one for everything that was acknowledged. */
export async function killUnderLoad(kills: number, seed: number): Promise<Outcome> {
  const random = randomFrom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'kms-durability-'));
  const memory = newMemory();
  let acknowledged = 0;
  let server = await startServer(folder);
  try {
    for (let kill = 1; kill <= kills; kill += 1) {
      const carriedOn = [...memory.objects.values()].slice(-CARRIED_ON);
      const clients = Array.from({ length: CLIENTS }, (_, client) => {
        const share = carriedOn.filter((_object, index) => index % CLIENTS === client);
        return runClient(server.url, memory, share, random);
      });
      const load = Promise.all(clients);
      await Promise.race([after(LIFE.least + random() * (LIFE.most - LIFE.least)), load]);
      await server.kill();
      acknowledged += (await load).reduce((sum, count) => sum + count, 0);
      server = await startServer(folder);
      const asked = kill === kills ? memory.objects.values() : memory.touched.values();
      const wrong = [...(await askedAbout(server.url, [...asked])), ...foundInDatabase(folder)];
      memory.touched.clear();
      if (wrong.length > 0) return { kills: kill, acknowledged, objects: memory.objects.size, wrong };
    }
    return { kills, acknowledged, objects: memory.objects.size, wrong: [] };
  } finally {
    await server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}
