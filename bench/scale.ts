import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Figure } from './figure.ts';
import type { ScaleResult } from './scale-process.ts';

const PROGRAM = join(import.meta.dirname, 'scale-process.ts');
const USERS = [1_000, 3_000, 10_000];
const AIM_SECONDS = 2;
const AIM_MEBIBYTES = 512;

/** How long the judge takes for one export of so many users by 30 operations, and what it needs to hold for that. */
export async function scale(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const users of USERS) {
    // A process of its own: what was measured before must not stand in the way of its memory.
    const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, `${users}`]);
    const { points, seconds, mebibytes } = JSON.parse(stdout) as ScaleResult;
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
