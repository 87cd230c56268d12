import type { AddressInfo, Socket } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';
import { limitConnections } from '../connection-limit.ts';
import type { Authenticator } from '../identity/authenticator.ts';
import { certificateOf } from '../identity/client-certificates.ts';
import { listenFailure } from '../listen-failure.ts';
import type { Logger } from '../log/logger.ts';
import { reasonOf } from '../log/reason.ts';
import { type Connection, type ConnectionParts, serveConnection } from './connection.ts';

export interface SocketServerParts extends Omit<ConnectionParts, 'defect'> {
  readonly hostname: string;
  readonly port: number;
  readonly tls: TlsOptions;
  readonly authenticate: Authenticator;
  readonly maxConnections: number;
  readonly logger: Logger;
}

/** KMIP over TLS, listening. */
export interface SocketServer {
  readonly address: string;
  readonly port: number;
  /** Takes no new connections, lets begun messages be answered for a while, then cuts what is left. */
  stop(limitMs: number): Promise<void>;
}

/** @throws StartError with the remedy */
export const startSocketServer = async (parts: SocketServerParts): Promise<SocketServer> => {
  const { hostname, port, tls, authenticate, maxConnections, logger } = parts;
  const handshaking = new Map<string, Socket>();
  const connections = new Map<Socket, Connection>();
  const defect = (error: unknown): void =>
    logger.error('a message failed in a way that is a defect of this server', {
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });

  const server = createServer({ ...tls, noDelay: true });
  limitConnections(server, maxConnections, logger);
  // Connections that never get through their handshake are cut when the server stops.
  server.on('connection', (socket) => {
    const peer = peerOf(socket);
    handshaking.set(peer, socket);
    socket.once('close', () => handshaking.delete(peer));
  });
  server.on('tlsClientError', (error, socket) => {
    logger.info('a TLS handshake was refused', { reason: reasonOf(error) });
    socket.destroy();
  });
  server.on('secureConnection', (socket) => {
    handshaking.delete(peerOf(socket));
    // Nothing to say about a client that goes away; the connection sees the end of it.
    socket.on('error', () => undefined);
    const user = authenticate({ authorization: undefined, certificate: certificateOf(socket) });
    if (user === undefined) {
      logger.info('a client certificate was refused', {
        reason: 'it has not one common name that can be a user',
      });
      socket.destroy();
      return;
    }
    connections.set(socket, serveConnection(socket, user, { ...parts, defect }));
    socket.once('close', () => connections.delete(socket));
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenFailure(error, hostname, port, 'socket-server-')));
    server.listen(port, hostname, resolve);
  });
  // Such as a process out of file descriptors: who connects now is refused, and nobody else.
  server.on('error', (error) => logger.warn('a connection was not taken', { reason: reasonOf(error) }));
  const { address, port: chosen } = server.address() as AddressInfo;
  return {
    address,
    port: chosen,
    stop: async (limitMs) => {
      const timer = setTimeout(() => {
        for (const socket of connections.keys()) socket.destroy();
      }, limitMs);
      const closed = [...connections.keys()].map(
        (socket) => new Promise((done) => socket.once('close', done)),
      );
      for (const socket of handshaking.values()) socket.destroy();
      for (const connection of connections.values()) connection.stop();
      await Promise.all([...closed, new Promise((done) => server.close(done))]);
      clearTimeout(timer);
    },
  };
};

/** The same for a connection before and after its handshake, which are two sockets to Node. */
const peerOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;
