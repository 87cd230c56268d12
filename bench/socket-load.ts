import type { TLSSocket } from 'node:tls';
import { type Latency, median } from './figure.ts';
import { type Access, connected, onAnswer, PATIENCE_MS } from './socket-client.ts';

export interface Load extends Latency {
  readonly perSecond: number;
}

/**
 * So many clients, each on a TLS connection of its own, one request at a time. Requests are bytes made beforehand, and
 * of an answer no more is read than that it is whole and a success: the server has to be the slower side.
 * @param requests are sent in turn; each client begins elsewhere among them
 */
export async function load(
  access: Access,
  requests: readonly Uint8Array[],
  clients: number,
  durationMs: number,
): Promise<Load> {
  using connections = await open(access, clients, Number.POSITIVE_INFINITY);
  return await loadOn(connections.sockets, requests, durationMs);
}

export interface Connections extends Disposable {
  readonly sockets: readonly TLSSocket[];
}

/** So many connections, or those that there are when the time is over. */
export async function open(access: Access, count: number, limitMs: number): Promise<Connections> {
  const sockets: TLSSocket[] = [];
  const close = () => {
    for (const socket of sockets) socket.destroy();
  };
  const startedAtMs = performance.now();
  try {
    // One after the other: a server with a short queue would refuse many at once.
    while (sockets.length < count && performance.now() - startedAtMs < limitMs) {
      const socket = await connected(access);
      socket.on('error', () => undefined);
      sockets.push(socket.setTimeout(0));
    }
    return { sockets, [Symbol.dispose]: close };
  } catch (error) {
    close();
    throw error;
  }
}

/** The same on connections that are there already, and stay. */
export async function loadOn(
  sockets: readonly TLSSocket[],
  requests: readonly Uint8Array[],
  durationMs: number,
): Promise<Load> {
  const latenciesMs: number[] = [];
  const startedAtMs = performance.now();
  const isOver = () => performance.now() - startedAtMs >= durationMs;
  const clientOn = (socket: TLSSocket, index: number) => {
    const own = startingAt(requests, Math.floor((index * requests.length) / sockets.length));
    return askInTurn(socket, own, isOver, latenciesMs);
  };
  await Promise.all(sockets.map(clientOn));
  const seconds = (performance.now() - startedAtMs) / 1000;
  return { perSecond: latenciesMs.length / seconds, ...percentiles(latenciesMs) };
}

const startingAt = <T>(items: readonly T[], index: number): readonly T[] => [
  ...items.slice(index),
  ...items.slice(0, index),
];

/** Notes how long each answer took. */
function askInTurn(
  socket: TLSSocket,
  requests: readonly Uint8Array[],
  isOver: () => boolean,
  latenciesMs: number[],
): Promise<void> {
  return new Promise((resolve, reject) => {
    let sent = 0;
    let sentAtMs = 0;
    const send = (): void => {
      sentAtMs = performance.now();
      socket.write(requests[sent % requests.length] ?? '');
      sent += 1;
    };
    const answered = (): void => {
      latenciesMs.push(performance.now() - sentAtMs);
      if (isOver()) end();
      else send();
    };
    const end = (): void => {
      socket.setTimeout(0);
      tellNoMore();
      resolve();
    };
    if (socket.destroyed) {
      reject(new Error('the server closed the connection before it was asked anything'));
      return;
    }
    const tellNoMore = onAnswer(socket, answered, reject);
    socket.setTimeout(PATIENCE_MS);
    send();
  });
}

/** The medians of several rounds. */
export const typical = (loads: readonly Load[]): Latency => ({
  p50Ms: median(loads.map(({ p50Ms }) => p50Ms)),
  p99Ms: median(loads.map(({ p99Ms }) => p99Ms)),
});

export function percentiles(values: readonly number[]): Latency {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}
