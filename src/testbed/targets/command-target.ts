import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Child } from '../child.ts';
import type { Started, StartRequest, Target } from '../target.ts';
import { render } from './render.ts';
import type { TargetFile } from './target-file.ts';
import { traitsOf } from './traits.ts';

/** A program of this machine: each instance is a process with a folder and ports of its own. */
export const commandTarget = (file: TargetFile, [program = '', ...words]: readonly string[]): Target => ({
  ...traitsOf(file),
  async start(request) {
    const { files, args, env } = render(file, words, request);
    await writeAll(files);
    return { process: new Child({ program, args, env }), ...onLoopback(request) };
  },
});

/** Configurations and tokens: nobody else may read them. */
export async function writeAll(files: ReadonlyMap<string, string>): Promise<void> {
  for (const [file, text] of files) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { mode: 0o600 });
  }
}

const onLoopback = ({ port, tls }: StartRequest): Omit<Started, 'process'> => ({
  baseUrl: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
  socket: tls === undefined ? undefined : { host: '127.0.0.1', port: tls.socketPort },
});
