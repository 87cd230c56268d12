import { Clients } from './clients.ts';
import type { Model } from './model.ts';
import type { LivePage } from './page.ts';
import { type PageServer, servePage } from './server.ts';

/** Changes are gathered and told four times a second at most. */
export const TELL_EVERY_MS = 250;

export interface SessionOptions {
  readonly model: Model;
  /** undefined: no page. Port 0: a free one. */
  readonly page: { readonly port: number; readonly content: LivePage } | undefined;
  /** Asked before each telling: what the model must know that nobody says by itself. */
  readonly look?: () => void;
  /** After each telling. */
  readonly told?: () => void;
  readonly nowUnixMs: () => number;
}

export interface Session {
  /** Address of the page. */
  readonly url: string | undefined;
  /** Tells the last changes and closes the page. */
  end(): Promise<void>;
}

/** Somebody watches: time passes, and who looks is told. @throws PageError */
export async function startSession({ model, page, look, told, nowUnixMs }: SessionOptions): Promise<Session> {
  const clients = new Clients((revision) => model.since(revision));
  const server: PageServer | undefined =
    page === undefined ? undefined : await servePage(page.port, page.content, clients, nowUnixMs);
  const tell = (): void => {
    look?.();
    model.take({ kind: 'tick', atUnixMs: nowUnixMs() });
    clients.tell(nowUnixMs());
    told?.();
  };
  const timer = setInterval(tell, TELL_EVERY_MS);
  return {
    url: server?.url,
    async end() {
      clearInterval(timer);
      tell();
      await server?.close();
    },
  };
}
