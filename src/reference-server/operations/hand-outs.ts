import { KmipError } from '../../kmip/errors.ts';
import { maybeBoolean } from '../../kmip/fields.ts';
import { boolean } from '../../kmip/ttlv.ts';
import { isDestroyed } from '../lifecycle.ts';
import type { Logger } from '../log/logger.ts';
import { reasonOf } from '../log/reason.ts';
import { changed } from '../objects/managed-object.ts';
import type { JointStore } from '../store/joint-store.ts';
import type { Store, StoredObject } from '../store/store.ts';

/** Which objects were handed out: none of them is fresh any more (KMIP 2.1, Fresh). */
export interface HandOuts {
  /** The same store, that knows of hand-outs which could not be written. */
  readonly store: JointStore;
  /**
   * An object is handed out: it as it is then. Where that cannot be written it is kept in memory and written with the
   * next change of the object: a full disk is no reason to refuse who only reads.
   * @param store where it is written to
   */
  handedOut(store: Store, stored: StoredObject, nowUnixSeconds: bigint): StoredObject;
}

const served = (object: StoredObject, atUnixSeconds: bigint): StoredObject =>
  changed(object, object.state, atUnixSeconds, boolean('Fresh', false));

export function handOutsOf(base: JointStore, logger: Pick<Logger, 'warn'>): HandOuts {
  /** Identifier -> Unix seconds. */
  const unwritten = new Map<string, bigint>();
  const shown = (object: StoredObject): StoredObject => {
    const atUnixSeconds = unwritten.get(object.id);
    return atUnixSeconds === undefined ? object : served(object, atUnixSeconds);
  };
  const write = (store: Store, { id }: StoredObject, nowUnixSeconds: bigint): StoredObject | undefined =>
    store.transaction(() => {
      const object = store.retrieve(id);
      if (object === undefined || isDestroyed(object.state)) return undefined;
      const after = served(object, nowUnixSeconds);
      store.update(after);
      return after;
    });
  const keep = (stored: StoredObject, nowUnixSeconds: bigint, why: KmipError): StoredObject => {
    if (unwritten.size === 0)
      logger.warn('that objects were handed out could not be written: a restart makes them fresh again', {
        reason: why.message,
        cause: reasonOf(why.cause),
      });
    unwritten.set(stored.id, unwritten.get(stored.id) ?? nowUnixSeconds);
    return shown(stored);
  };
  const store: JointStore = {
    backend: base.backend,
    create: (object) => {
      base.create(object);
      unwritten.delete(object.id);
    },
    add: async (object) => {
      await base.add(object);
      unwritten.delete(object.id);
    },
    retrieve: (id) => {
      const object = base.retrieve(id);
      return object === undefined ? undefined : shown(object);
    },
    update: (object) => base.update(object),
    remove: (id) => base.remove(id),
    find: (query) => base.find(query).map(shown),
    grant: (grant) => base.grant(grant),
    revokeGrant: (grant) => base.revokeGrant(grant),
    grantsOn: (id) => base.grantsOn(id),
    grantsTo: (user) => base.grantsTo(user),
    grantedOperations: (id, user) => base.grantedOperations(id, user),
    transaction: (work) => base.transaction(work),
    counts: (nowUnixSeconds) => base.counts(nowUnixSeconds),
    close: () => base.close(),
  };
  return {
    store,
    handedOut: (target, stored, nowUnixSeconds) => {
      if (maybeBoolean(stored.attributes, 'Fresh') !== true && !unwritten.has(stored.id)) return stored;
      try {
        const after = write(target, stored, nowUnixSeconds);
        unwritten.delete(stored.id);
        return after ?? stored;
      } catch (error) {
        if (!(error instanceof KmipError) || error.cause === undefined) throw error;
        return keep(stored, nowUnixSeconds, error);
      }
    },
  };
}
