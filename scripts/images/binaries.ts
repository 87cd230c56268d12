import { createHash } from 'node:crypto';
import { existsSync, globSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { execute, must } from './execute.ts';
import { PROGRAMS, type Program, type ProgramName } from './programs.ts';
import { FLAGS, GO_ENV, ownText, prepareSource } from './source.ts';

/** Outside the checkout: a new clone does not build again. */
export const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'kms-otlp-testbed');

export interface BuildOptions {
  readonly progress: (line: string) => void;
  readonly signal?: AbortSignal;
  readonly cache?: string;
  /** undefined = there is no Go; not given = the one that is found. */
  readonly toolchain?: Toolchain | undefined;
}

export interface Toolchain {
  readonly go: string;
  /** go1.26.8-linux-amd64 */
  readonly id: string;
}

const INSTALL_GO = 'install Go 1.26 or newer (https://go.dev/dl)';

/** Changes with everything that decides what comes out, besides the toolchain. */
export const recipeOf = (program: Program): string =>
  createHash('sha256')
    .update(JSON.stringify([program, FLAGS, GO_ENV, ownText(program)]))
    .digest('hex')
    .slice(0, 12);

export const programCalled = (name: string): Program => {
  const program = PROGRAMS.find((candidate) => candidate.name === name);
  if (program) return program;
  throw new Error(
    `No program is called ${name}; there are ${PROGRAMS.map((known) => known.name).join(', ')}.`,
  );
};

/**
 * The path of the program, from the cache or built now from the Go module proxy.
 * @throws Error with a sentence
 */
export async function binary(name: ProgramName, options: BuildOptions): Promise<string> {
  const program = programCalled(name);
  const { cache = CACHE } = options;
  const versions = join(cache, 'binaries', name, `${program.version}-${recipeOf(program)}`);
  const toolchain = 'toolchain' in options ? options.toolchain : await goToolchain();
  // What another toolchain left behind is as good when there is none.
  const [file] = toolchain ? [join(versions, toolchain.id, name)] : globSync(join(versions, '*', name));
  if (file && existsSync(file)) return file;
  if (!file || !toolchain) throw new Error(`${name} is built with Go, which is not installed: ${INSTALL_GO}`);
  await build(program, file, toolchain.go, { ...options, cache });
  return file;
}

const PLACES = ['go', '/usr/local/go/bin/go'];

async function goToolchain(): Promise<Toolchain | undefined> {
  for (const go of PLACES) {
    const { code, stdout } = await execute(go, ['version'], { env: GO_ENV });
    if (code === 0) return { go, id: stdout.trim().split(' ').slice(2).join('-').replaceAll('/', '-') };
  }
  return undefined;
}

/** Beside its place in the cache, where it appears at once and complete. */
async function build(
  program: Program,
  file: string,
  go: string,
  { progress, signal, cache = CACHE }: BuildOptions,
): Promise<void> {
  const startedMs = performance.now();
  const title = `${program.name} ${program.version}`;
  progress(`${title}: building from source`);
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, '.building-'));
  try {
    const what = await prepareSource(program, go, folder, signal);
    const built = join(folder, 'built');
    const args = ['build', ...FLAGS, '-o', built, what];
    await must(go, args, { folder, env: GO_ENV, ...(signal && { signal }) });
    await mkdir(dirname(file), { recursive: true });
    await rename(built, file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  progress(`${title}: built in ${Math.round((performance.now() - startedMs) / 1000)} s`);
}
