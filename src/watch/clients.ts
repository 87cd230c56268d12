import { EVERYTHING } from './model.ts';
import type { Update } from './update.ts';

/** What a client is written to: an HTTP answer. */
export interface Outlet {
  readonly writableNeedDrain: boolean;
  write(text: string): boolean;
  end(): void;
  destroy(): void;
}

/** Whoever has not taken an update for so long is let go; its browser comes again. */
const PATIENCE_MS = 30_000;

/** So often something is written to a client, so that one that is gone is noticed. */
const SIGN_OF_LIFE_MS = 15_000;

interface Client {
  readonly outlet: Outlet;
  /** What it was sent last. */
  revision: number;
  /** Since when it has not taken what it was sent. */
  busySinceMs: number | undefined;
  writtenAtMs: number;
}

/**
 * Who looks at the page. Each is told what has changed since it was told last, when it has taken that: at most one
 * update waits for a slow one, however long it sleeps, and one that comes late gets everything at once.
 */
export class Clients {
  readonly #since: (revision: number) => Update;
  readonly #all = new Set<Client>();

  constructor(since: (revision: number) => Update) {
    this.#since = since;
  }

  get count(): number {
    return this.#all.size;
  }

  /** Gives the way to forget it again. */
  add(outlet: Outlet, nowMs: number): () => void {
    const client: Client = { outlet, revision: EVERYTHING, busySinceMs: undefined, writtenAtMs: nowMs };
    this.#all.add(client);
    this.#tell(client, this.#since(EVERYTHING), nowMs);
    return () => this.#all.delete(client);
  }

  /** Those that stand at the same revision share one text. */
  tell(nowMs: number): void {
    const updates = new Map<number, Update>();
    for (const client of this.#all) {
      if (client.outlet.writableNeedDrain) {
        client.busySinceMs ??= nowMs;
        if (nowMs - client.busySinceMs > PATIENCE_MS) this.#drop(client);
        continue;
      }
      client.busySinceMs = undefined;
      const update = updates.get(client.revision) ?? this.#since(client.revision);
      updates.set(client.revision, update);
      this.#tell(client, update, nowMs);
    }
  }

  /** The last word: they need not come again. */
  end(nowMs: number): void {
    this.tell(nowMs);
    for (const { outlet } of this.#all) {
      outlet.write('event: end\ndata: {}\n\n');
      outlet.end();
    }
    this.#all.clear();
  }

  #tell(client: Client, update: Update, nowMs: number): void {
    const isNew = update.revision !== client.revision;
    if (!isNew && nowMs - client.writtenAtMs < SIGN_OF_LIFE_MS) return;
    client.revision = update.revision;
    client.writtenAtMs = nowMs;
    client.outlet.write(isNew ? textOf(update) : ': still here\n\n');
  }

  #drop(client: Client): void {
    this.#all.delete(client);
    client.outlet.destroy();
  }
}

const texts = new WeakMap<Update, string>();

function textOf(update: Update): string {
  const text = texts.get(update) ?? `data: ${JSON.stringify(update)}\n\n`;
  texts.set(update, text);
  return text;
}
