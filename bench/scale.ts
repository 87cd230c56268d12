import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Figure } from './figure.ts';
import type { ScaleResult } from './scale-process.ts';
import { COLLECTIONS } from './scale-traffic.ts';

const run = promisify(execFile);
const program = (name: string): string => join(import.meta.dirname, name);
const USERS = [1_000, 3_000, 10_000];
const AIM_SECONDS = 2;
const AIM_MEBIBYTES = 512;

/** How long the judge takes for one export of so many users by 30 operations, and what it needs to hold for that. */
export async function scale(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const users of USERS) {
    const { points, seconds, mebibytes } = await judged(users);
    const size = `${points.toLocaleString('en')} points`;
    figures.push(
      {
        ...{ name: `judging ${size}`, unit: 's', value: seconds },
        ...{ peer: 'promised', peerValue: AIM_SECONDS, ratio: seconds / AIM_SECONDS, aim: { most: 1 } },
      },
      {
        ...{ name: `memory for ${size}`, unit: 'MiB', value: mebibytes },
        ...{ peer: 'promised', peerValue: AIM_MEBIBYTES, ratio: mebibytes / AIM_MEBIBYTES, aim: { most: 1 } },
      },
    );
  }
  return figures;
}

/** In a process of its own: what was made or measured before must not stand in the way of its memory. */
async function judged(users: number): Promise<ScaleResult> {
  const folder = await mkdtemp(join(tmpdir(), 'kms-scale-'));
  try {
    const files = COLLECTIONS.map((_, index) => join(folder, `${index}`));
    await run(process.execPath, [program('scale-input.ts'), `${users}`, ...files]);
    const { stdout } = await run(process.execPath, [
      ...['--expose-gc', program('scale-process.ts')],
      ...[`${users}`, ...files],
    ]);
    return JSON.parse(stdout) as ScaleResult;
  } finally {
    await rm(folder, { recursive: true });
  }
}
