import { join } from 'node:path';
import type { Certificates } from '../src/testbed/certificates/certificates.ts';
import { Child } from '../src/testbed/child.ts';
import { freePort } from '../src/testbed/port.ts';
import { ready } from './ready.ts';
import { type Access, accessWith, connected } from './socket-client.ts';

const MAIN = join(import.meta.dirname, '../src/reference-server/main.ts');
const STOP_GRACE_MS = 10_000;

export interface Serving extends AsyncDisposable {
  readonly access: Access;
  readonly pid: number | undefined;
}

/** The reference KMS on a store, with its KMIP socket, pushing its metrics to an endpoint. */
export async function startReferenceKms(
  store: string,
  certificates: Certificates,
  endpoint: string,
): Promise<Serving> {
  const { server, authority } = certificates;
  const [port, socketPort] = [await freePort(), await freePort()];
  const child = new Child({
    program: process.execPath,
    args: [
      ...[MAIN, '--port', `${port}`, '--sqlite-path', store, '--otlp', endpoint],
      ...['--tls-cert-file', server.certificateFile, '--tls-key-file', server.keyFile],
      ...['--clients-ca-cert-file', authority.certificateFile],
      ...['--socket-server-start', '--socket-server-port', `${socketPort}`],
    ],
    env: {},
  });
  const stop = async () => void (await child.stop(STOP_GRACE_MS));
  try {
    const access = await accessWith(certificates, socketPort);
    await ready(child, async () => (await connected(access)).destroy());
    return { access, pid: child.pid, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
