import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { listenFailure } from '../listen-failure.ts';
import { StartError } from '../start-error.ts';

/** @throws StartError with the remedy */
export const listen = async (app: FastifyInstance, hostname: string, port: number): Promise<AddressInfo> => {
  try {
    await app.listen({ host: hostname, port });
  } catch (error) {
    throw listenFailure(error, hostname, port, '');
  }
  const address = app.server.address();
  if (address === null || typeof address === 'string')
    throw new StartError('The server listens on no TCP port.');
  return address;
};

/** Takes no new connections, lets open requests end for a while, then cuts what is left. */
export const close = async (app: FastifyInstance, limitMs: number): Promise<void> => {
  const timer = setTimeout(() => app.server.closeAllConnections(), limitMs);
  await app.close();
  clearTimeout(timer);
};
