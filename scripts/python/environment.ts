import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../program.ts';

/** What a virtual environment is made of. */
export interface Wanted {
  /** In messages. */
  readonly name: string;
  readonly folder: string;
  /** requirements.txt */
  readonly requirements: string;
  /** The first version that will do, and the first that will not: "3.10". */
  readonly from: string;
  readonly below?: string;
}

const PYTHONS = ['python3', 'python3.11', 'python3.10'];

/**
 * The Python of a virtual environment; made once, and anew when its requirements change.
 * @throws Error with a sentence
 */
export async function pythonWith(
  { name, folder, requirements, from, below }: Wanted,
  progress: (line: string) => void,
): Promise<string> {
  const python = join(folder, 'bin', 'python');
  // Copied last, so that an environment that was interrupted does not count as complete.
  const stamp = join(folder, 'requirements.txt');
  const wanted = await readFile(requirements, 'utf8');
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === wanted) return python;
  const base = await usablePython(from, below);
  if (base === undefined)
    throw new Error(
      `${name} needs Python ${from} or later${below === undefined ? '' : `, but before ${below}`}, and this machine has none: install one.`,
    );
  progress(`installing ${name} into ${folder}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await must(base, ['-m', 'venv', folder], 'install the package python3-venv');
  await must(
    python,
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirements],
    `${name} comes from a Python package index: give this machine access to one`,
  );
  await copyFile(requirements, stamp);
  return python;
}

async function usablePython(from: string, below: string | undefined): Promise<string | undefined> {
  const numbers = (version: string): string => `(${version.replace('.', ', ')})`;
  const limit = below === undefined ? '' : ` and sys.version_info < ${numbers(below)}`;
  const check = `import sys; sys.exit(not (sys.version_info >= ${numbers(from)}${limit}))`;
  for (const program of PYTHONS) if ((await run(program, ['-c', check])).code === 0) return program;
  return undefined;
}

async function must(program: string, args: readonly string[], remedy: string): Promise<void> {
  const { code, stdout, stderr } = await run(program, args);
  if (code !== 0)
    throw new Error(
      `${program} ${args.join(' ')} failed: ${remedy}. It said:\n${(stdout + stderr).trimEnd()}`,
    );
}
