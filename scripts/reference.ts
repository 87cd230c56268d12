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
  readonly pid: number;
  isRunning(): boolean;
  client(commonName: string): Promise<CertificateFiles>;
  stop(): Promise<void>;
}

export interface ReferenceOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Is told every line of the log. */
  readonly log?: (line: LogLine) => void;
}

export type LogLine = Readonly<Record<string, unknown>>;

export async function startReference({
  args = [],
  env = {},
  log = () => undefined,
}: ReferenceOptions = {}): Promise<Reference> {
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
    log,
  );
  const stop = async (): Promise<void> => {
    await process.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const { port, socketPort } = await process.listening();
    return {
      port,
      socketPort,
      authorityFile: authority.certificateFile,
      pid: process.pid,
      isRunning: process.isRunning,
      client,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

class ServerProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #log: (line: LogLine) => void;

  constructor(args: readonly string[], env: Readonly<Record<string, string>>, log: (line: LogLine) => void) {
    const { PATH = '', HOME = '' } = process.env;
    this.#child = spawn(process.execPath, args, {
      env: { PATH, HOME, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#ended = once(this.#child, 'close');
    this.#log = log;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  readonly isRunning = (): boolean => this.#child.exitCode === null && this.#child.signalCode === null;

  listening(): Promise<{ readonly port: number; readonly socketPort: number }> {
    const { stdout } = this.#child;
    if (stdout === null) throw new Error('the server has no standard output');
    const lines = createInterface({ input: stdout });
    return new Promise((resolve, reject) => {
      lines.on('line', (line) => {
        const said = JSON.parse(line) as LogLine;
        if (said.msg === 'listening')
          resolve({ port: Number(said.port), socketPort: Number(said.socketPort) });
        this.#log(said);
      });
      this.#ended.then(() => reject(new Error('the reference KMS ended before it listened')), reject);
    });
  }

  async stop(): Promise<void> {
    this.#child.kill();
    await this.#ended;
  }
}
