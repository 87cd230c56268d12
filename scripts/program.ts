import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program that has ended. */
export interface Ran {
  /** undefined = it could not be started, or was killed. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. Never throws. */
export async function run(program: string, args: readonly string[]): Promise<Ran> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
    });
  try {
    const [code] = await once(child, 'close');
    return { code: code ?? undefined, ...said };
  } catch (error) {
    return { code: undefined, stdout: '', stderr: String(error) };
  }
}
