import type { Server } from 'node:net';
import type { Logger } from './log/logger.ts';

/** Turns away whoever comes when so many are connected; says so once, until there is room again. */
export const limitConnections = (server: Server, most: number, logger: Logger): void => {
  let told = false;
  server.maxConnections = most;
  server.on('connection', () => {
    told = false;
  });
  server.on('drop', () => {
    if (!told) logger.warn('connections are turned away', { most });
    told = true;
  });
};
