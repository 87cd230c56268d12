import { KmipError } from '../../kmip/errors.ts';
import { maybeBoolean } from '../../kmip/fields.ts';
import { boolean } from '../../kmip/ttlv.ts';
import { isDestroyed } from '../lifecycle.ts';
import type { Logger } from '../log/logger.ts';
import { reasonOf } from '../log/reason.ts';
import { changed } from '../objects/managed-object.ts';
import type { Store, StoredObject } from '../store/store.ts';

/** Which objects were handed out: none of them is fresh any more (KMIP 2.1, Fresh). */
export interface HandOuts {
  /** The same store, that knows of hand-outs which could not be written. */
  readonly store: Store;
  /**
   * An object is handed out: it as it is then. Where that cannot be written it is kept in memory and written with the
   * next change of the object: a full disk is no reason to refuse who only reads.
   * @param store where it is written to
   */
  handedOut(store: Store, stored: StoredObject, nowUnixSeconds: bigint): StoredObject;
}

const served = (object: StoredObject, atUnixSeconds: bigint): StoredObject =>
  changed(object, object.state, atUnixSeconds, boolean('Fresh', false));

export function handOutsOf(base: Store, logger: Pick<Logger, 'warn'>): HandOuts {
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
  const store: Store = Object.assign(Object.create(base) as Store, {
    create: (object: StoredObject) => {
      base.create(object);
      unwritten.delete(object.id);
    },
    retrieve: (id: string) => {
      const object = base.retrieve(id);
      return object === undefined ? undefined : shown(object);
    },
    find: (query: Parameters<Store['find']>[0]) => base.find(query).map(shown),
  });
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
