import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import { HEADER_BYTES } from '../src/kmip/binary.ts';
import type { Certificates } from '../src/testbed/certificates/certificates.ts';

/** The KMIP socket of a server, and who comes there. PEM. */
export interface Access {
  readonly port: number;
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** ResultStatus with the value Success, as bytes. */
const SUCCESS = Buffer.from('42007f05000000040000000000000000', 'hex');
const NOTHING: Buffer = Buffer.alloc(0);
/** For an answer. */
export const PATIENCE_MS = 20_000;

export async function accessWith(certificates: Certificates, port: number): Promise<Access> {
  const { certificate, key } = await certificates.client('bench');
  return { port, ca: certificates.authority.certificate, cert: certificate, key };
}

export async function connected(access: Access): Promise<TLSSocket> {
  const socket = connect({ host: '127.0.0.1', ...access });
  socket.setNoDelay(true);
  socket.setTimeout(PATIENCE_MS, () =>
    socket.destroy(new Error(`nothing came from port ${access.port} for ${PATIENCE_MS / 1000} s`)),
  );
  await once(socket, 'secureConnect');
  return socket;
}

/**
 * Tells of each answer that is whole and a success; of anything else that it failed.
 * @returns the way to be told no more
 */
export function onAnswer(
  socket: TLSSocket,
  answered: (answer: Buffer) => void,
  failed: (error: Error) => void,
): () => void {
  let read = NOTHING;
  const onClose = () => failed(new Error('the server closed the connection'));
  const onData = (chunk: Buffer) => {
    read = read.length === 0 ? chunk : Buffer.concat([read, chunk]);
    if (!isWhole(read)) return;
    const answer = read;
    read = NOTHING;
    if (answer.includes(SUCCESS)) answered(answer);
    else failed(new Error(`the answer is no success: ${answer.toString('latin1').replace(/[^ -~]+/g, ' ')}`));
  };
  socket.on('error', failed).on('close', onClose).on('data', onData);
  return () => void socket.off('error', failed).off('close', onClose).off('data', onData);
}

const isWhole = (read: Buffer): boolean =>
  read.length >= HEADER_BYTES && read.length >= HEADER_BYTES + read.readUInt32BE(HEADER_BYTES - 4);

/** One request on a connection of its own. */
export async function ask(access: Access, request: Uint8Array): Promise<Buffer> {
  const socket = await connected(access);
  try {
    return await new Promise((resolve, reject) => {
      onAnswer(socket, resolve, reject);
      socket.write(request);
    });
  } finally {
    socket.destroy();
  }
}
