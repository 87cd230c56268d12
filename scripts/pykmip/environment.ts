import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../program.ts';

/** Where those who need PyKMIP share one installation. */
export const PYKMIP_FOLDER = join(import.meta.dirname, '../../.cache/pykmip');

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');

/** Newer ones lack ssl.wrap_socket, which PyKMIP 0.10 calls (OpenKMIP/PyKMIP issue 706). */
const PYTHONS = ['python3', 'python3.11', 'python3.10'];

/**
 * The Python of a virtual environment that holds PyKMIP; made once, and anew when its requirements change.
 * @throws Error with a sentence
 */
export async function pythonWithPyKmip(folder: string, progress: (line: string) => void): Promise<string> {
  const python = join(folder, 'bin', 'python');
  // Copied last, so that an environment that was interrupted does not count as complete.
  const stamp = join(folder, 'requirements.txt');
  const wanted = await readFile(REQUIREMENTS, 'utf8');
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === wanted) return python;
  const base = await usablePython();
  progress(`installing PyKMIP into ${folder}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await must(base, ['-m', 'venv', folder], 'install the package python3-venv');
  await must(
    python,
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', REQUIREMENTS],
    'PyKMIP comes from a Python package index: give this machine access to one',
  );
  await copyFile(REQUIREMENTS, stamp);
  return python;
}

async function usablePython(): Promise<string> {
  const check = 'import sys; sys.exit(not (3, 10) <= sys.version_info < (3, 12))';
  for (const program of PYTHONS) if ((await run(program, ['-c', check])).code === 0) return program;
  throw new Error('PyKMIP 0.10.0 needs Python 3.10 or 3.11, and this machine has none: install one.');
}

async function must(program: string, args: readonly string[], remedy: string): Promise<void> {
  const { code, stdout, stderr } = await run(program, args);
  if (code !== 0)
    throw new Error(
      `${program} ${args.join(' ')} failed: ${remedy}. It said:\n${(stdout + stderr).trimEnd()}`,
    );
}
