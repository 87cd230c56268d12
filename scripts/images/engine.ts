import { type Executed, execute, must } from './execute.ts';

/** Tells what an image was made from, so that it is made anew when that changes. */
export const RECIPE_LABEL = 'kms-otlp-testbed.recipe';

/** The container engine, as far as images go. */
export interface Engine {
  has(image: string): Promise<boolean>;
  /** The value of a label; undefined = there is no such image or label. */
  label(image: string, name: string): Promise<string | undefined>;
  /** undefined = pulled, else why not. */
  pull(image: string): Promise<string | undefined>;
  /** Builds the folder's Dockerfile. @throws Error with what the build said */
  build(folder: string, image: string, args: readonly string[]): Promise<void>;
}

/** A pull that takes longer has no network behind it worth waiting for. */
const PULL_LIMIT_MS = 300_000;

/** @throws Error with a sentence when no engine answers */
export async function openEngine(signal?: AbortSignal): Promise<Engine> {
  const options = signal ? { signal } : {};
  const docker = (...args: readonly string[]): Promise<Executed> => execute('docker', args, options);
  const { code, problem } = await docker('version', '--format', '{{.Server.Version}}');
  if (code !== 0)
    throw new Error(`No container engine answers (${problem}): start it, as root with docker/ensure-daemon.`);
  return {
    has: async (image) => (await docker('image', 'inspect', image)).code === 0,
    label: async (image, name) => {
      const format = `{{index .Config.Labels ${JSON.stringify(name)}}}`;
      const inspected = await docker('image', 'inspect', '--format', format, image);
      return inspected.code === 0 ? inspected.stdout.trim() || undefined : undefined;
    },
    pull: async (image) => {
      const pulled = await execute('docker', ['pull', '--quiet', image], {
        ...options,
        timeoutMs: PULL_LIMIT_MS,
      });
      return pulled.code === 0 ? undefined : pulled.problem;
    },
    build: async (folder, image, args) => {
      await must('docker', ['build', '--quiet', '--tag', image, ...args, folder], options);
      // What carried the name before has none any more.
      await docker('image', 'prune', '--force', '--filter', `label=${RECIPE_LABEL}`);
    },
  };
}
