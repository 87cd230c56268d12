import { isDeepStrictEqual } from 'node:util';
import type { OperationContext } from '../../operations/operation.ts';
import type { Store, StoredObject } from '../../store/store.ts';

type Effects = Pick<OperationContext, 'store' | 'hsm' | 'vault'>;

interface Change {
  readonly id: string;
  readonly before: StoredObject | undefined;
  readonly after: StoredObject | undefined;
}

/** What one batch item does, noted so that it can be taken back. */
export interface Journal extends Effects {
  /** Takes everything back. False when that is not possible: then everything stays. */
  undo(): boolean;
}

/**
 * Notes the work of a batch item (KMIP 2.1, Batch Error Continuation Option, Undo). No transaction is held open over
 * several items: they wait for cryptography and for the HSM, and other requests must not wait for them. So others may
 * see what is taken back later. An item is not taken back whose objects somebody has changed since, or who made or
 * destroyed a key in the HSM.
 */
export const journalOf = ({ store, hsm, vault }: Effects): Journal => {
  const changes: Change[] = [];
  let isFinal = false;
  const noted = (id: string, write: () => void): void => {
    const before = store.retrieve(id);
    write();
    changes.push({ id, before, after: store.retrieve(id) });
  };
  const final = <T>(work: Promise<T>): Promise<T> => {
    isFinal = true;
    return work;
  };
  return {
    vault,
    store: {
      ...store,
      create: (object) => noted(object.id, () => store.create(object)),
      add: async (object) => noted(object.id, () => store.create(object)),
      update: (object) => noted(object.id, () => store.update(object)),
    },
    hsm: hsm && {
      ...hsm,
      createAesKey: (address, bits) => final(hsm.createAesKey(address, bits)),
      createRsaKeyPair: (address, bits) => final(hsm.createRsaKeyPair(address, bits)),
      destroy: (address) => final(hsm.destroy(address)),
    },
    undo: () => {
      if (isFinal || !takenBack(store, changes)) return false;
      for (const { id } of changes) vault.forget(id);
      return true;
    },
  };
};

class ChangedSince extends Error {}

/** All or nothing, the last change first. */
function takenBack(store: Store, changes: readonly Change[]): boolean {
  try {
    store.transaction(() => {
      for (const { id, before, after } of changes.toReversed()) {
        if (!isDeepStrictEqual(store.retrieve(id), after)) throw new ChangedSince();
        if (before === undefined) store.remove(id);
        else store.update(before);
      }
    });
    return true;
  } catch (error) {
    if (error instanceof ChangedSince) return false;
    throw error;
  }
}
