import { spawn } from 'node:child_process';

/** How a program ended. */
export interface Executed {
  /** undefined = it could not be started, was interrupted, or took too long. */
  readonly code: number | undefined;
  readonly stdout: string;
  /** What it said last, for messages. */
  readonly problem: string;
}

export interface ExecuteOptions {
  readonly folder?: string;
  /** Added to this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

const LAST_LINES = 15;

/** Runs a program to its end. Never throws. */
export async function execute(
  program: string,
  args: readonly string[],
  { folder, env = {}, timeoutMs, signal }: ExecuteOptions = {},
): Promise<Executed> {
  const limits = [signal, timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs)];
  const child = spawn(program, args, {
    ...(folder === undefined ? {} : { cwd: folder }),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: AbortSignal.any(limits.filter((limit) => limit !== undefined)),
  });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
    });
  const failure = new Promise<Error | undefined>((resolve) => {
    child.once('error', resolve);
    child.once('close', () => resolve(undefined));
  });
  const error = await failure;
  const timedOut = limits[1]?.aborted === true;
  const words = timedOut ? `it took longer than ${(timeoutMs ?? 0) / 1000} s` : error?.message;
  return {
    code: error === undefined ? (child.exitCode ?? undefined) : undefined,
    stdout: said.stdout,
    problem: words ?? lastLines(said.stderr || said.stdout),
  };
}

const lastLines = (text: string): string => text.trimEnd().split('\n').slice(-LAST_LINES).join('\n');

/** @throws Error with what the program said last, when it does not end with 0 */
export async function must(
  program: string,
  args: readonly string[],
  options: ExecuteOptions = {},
): Promise<string> {
  const { code, stdout, problem } = await execute(program, args, options);
  if (code !== 0) throw new Error(`${program} ${args.slice(0, 3).join(' ')} failed: ${problem}`);
  return stdout;
}
