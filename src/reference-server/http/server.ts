import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { TlsOptions } from 'node:tls';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { KmipError } from '../../kmip/errors.ts';
import { limitConnections } from '../connection-limit.ts';
import type { Authenticator } from '../identity/authenticator.ts';
import { certificateOf } from '../identity/client-certificates.ts';
import type { Logger } from '../log/logger.ts';
import { logOutage } from '../log/outage.ts';
import { reasonOf } from '../log/reason.ts';
import { BODY_LIMIT_BYTES, BODY_LIMIT_MS, readBody } from './body.ts';
import { kmipFailure } from './kmip/bare-answer.ts';
import { Refusal } from './refusal.ts';
import type { RequestWatch, WatchedRequest } from './request-watch.ts';
import { type HttpAnswer, plainText, type Route, routeNamer } from './routes.ts';

/** A client has this long to send the head of a request. */
const HEAD_LIMIT_MS = 30_000;
/** And this long until a connection is cut whose request, refused or not, has still not arrived. */
const REQUEST_LIMIT_MS = HEAD_LIMIT_MS + BODY_LIMIT_MS;
/** Longer than the pools of common clients keep a connection, so that none is cut while it is being used again. */
const IDLE_LIMIT_MS = 75_000;
const timeLimits = {
  headersTimeout: HEAD_LIMIT_MS,
  requestTimeout: REQUEST_LIMIT_MS,
  keepAliveTimeout: IDLE_LIMIT_MS,
};
const LONGEST_UID = 1_024;
const EMPTY_BODY = Buffer.alloc(0);

export interface HttpParts {
  readonly routes: readonly Route[];
  readonly authenticate: Authenticator;
  readonly watch: RequestWatch;
  readonly logger: Logger;
  readonly maxConnections: number;
  /** With it the server speaks HTTPS, and nothing else. */
  readonly tls?: TlsOptions | undefined;
}

/** The HTTP server, not yet listening. */
export const newHttpServer = (parts: HttpParts): FastifyInstance => {
  const { routes, authenticate, watch, logger, maxConnections, tls } = parts;
  const watched = new WeakMap<IncomingMessage, WatchedRequest>();
  const users = new WeakMap<IncomingMessage, string>();
  const app = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: LONGEST_UID },
    frameworkErrors: (error, _request, reply) => send(reply, answerOfError(error, logger)),
    // Below the framework: a request that the framework refuses on its own is watched as well.
    serverFactory: (handler) => {
      const take = (request: IncomingMessage, response: ServerResponse): void => {
        watched.set(request, watch(request, response));
        handler(request, response);
      };
      const server =
        tls === undefined
          ? createServer(timeLimits, take)
          : createHttpsServer({ ...tls, ...timeLimits }, take);
      limitConnections(server, maxConnections, logger);
      // Without a listener, Node itself would answer an Expect header that it does not know.
      return server.on('checkExpectation', take);
    },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request: FastifyRequest, body: IncomingMessage) => readBody(body));
  app.addHook('onRequest', (request, reply, done) => {
    // The framework would refuse a content type that it cannot parse; which ones are taken is each route's business.
    delete request.raw.headers['content-type'];
    reply.header('cache-control', 'no-cache');
    done();
  });
  app.addHook('onSend', (request, _reply, _payload, done) => {
    watched.get(request.raw)?.answering();
    done();
  });
  const logIn = async (request: FastifyRequest): Promise<void> => {
    users.set(request.raw, userOf(request, authenticate));
  };
  const whoLoggedIn = (request: FastifyRequest): string => {
    const user = users.get(request.raw);
    if (user === undefined) throw new Error('a request reached its handler without a login');
    return user;
  };
  for (const route of routes) {
    app.route({
      method: route.method,
      url: route.path.replace('{uid}', ':uid'),
      ...(route.public ? {} : { onRequest: logIn }),
      handler: async (request, reply) => {
        const span = watched.get(request.raw)?.span;
        if (span === undefined) throw new Error('a request reached its handler without being watched');
        return send(
          reply,
          await route.answer({
            ...inputOf(request),
            user: route.public ? '' : whoLoggedIn(request),
            span,
          }),
        );
      },
    });
  }
  app.setNotFoundHandler((request, reply) => send(reply, notServed(routes, request, reply)));
  app.setErrorHandler((error, _request, reply) => send(reply, answerOfError(error, logger)));
  return app;
};

/** @throws Refusal 401 */
const userOf = (request: FastifyRequest, authenticate: Authenticator): string => {
  const user = authenticate({
    authorization: request.headers.authorization,
    certificate: certificateOf(request.raw.socket),
  });
  if (user === undefined) throw new Refusal(401, 'No authentication provided.');
  return user;
};

const inputOf = (request: FastifyRequest) => ({
  body: request.body instanceof Buffer ? request.body : EMPTY_BODY,
  contentType: contentTypeOf(request.raw),
  uid: (request.params as { readonly uid?: string }).uid ?? '',
});

/** From the raw headers: the framework has it no more. */
const contentTypeOf = ({ rawHeaders }: IncomingMessage): string => {
  const name = rawHeaders.findIndex(
    (text, index) => index % 2 === 0 && text.toLowerCase() === 'content-type',
  );
  return name < 0 ? '' : (rawHeaders[name + 1] ?? '');
};

const send = (reply: FastifyReply, { status, contentType, body }: HttpAnswer): FastifyReply =>
  reply.code(status).header('content-type', contentType).send(body);

/** 405 for a path that is served with another method, else 404. */
const notServed = (routes: readonly Route[], request: FastifyRequest, reply: FastifyReply): HttpAnswer => {
  const path = routeNamer(routes)(request.url);
  const methods = routes.filter((route) => route.path === path).map(({ method }) => method);
  if (methods.length === 0) return plainText(404, 'Nothing is served at this path.');
  reply.header('allow', methods.join(', '));
  return plainText(405, `This path is served with ${methods.join(', ')} only.`);
};

const answerOfError = (error: unknown, logger: Logger): HttpAnswer => {
  if (error instanceof Refusal) return plainText(error.status, error.message);
  if (error instanceof KmipError) {
    logOutage(logger, error);
    return kmipFailure(error);
  }
  const status = statusOf(error);
  if (status < 500) return plainText(status, reasonOf(error));
  logger.error('a request failed in a way that is a defect of this server', {
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  return plainText(500, 'Internal server error');
};

/** The framework writes the status of its own refusals on the error. */
const statusOf = (error: unknown): number =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : 500;
