import type { Config } from './config/settings.ts';
import type { TlsFiles } from './config/tls-files.ts';
import { close, listen } from './http/listen.ts';
import { newHttpServer } from './http/server.ts';
import type { LoadedIdentity } from './identity/load.ts';
import type { Logger } from './log/logger.ts';
import type { Services } from './services.ts';
import { SOCKET_LIMITS } from './socket/limits.ts';
import type { SocketServer } from './socket/server.ts';
import { httpsOptions, socketOptions } from './tls-options.ts';

/** Requests that are still open when the server stops have this long to end. */
const LAST_REQUESTS_MS = 2_000;

export interface Place {
  readonly address: string;
  readonly port: number;
}

/** Every way in, listening. */
export interface Listeners {
  readonly http: Place;
  /** KMIP over TLS, when it is switched on. */
  readonly socket: Place | undefined;
  /** Lets open requests of all ways in end side by side. */
  stop(): Promise<void>;
}

export interface ListenerParts {
  readonly config: Config;
  readonly tls: TlsFiles | undefined;
  readonly identity: LoadedIdentity;
  readonly services: Services;
  readonly logger: Logger;
}

/** @throws StartError */
export const openListeners = async (parts: ListenerParts): Promise<Listeners> => {
  const { config, tls, identity, services, logger } = parts;
  const { routes, watch } = services;
  const app = newHttpServer({
    routes,
    watch,
    authenticate: identity.http,
    logger,
    maxConnections: config.maxConnections,
    tls: tls === undefined ? undefined : httpsOptions(tls),
  });
  let socket: SocketServer | undefined;
  const stop = async (): Promise<void> => {
    await Promise.all([close(app, LAST_REQUESTS_MS), socket?.stop(LAST_REQUESTS_MS)]);
  };
  try {
    const http = await listen(app, config.hostname, config.port);
    socket = await openSocket(parts);
    return { http, socket, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const openSocket = async (parts: ListenerParts): Promise<SocketServer | undefined> => {
  const { config, tls, identity, services, logger } = parts;
  if (!config.socketServerStart || tls === undefined) return undefined;
  // Loaded only when it is switched on: it costs start-up time.
  const { startSocketServer } = await import('./socket/server.ts');
  return startSocketServer({
    ...services.socket,
    hostname: config.socketServerHostname,
    port: config.socketServerPort,
    tls: socketOptions(tls),
    authenticate: identity.socket,
    limits: SOCKET_LIMITS,
    maxConnections: config.maxConnections,
    logger,
  });
};
