import { copyFile, mkdir, rename } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type BuildOptions, binary } from './binaries.ts';
import { execute } from './execute.ts';

/**
 * Sees to it that `docker compose` works: where the client has no such plugin, it is built and put where the client
 * looks for the user's own.
 * @returns how it is there
 * @throws Error with a sentence
 */
export async function obtainCompose(options: BuildOptions): Promise<string> {
  const version = async (): Promise<string | undefined> => {
    const { code, stdout } = await execute('docker', ['compose', 'version', '--short']);
    return code === 0 ? stdout.trim() : undefined;
  };
  const there = await version();
  if (there) return there;
  const built = await binary('compose', options);
  const folder = join(process.env.DOCKER_CONFIG || join(homedir(), '.docker'), 'cli-plugins');
  await mkdir(folder, { recursive: true });
  const plugin = join(folder, 'docker-compose');
  const beside = `${plugin}.${process.pid}`;
  await copyFile(built, beside);
  await rename(beside, plugin);
  const installed = await version();
  if (installed) return `${installed} (built, put at ${plugin})`;
  throw new Error(`${plugin} is there, but docker compose does not start it`);
}
