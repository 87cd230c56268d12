import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import { HEADER_BYTES, readBinary, writeBinary } from '../kmip/binary.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { nowUnixMs } from './now.ts';
import { ANSWER_LIMIT_BYTES, ANSWER_TIMEOUT_MS, NoAnswerError } from './transmit.ts';
import type { Delivery, Way } from './ways.ts';

/** KMIP over TLS (KMIP profiles, "TLS transport"): who connects is whom its certificate names. */
export interface SocketAccess {
  readonly host: string;
  readonly port: number;
  /** PEM; absent = the authorities of the system. */
  readonly ca?: string;
  /** PEM. */
  readonly cert: string;
  readonly key: string;
}

/** KMIP messages as bytes over a TLS connection of their own; such traffic is no HTTP request. */
export const binaryOverTls = (access: SocketAccess, ledger: Ledger, scenario: string): Way =>
  overTls(ledger, scenario, (request) => exchange(access, request));

/** @param transport carries the bytes of a message there, and those of its answer back */
export const overTls = (
  ledger: Ledger,
  scenario: string,
  transport: (request: Uint8Array) => Promise<Uint8Array>,
): Way => ({
  async deliver(message, read) {
    await ledger.begin();
    const sentAtUnixMs = nowUnixMs();
    const end = (outcome: { kind: 'lost' } | { kind: 'answered'; atUnixMs: number }, delivery: Delivery) =>
      ledger.end({
        scenario,
        sentAtUnixMs,
        outcome:
          outcome.kind === 'lost' ? outcome : { ...outcome, status: undefined, targetDateUnixMs: undefined },
        http: undefined,
        ...read(delivery),
      });
    try {
      const answer = await transport(writeBinary(message));
      end({ kind: 'answered', atUnixMs: nowUnixMs() }, { kind: 'answered', message: readBinary(answer) });
    } catch (error) {
      end({ kind: 'lost' }, { kind: 'lost' });
      throw error;
    }
  },
});

/** Gives up when nothing comes for long. */
export function newSocket(access: SocketAccess): TLSSocket {
  const socket = connect({ ...access, timeout: ANSWER_TIMEOUT_MS });
  socket.on('timeout', () => socket.destroy(new Error(`nothing came for ${ANSWER_TIMEOUT_MS / 1000} s`)));
  return socket;
}

async function exchange(access: SocketAccess, request: Uint8Array): Promise<Uint8Array> {
  const socket = newSocket(access);
  try {
    await once(socket, 'secureConnect');
    socket.write(request);
    return await readFrame(socket);
  } catch (error) {
    throw new NoAnswerError(
      `no answer on the KMIP socket: ${error instanceof Error ? error.message : String(error)}`,
    );
  } finally {
    socket.destroy();
  }
}

/** One message: its header says how long it is (KMIP 2.1, TTLV Encoding). */
export async function readFrame(socket: TLSSocket): Promise<Uint8Array> {
  let read = Buffer.alloc(0);
  for await (const chunk of socket) {
    read = Buffer.concat([read, chunk as Buffer]);
    const length = frameLength(read);
    if (length !== undefined && read.length >= length) return read.subarray(0, length);
  }
  throw new Error('the target closed the connection');
}

/** How long the message is that begins here; undefined: too little has come to know. @throws Error where it is too long */
export function frameLength(bytes: Buffer): number | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const length = HEADER_BYTES + bytes.readUInt32BE(HEADER_BYTES - 4);
  if (length > ANSWER_LIMIT_BYTES) throw new Error(`the answer says that it is ${length} bytes long`);
  return length;
}
