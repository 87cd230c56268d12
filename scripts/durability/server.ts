import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const MAIN = join(import.meta.dirname, '..', '..', 'src', 'reference-server', 'main.ts');

export interface Server {
  readonly url: string;
  /** SIGKILL: no handler runs, nothing is flushed. */
  kill(): Promise<void>;
}

async function listening(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the server has no standard output');
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as { msg?: string; address?: string; port?: number };
    if (said.msg === 'listening') {
      child.stdout.resume();
      return `http://${said.address}:${said.port}`;
    }
  }
  throw new Error('the server ended before it listened');
}

export interface ServerOptions {
  /** A program, with its arguments, that runs the rest of the command line in its own place. */
  readonly before?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The reference server as a process of its own on that folder. */
export async function startServer(folder: string, options: ServerOptions = {}): Promise<Server> {
  const { before = [], args = [], env = {} } = options;
  const command = [...before, process.execPath, MAIN, '--port', '0', '--sqlite-path', folder, ...args];
  const { PATH = '' } = process.env;
  const child = spawn(command[0] ?? '', command.slice(1), {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH, ...env },
  });
  const ended = once(child, 'close');
  return {
    url: await listening(child),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
