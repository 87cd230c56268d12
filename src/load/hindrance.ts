import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { referenceTarget } from '../testbed/reference-target.ts';
import type { Target } from '../testbed/target.ts';

/** Faults inside of the KMS: only the reference of this project can be made to have them. */
export const HINDRANCES = ['slow-disk', 'hsm-errors'] as const;
export type Hindered = (typeof HINDRANCES)[number];

export const isHindrance = (fault: string | undefined): fault is Hindered =>
  HINDRANCES.some((hindrance) => hindrance === fault);

/** In the form this file has: TypeScript in the repository, JavaScript in the package. */
const MAIN = fileURLToPath(new URL(`hindered/main${extname(import.meta.url)}`, import.meta.url));

/** The reference KMS with one part that fails as long as it is told to. */
export class Hindrance {
  readonly target: Target;
  readonly #folder: string;

  private constructor(fault: Hindered, folder: string) {
    this.target = referenceTarget([MAIN, fault, folder]);
    this.#folder = folder;
  }

  static async of(fault: Hindered): Promise<Hindrance> {
    return new Hindrance(fault, await mkdtemp(join(tmpdir(), 'kms-conformance-fault-')));
  }

  begin(): Promise<void> {
    return writeFile(join(this.#folder, 'on'), '');
  }

  /** Safe to call twice. */
  end(): Promise<void> {
    return rm(join(this.#folder, 'on'), { force: true });
  }

  /** How often it has struck so far. */
  async times(): Promise<bigint> {
    const file = join(this.#folder, 'struck');
    return existsSync(file) ? BigInt(await readFile(file, 'utf8')) : 0n;
  }

  dispose(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true });
  }
}
