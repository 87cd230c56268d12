import { DatabaseSync } from 'node:sqlite';
import { prepareSchema } from '../../src/reference-server/store/schema.ts';
import { sqliteStore } from '../../src/reference-server/store/sqlite-store.ts';
import type { Store, StoredObject } from '../../src/reference-server/store/store.ts';

const IN_MEMORY = ':memory:';

export interface ResettableStore extends Store {
  /** From now on changes are noted. */
  keep(): void;
  /** Takes back every change, so that no input depends on those before it. */
  reset(): void;
}

/** The store of the server, in memory. */
export function memoryStore(): ResettableStore {
  const database = new DatabaseSync(IN_MEMORY, { readBigInts: true });
  prepareSchema(database, IN_MEMORY);
  const store = sqliteStore(database, () => undefined);
  const before = new Map<string, StoredObject | undefined>();
  let noting = false;
  const note = (id: string): void => {
    if (noting && !before.has(id)) before.set(id, store.retrieve(id));
  };
  const noted =
    (change: (object: StoredObject) => void) =>
    (object: StoredObject): void => {
      note(object.id);
      change(object);
    };
  return {
    ...store,
    create: noted(store.create),
    update: noted(store.update),
    remove: (id) => {
      note(id);
      store.remove(id);
    },
    keep: () => {
      noting = true;
    },
    reset: () => {
      for (const [id, object] of before) {
        if (store.retrieve(id) !== undefined) store.remove(id);
        if (object !== undefined) store.create(object);
      }
      before.clear();
    },
  };
}
