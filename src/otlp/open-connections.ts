import type { Socket } from 'node:net';

/** One accepted connection that speaks HTTP/2. */
export interface OpenConnection {
  /** From 1 on. */
  readonly number: number;
  /** Resets it (TCP RST). */
  readonly reset: () => void;
}

/** The connections that are open, found by their two addresses: what HTTP/2 shows of a socket is not the socket. */
export class OpenConnections {
  readonly #byAddresses = new Map<string, OpenConnection>();

  add(socket: Socket, number: number): void {
    const key = connectionKey(socket);
    this.#byAddresses.set(key, { number, reset: () => void socket.resetAndDestroy() });
    socket.once('close', () => this.#byAddresses.delete(key));
  }

  of(socket: Addresses | undefined): OpenConnection | undefined {
    return socket === undefined ? undefined : this.#byAddresses.get(connectionKey(socket));
  }

  resetAll(): void {
    for (const connection of [...this.#byAddresses.values()]) connection.reset();
  }
}

export type Addresses = Pick<Socket, 'remoteAddress' | 'remotePort' | 'localAddress' | 'localPort'>;

export const connectionKey = ({ remoteAddress, remotePort, localAddress, localPort }: Addresses): string =>
  `${remoteAddress} ${remotePort} ${localAddress} ${localPort}`;
