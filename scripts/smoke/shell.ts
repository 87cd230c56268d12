import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';

/** Without the programs of this repository, its Node above all. */
const PATH = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((folder) => !folder.endsWith(join('node_modules', '.bin')))
  .join(delimiter);

export interface Shell {
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that are right. */
  readonly codes?: readonly number[];
}

/** Runs a program to its end and returns what it printed; throws where it ends otherwise than it should. */
export function run(
  { folder, env = {}, codes = [0] }: Shell,
  ...[program = '', ...args]: readonly string[]
): string {
  process.stdout.write(`> ${program} ${args.join(' ').slice(0, 200)}\n`);
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: folder,
    env: { ...process.env, PATH, ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) throw error;
  if (!codes.includes(status ?? -1)) throw new Error(`exit code ${status}\n${stdout}${stderr}`);
  return stdout;
}

export function expect(text: string, ...parts: readonly string[]): void {
  for (const part of parts)
    if (!text.includes(part))
      throw new Error(`${JSON.stringify(part)} is missing in:\n${text.slice(0, 5000)}`);
}
