import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startReference } from './reference.ts';
import { EXCEPTIONS } from './vectors/exceptions.ts';
import { certificatesRoot, createKek, newHsm, OWNER } from './vectors/hsm.ts';
import { type Material, materialIn, replay } from './vectors/replayer.ts';
import { SECTIONS, type Section, type Way } from './vectors/sections.ts';
import { tableOf } from './vectors/table.ts';
import { judgeReplays, type Replay } from './vectors/verdict.ts';

/** Replays foreign KMIP vectors against the reference KMS: `KMIP_VECTORS=<folder with list.txt> node scripts/vectors.ts`. */
const CANNOT_RUN = 2;

/** Servers at a time: more would only wait for each other. */
const AT_ONCE = 2;

const folder = process.argv[2] ?? process.env.KMIP_VECTORS;
const material = folder ? materialIn(resolve(folder)) : undefined;
const missing =
  material && [material.list, material.replayer].filter((file) => !existsSync(file)).join(' and ');

if (material === undefined || missing) {
  const why = missing ? `There is no ${missing}` : 'No vectors are given';
  process.stderr.write(
    `${why}: name their folder, which holds list.txt and has ../tools/replay_vectors.py beside it, in KMIP_VECTORS.\n`,
  );
  process.exitCode = CANNOT_RUN;
} else {
  const todo = SECTIONS.flatMap((section) => section.ways.map((way) => ({ section, way })));
  try {
    process.exitCode = report(
      await inTurn(todo, ({ section, way }) => replaySection(material, section, way)),
    );
  } catch (error) {
    process.stdout.write(`${error instanceof Error ? error.message : error}\nvectors: 0 passed, 1 failed\n`);
    process.exitCode = 1;
  }
}

async function replaySection(from: Material, section: Section, way: Way): Promise<Replay> {
  const work = await mkdtemp(join(tmpdir(), 'kms-vectors-'));
  try {
    const hsm = section.hsm ? await newHsm(work) : undefined;
    const reference = await startReference(hsm?.options);
    try {
      if (hsm !== undefined) await createKek(hsm, reference);
      const extra =
        hsm === undefined
          ? []
          : [
              ...['--allow-server-type', '--env', `HSM_SLOT_ID=${hsm.slot}`],
              ...['--certs-root', await certificatesRoot(work, reference)],
            ];
      const owner = await reference.client(OWNER);
      const given = { material: from, section, way, reference, owner, folder: work, extra };
      return { section: section.name, way, outcomes: await replay(given) };
    } finally {
      await reference.stop();
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function report(replays: readonly Replay[]): number {
  const { passed, excepted, failures } = judgeReplays(replays, EXCEPTIONS);
  const lines = [
    tableOf(replays),
    '',
    ...excepted.map(({ vector, ways, reason }) => `exception: ${vector} (${ways.join(', ')}): ${reason}`),
    ...failures.map((sentence) => `failure: ${sentence}`),
    `vectors: ${passed} passed, ${failures.length} failed, ${excepted.length} exceptions`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return failures.length === 0 ? 0 : 1;
}

/** Some at a time; results in the order of the items. */
async function inTurn<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  // Settled, because what throws early would leave the servers of the others behind.
  const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
  return results;
}
