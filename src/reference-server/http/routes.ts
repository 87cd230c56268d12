import type { RequestSpan } from '../telemetry/tracing.ts';

/** What a handler gets to see of a request. */
export interface HttpRequest {
  /** Who the request acts as; empty on public routes. */
  readonly user: string;
  readonly body: Buffer;
  /** As the client wrote it; empty when it did not. */
  readonly contentType: string;
  /** The last segment of a path such as /access/list/{uid}. */
  readonly uid: string;
  readonly span: RequestSpan;
}

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: 'application/json' | 'application/octet-stream' | 'text/plain; charset=utf-8';
  readonly body: string | Uint8Array;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  /** A fixed path, or one with `{uid}` as its last segment. */
  readonly path: string;
  /** Needs no login. */
  readonly public: boolean;
  readonly answer: (request: HttpRequest) => Promise<HttpAnswer> | HttpAnswer;
}

export const json = (value: unknown, status = 200): HttpAnswer => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify(value),
});

export const plainText = (status: number, body: string): HttpAnswer => ({
  status,
  contentType: 'text/plain; charset=utf-8',
  body,
});

const NO_ROUTE = '/other';

/** Names the route of a raw path from a bounded set of words, whatever the client wrote. */
export const routeNamer = (routes: readonly Pick<Route, 'path'>[]): ((url: string) => string) => {
  const paths = new Set(routes.map(({ path }) => path));
  return (url) => {
    const path = url.split('?', 1)[0] ?? '';
    if (paths.has(path)) return path;
    const template = path.replace(/[^/]+$/, '{uid}');
    return paths.has(template) ? template : NO_ROUTE;
  };
};
