import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clients } from './clients.ts';
import type { LivePage } from './page.ts';

/** The page is for whoever sits at this machine. */
const HOST = '127.0.0.1';

/** Pages that are open at once. */
const MAX_CLIENTS = 16;

/** The port of the page cannot be had; the sentence says why and what to do. */
export class PageError extends Error {
  override readonly name = 'PageError';
}

export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the page and its updates on loopback. Only to who asks for this very host: a page of another origin whose
 * name was turned to this address (DNS rebinding) asks for that name.
 * @param port 0: a free one
 * @throws PageError
 */
export async function servePage(
  port: number,
  page: LivePage,
  clients: Clients,
  nowMs: () => number,
): Promise<PageServer> {
  const headers = {
    ...HEADERS,
    'content-security-policy': page.policy,
  };
  const server = createServer((request, response) => {
    const answer = (status: number, type: string, text: string): void => {
      response.writeHead(status, { ...headers, 'content-type': `${type}; charset=utf-8` }).end(text);
    };
    const refusal = refusalOf(request, hosts, clients);
    if (refusal !== undefined) answer(refusal.status, 'text/plain', `${refusal.words}\n`);
    else if (request.url === '/') answer(200, 'text/html', page.html);
    else openEvents(response, headers, clients, nowMs());
  });
  server.listen(port, HOST);
  try {
    await once(server, 'listening');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new PageError(`the page cannot be served: ${why}; choose another port, 0 takes a free one`);
  }
  const { port: own } = server.address() as AddressInfo;
  const hosts = new Set([`${HOST}:${own}`, `localhost:${own}`]);
  return {
    url: `http://${HOST}:${own}/`,
    async close() {
      clients.end(nowMs());
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const grace = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
      await closed;
      clearTimeout(grace);
    },
  };
}

/** How long a browser may take for the last update. */
const CLOSE_GRACE_MS = 500;

/** No header allows another origin anything. */
const HEADERS = {
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

interface Refusal {
  readonly status: number;
  readonly words: string;
}

function refusalOf(
  { method, headers, url }: IncomingMessage,
  hosts: ReadonlySet<string>,
  clients: Clients,
): Refusal | undefined {
  if (!hosts.has(headers.host ?? ''))
    return { status: 421, words: `this page is at ${[...hosts][0]} and nowhere else` };
  if (method !== 'GET') return { status: 405, words: 'this page only shows' };
  if (url !== '/' && url !== '/events') return { status: 404, words: 'there is only /' };
  if (url === '/events' && clients.count >= MAX_CLIENTS)
    return { status: 503, words: `${MAX_CLIENTS} pages are open already` };
  return undefined;
}

function openEvents(
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
  clients: Clients,
  nowMs: number,
): void {
  response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' });
  response.write('retry: 1000\n\n');
  const forget = clients.add(response, nowMs);
  response.on('close', forget).on('error', forget);
}
