import { globSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { type RunCommand, runCommand } from './command.ts';
import { findInPackage, findSoftHsm, SOFTHSM_CACHE } from './locate.ts';
import { askPkcs11 } from './pkcs11.ts';
import { configure } from './token.ts';

/** A library that was seen to load, or why there is none and what to do. */
export type SoftHsm = { readonly library: string } | { readonly reason: string };

export interface ObtainOptions {
  readonly cache?: string;
  readonly find?: (cache: string) => string | undefined;
  readonly run?: RunCommand;
}

const INSTALL =
  'install SoftHSM 2 (Debian: apt-get install softhsm2; macOS: brew install softhsm) or name its libsofthsm2.so in SOFTHSM2_PKCS11_LIB';

/** A problem that something else than installing SoftHSM may solve. */
class Obstacle extends Error {
  readonly remedy: string;

  constructor(problem: string, remedy: string) {
    super(problem);
    this.remedy = remedy;
  }
}

/**
 * Finds SoftHSM, or fetches Debian's package into the cache folder, without root and without installing it.
 * Never throws: a machine that cannot have SoftHSM is told by a reason.
 */
export async function obtainSoftHsm(
  progress: (line: string) => void,
  { cache = SOFTHSM_CACHE, find = findSoftHsm, run = runCommand }: ObtainOptions = {},
): Promise<SoftHsm> {
  try {
    const library = find(cache) ?? (await fetchInto(cache, progress, run));
    await verify(library, run);
    return { library };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    const remedy = error instanceof Obstacle ? error.remedy : INSTALL;
    return { reason: `No SoftHSM: ${problem}; ${remedy}.` };
  }
}

/** Everything happens beside the cache folder, which appears at once and complete. */
async function fetchInto(cache: string, progress: (line: string) => void, run: RunCommand): Promise<string> {
  progress(`SoftHSM is not installed: fetching Debian's package libsofthsm2 into ${relative('.', cache)}`);
  await mkdir(dirname(cache), { recursive: true });
  const work = await mkdtemp(`${cache}-`);
  try {
    await must(
      run('apt-get', ['download', 'libsofthsm2'], { cwd: work, timeoutMs: 60_000, env: plainEnglish() }),
    );
    const [archive] = globSync('*.deb', { cwd: work });
    if (!archive) throw new Error('apt-get download left no package behind');
    await must(run('dpkg', ['-x', archive, 'root'], { cwd: work, timeoutMs: 20_000 }));
    const unpacked = join(work, 'root');
    const library = findInPackage(unpacked);
    if (!library) throw new Error('the package libsofthsm2 holds no libsofthsm2.so');
    await verify(library, run);
    await rename(unpacked, cache).catch((error: unknown) => {
      // Somebody else, fetching at the same time, was first.
      if (!findInPackage(cache)) throw error;
    });
    return findInPackage(cache) ?? library;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function must(result: ReturnType<RunCommand>): Promise<void> {
  const { ok, problem } = await result;
  if (ok) return;
  if (problem.includes('Unable to locate package'))
    throw new Obstacle('apt-get has no lists of packages', `run apt-get update as root, or ${INSTALL}`);
  throw new Error(problem);
}

async function verify(library: string, run: RunCommand): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'softhsm-'));
  try {
    const answer = await askPkcs11({ library }, await configure(folder), run);
    if ('problem' in answer)
      throw new Obstacle(`${library} cannot be used (${answer.problem})`, answer.remedy ?? INSTALL);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const plainEnglish = (): NodeJS.ProcessEnv => ({ ...process.env, LC_ALL: 'C' });
