import { once } from 'node:events';
import type { TLSSocket } from 'node:tls';
import { HEADER_BYTES, readBinary, writeBinary } from '../kmip/binary.ts';
import { buildRequest } from '../kmip/message.ts';
import type { Ttlv } from '../kmip/ttlv.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Call } from './calls.ts';
import type { Held } from './held.ts';
import { nowUnixMs } from './now.ts';
import { NO_FACTS } from './outlet.ts';
import { newSocket, readFrame, type SocketAccess } from './socket-way.ts';

/**
 * Opens a connection to the KMIP socket and holds a message on it: its head is there, by which a message has begun
 * (KMIP 2.1, TTLV Encoding), and nothing else. That the target has read it is sure once it has answered another one.
 */
export async function holdMessage(
  access: SocketAccess,
  ledger: Ledger,
  scenario: string,
  user: string,
  call: Call,
): Promise<Held<Ttlv>> {
  const bytes = writeBinary(buildRequest({ header: { version: { major: 2, minor: 1 } }, items: [call] }));
  const socket = newSocket(access);
  await once(socket, 'secureConnect');
  const sentAtUnixMs = nowUnixMs();
  await written(socket, bytes.subarray(0, HEADER_BYTES));
  const entry = { ...NO_FACTS, scenario, http: undefined };
  ledger.enter({ ...entry, sentAtUnixMs, outcome: { kind: 'held' } });
  return {
    async release() {
      await ledger.begin();
      ledger.enter({ ...entry, sentAtUnixMs: nowUnixMs(), outcome: { kind: 'released' } });
      const operations = [{ operation: call.operation, failure: undefined, effects: [] }];
      const facts = { ...entry, sentAtUnixMs, user, operations };
      try {
        const [answer] = await Promise.all([
          readFrame(socket),
          written(socket, bytes.subarray(HEADER_BYTES)),
        ]);
        const atUnixMs = nowUnixMs();
        ledger.end({
          ...facts,
          outcome: { kind: 'answered', status: undefined, atUnixMs, targetDateUnixMs: undefined },
        });
        return readBinary(answer);
      } catch (error) {
        ledger.end({ ...facts, outcome: { kind: 'lost' } });
        throw error;
      } finally {
        socket.destroy();
      }
    },
  };
}

const written = (socket: TLSSocket, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
