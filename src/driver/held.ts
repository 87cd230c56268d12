import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { writeJson } from '../kmip/json.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Call } from './calls.ts';
import type { Identity } from './identity.ts';
import { nowUnixMs } from './now.ts';
import { NO_FACTS } from './outlet.ts';
import { JSON_ROUTE } from './ways.ts';

/** A request that is on its way: the head is sent, the rest or a part of it is held back. */
export interface Held<Answer> {
  /** Sends the rest and waits for the answer. */
  release(): Promise<Answer>;
}

/** Its answer is the HTTP status. */
export type HeldRequest = Held<number>;

/** Opens a connection of its own and holds a request on it, so that the target has it in flight. */
export async function holdRequest(
  baseUrl: string,
  ledger: Ledger,
  scenario: string,
  { user, headers }: Identity,
  call: Call,
): Promise<HeldRequest> {
  const { hostname, port } = new URL(baseUrl);
  const socket = connect({ host: hostname, port: Number(port) });
  await once(socket, 'connect');
  const body = writeJson(call.payload);
  const half = Math.floor(body.length / 2);
  const sentAtUnixMs = nowUnixMs();
  await written(socket, headOf(hostname, headers, body));
  await acknowledged(socket);
  await written(socket, body.slice(0, half));
  const http = { method: 'POST', route: JSON_ROUTE };
  // Only now is it sure that the target has it: a collection before need not count it.
  ledger.enter({ scenario, sentAtUnixMs: nowUnixMs(), outcome: { kind: 'held' }, http, ...NO_FACTS });
  return {
    async release() {
      await ledger.begin();
      ledger.enter({ scenario, sentAtUnixMs: nowUnixMs(), outcome: { kind: 'released' }, http, ...NO_FACTS });
      const facts = {
        ...NO_FACTS,
        scenario,
        sentAtUnixMs,
        http,
        user,
        bare: true,
        operations: [{ operation: call.operation, failure: undefined, effects: [] }],
      };
      try {
        const [status] = await Promise.all([readStatus(socket), written(socket, body.slice(half))]);
        const outcome = {
          kind: 'answered',
          status,
          atUnixMs: nowUnixMs(),
          targetDateUnixMs: undefined,
        } as const;
        ledger.end({ ...facts, outcome });
        return status;
      } catch (error) {
        ledger.end({ ...facts, outcome: { kind: 'lost' } });
        throw error;
      } finally {
        socket.destroy();
      }
    },
  };
}

const headOf = (host: string, headers: Readonly<Record<string, string>>, body: string): string =>
  [
    `POST ${JSON_ROUTE} HTTP/1.1`,
    `Host: ${host}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    'Expect: 100-continue',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n');

/** A server that does not answer to Expect has had this long to take the request up (RFC 9110, section 10.1.1). */
const ACKNOWLEDGE_MS = 1000;

/** Waits until the target says that it has the request in hand. */
async function acknowledged(socket: Socket): Promise<void> {
  const patience = AbortSignal.timeout(ACKNOWLEDGE_MS);
  await once(socket, 'data', { signal: patience }).catch((error: Error) => {
    if (!patience.aborted) throw error;
  });
  socket.pause();
}

const written = (socket: Socket, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.write(text, (error) => (error ? reject(error) : resolve()));
  });

/** Status of the answer, once the target has sent all of it and closed. */
async function readStatus(socket: Socket): Promise<number> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  const status = /HTTP\/1\.1 (?!1)(\d{3})/.exec(Buffer.concat(chunks).toString('latin1'))?.[1];
  if (status === undefined) throw new Error('the target closed a held connection without an answer');
  return Number(status);
}
