import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type CertificateFiles, createCertificates } from '../src/testbed/certificates/certificates.ts';

const MAIN = join(import.meta.dirname, '..', 'src', 'reference-server', 'main.ts');

/** The reference KMS as a process of its own, with a new store and new certificates, on HTTPS and on the KMIP socket. */
export interface Reference {
  readonly port: number;
  readonly socketPort: number;
  readonly authorityFile: string;
  client(commonName: string): Promise<CertificateFiles>;
  stop(): Promise<void>;
}

export interface ReferenceOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export async function startReference({ args = [], env = {} }: ReferenceOptions = {}): Promise<Reference> {
  const folder = await mkdtemp(join(tmpdir(), 'kms-outside-'));
  const { authority, server, client } = await createCertificates(join(folder, 'certificates'));
  const process = new ServerProcess(
    [
      ...[MAIN, '--port', '0', '--sqlite-path', join(folder, 'store')],
      ...['--tls-cert-file', server.certificateFile, '--tls-key-file', server.keyFile],
      ...['--clients-ca-cert-file', authority.certificateFile],
      ...['--socket-server-start', '--socket-server-port', '0'],
      ...args,
    ],
    env,
  );
  const stop = async (): Promise<void> => {
    await process.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const { port, socketPort } = await process.listening();
    return { port, socketPort, authorityFile: authority.certificateFile, client, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

class ServerProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;

  constructor(args: readonly string[], env: Readonly<Record<string, string>>) {
    const { PATH = '', HOME = '' } = process.env;
    this.#child = spawn(process.execPath, args, {
      env: { PATH, HOME, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#ended = once(this.#child, 'close');
  }

  async listening(): Promise<{ readonly port: number; readonly socketPort: number }> {
    const { stdout } = this.#child;
    if (stdout === null) throw new Error('the server has no standard output');
    for await (const line of createInterface({ input: stdout })) {
      const said = JSON.parse(line) as { msg?: string; port?: number; socketPort?: number };
      if (said.msg !== 'listening') continue;
      stdout.resume();
      return { port: said.port ?? 0, socketPort: said.socketPort ?? 0 };
    }
    throw new Error('the reference KMS ended before it listened');
  }

  async stop(): Promise<void> {
    this.#child.kill();
    await this.#ended;
  }
}
