import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { reasonOf } from '../log/reason.ts';
import { StartError } from '../start-error.ts';

/** Requests that are still open when the server stops have this long to end. */
const LAST_REQUESTS_MS = 2_000;

const remedies: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another process listens there: stop it, or choose another --port (0 takes a free one)',
  EADDRNOTAVAIL: 'this machine has no such address: choose another --hostname',
  ENOTFOUND: 'this name has no address: choose another --hostname',
  EACCES: 'this user may not listen there: choose a --port of 1024 or higher',
};

/** @throws StartError with the remedy */
export const listen = async (app: FastifyInstance, hostname: string, port: number): Promise<AddressInfo> => {
  try {
    await app.listen({ host: hostname, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new StartError(`Cannot listen on ${hostname}:${port}: ${remedies[code] ?? reasonOf(error)}.`);
  }
  const address = app.server.address();
  if (address === null || typeof address === 'string')
    throw new StartError('The server listens on no TCP port.');
  return address;
};

/** Takes no new connections, lets open requests end for a while, then cuts what is left. */
export const close = async (app: FastifyInstance): Promise<void> => {
  const timer = setTimeout(() => app.server.closeAllConnections(), LAST_REQUESTS_MS);
  await app.close();
  clearTimeout(timer);
};
