import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import type { Certificates } from '../src/testbed/certificates/certificates.ts';
import { Child } from '../src/testbed/child.ts';
import { freePort } from '../src/testbed/port.ts';
import { ready } from './ready.ts';
import type { Serving } from './reference-kms.ts';
import { accessWith, connected } from './socket-client.ts';

const STOP_GRACE_MS = 10_000;
const WAKE_EVERY_MS = 100;

/** PyKMIP's own server, with a new SQLite database in a folder. It logs errors only: its log would slow it down. */
export async function startPyKmip(
  python: string,
  folder: string,
  certificates: Certificates,
): Promise<Serving> {
  const { server, authority } = certificates;
  const port = await freePort();
  const [policies, configuration] = [join(folder, 'policies'), join(folder, 'server.conf')];
  await mkdir(policies, { recursive: true });
  await writeFile(
    configuration,
    [
      ...['[server]', 'hostname=127.0.0.1', `port=${port}`],
      ...[`certificate_path=${server.certificateFile}`, `key_path=${server.keyFile}`],
      // The other suite, Basic, is TLS 1.0, which today's clients refuse.
      ...[`ca_path=${authority.certificateFile}`, 'auth_suite=TLS1.2', 'enable_tls_client_auth=True'],
      ...[`policy_path=${policies}`, `database_path=${join(folder, 'pykmip.db')}`, 'logging_level=ERROR', ''],
    ].join('\n'),
  );
  const program = join(dirname(python), 'pykmip-server');
  const log = join(folder, 'server.log');
  const child = new Child({
    program: python,
    args: ['-W', 'ignore', program, '-f', configuration, '-l', log],
    env: {},
  });
  const stop = () => stopped(child, port);
  try {
    const access = await accessWith(certificates, port);
    await ready(child, async () => (await connected(access)).destroy());
    return { access, pid: child.pid, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** It heeds a signal when it has taken a connection, or after ten seconds without one. */
async function stopped(child: Child, port: number): Promise<void> {
  const wake = () => {
    const socket = connect(port, '127.0.0.1', () => socket.destroy());
    socket.on('error', () => undefined);
  };
  const waking = setInterval(wake, WAKE_EVERY_MS);
  await child.stop(STOP_GRACE_MS);
  clearInterval(waking);
}
