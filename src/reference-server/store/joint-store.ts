import type { Store, StoredObject } from './store.ts';

/** A store whose new objects wait for the disk together. */
export interface JointStore extends Store {
  /**
   * Like `create`, for who can wait: what is added in one turn of the event loop becomes durable in one transaction, as
   * one wait for the disk takes as long as the work of several requests. When it resolves, the object survives kill -9.
   * @throws KmipError ObjectAlreadyExists
   */
  add(object: StoredObject): Promise<void>;
}

interface Waiting {
  readonly object: StoredObject;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** @param soon calls when all that is ready now has run */
export const jointStore = (
  store: Store,
  soon: (work: () => void) => void = (work) => void setImmediate(work),
): JointStore => {
  let waiting: Waiting[] = [];
  const addWaiting = (): void => {
    const group = waiting;
    waiting = [];
    if (group.length > 1 && createAll(store, group)) return;
    for (const one of group) createAlone(store, one);
  };
  return {
    ...store,
    add: (object) =>
      new Promise((resolve, reject) => {
        waiting.push({ object, resolve, reject });
        if (waiting.length === 1) soon(addWaiting);
      }),
  };
};

/** False when one of them fails, or the commit: then none is there, and whose fault it was is not known yet. */
const createAll = (store: Store, group: readonly Waiting[]): boolean => {
  try {
    store.transaction(() => {
      for (const { object } of group) store.create(object);
    });
  } catch {
    return false;
  }
  for (const { resolve } of group) resolve();
  return true;
};

const createAlone = (store: Store, { object, resolve, reject }: Waiting): void => {
  try {
    store.create(object);
    resolve();
  } catch (error) {
    reject(error);
  }
};
