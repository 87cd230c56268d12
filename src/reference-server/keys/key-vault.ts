import { KmipError } from '../../kmip/errors.ts';
import type { TtlvStructure } from '../../kmip/ttlv.ts';
import type { Hsm } from '../hsm/hsm.ts';
import { isDestroyed } from '../lifecycle.ts';
import { requireAccess, requireGrant } from '../objects/permission.ts';
import type { Store, StoredObject } from '../store/store.ts';
import type { Recorder } from '../telemetry/recorder.ts';
import { pack, unpack } from './envelope.ts';
import { UnwrapCache } from './unwrap-cache.ts';
import type { StoredForm, Vault } from './vault.ts';
import {
  hsmWrappingKey,
  requireWrappingUse,
  softwareWrappingKey,
  storedWrappingKey,
  type WrappingKey,
} from './wrapping-key.ts';

export interface VaultOptions {
  readonly store: Store;
  readonly hsm: Hsm | undefined;
  /** Users who may use every key in the HSM; "*" is everybody. */
  readonly hsmAdmins: readonly string[];
  /** Identifier of the server's key-encryption key: seals whatever is not sealed by a key of its own. */
  readonly keyEncryptionKey: string | undefined;
  /** undefined = every use unwraps. */
  readonly cache: { readonly idleMs: number; readonly maxEntries: number } | undefined;
  readonly recorder: Pick<Recorder, 'cacheOperation'>;
  readonly nowUnixSeconds: () => bigint;
  /** Milliseconds that never step back. */
  readonly monotonicMs: () => number;
}

/** Idle time of the unwrap cache when nothing else is configured. */
export const DEFAULT_CACHE = { idleMs: 15 * 60 * 1000, maxEntries: 1000 };

/** A wrapping key may itself be sealed by another; longer chains are cycles or mistakes. */
const LONGEST_CHAIN = 8;

export function createVault(options: VaultOptions): Vault {
  const { store, hsm, hsmAdmins, keyEncryptionKey, recorder, nowUnixSeconds } = options;
  const cache = options.cache && new UnwrapCache({ ...options.cache, monotonicMs: options.monotonicMs });

  /** Everybody may have objects sealed by the server's own key; another key has to be the user's to encrypt with. */
  const requireWrappingAccess = (id: string, key: StoredObject | undefined, user: string): void => {
    if (id === keyEncryptionKey) return;
    if (key !== undefined) requireAccess(store, key, user, 'Encrypt');
    else if (!hsmAdmins.includes(user) && !hsmAdmins.includes('*')) requireGrant(store, id, user, 'Encrypt');
  };

  const sealingKey = async (id: string, user: string): Promise<WrappingKey> => {
    const inHsm = hsmWrappingKey(id, hsm);
    const key = inHsm === undefined ? storedWrappingKey(id, store) : undefined;
    requireWrappingAccess(id, key, user);
    if (inHsm !== undefined) return inHsm;
    const stored = key ?? storedWrappingKey(id, store);
    requireWrappingUse(stored, 'protect', nowUnixSeconds());
    return softwareWrappingKey(stored, await openAt(stored, 1));
  };

  const openingKey = async (id: string, depth: number): Promise<WrappingKey> => {
    const inHsm = hsmWrappingKey(id, hsm);
    if (inHsm !== undefined) return inHsm;
    const key = storedWrappingKey(id, store);
    requireWrappingUse(key, 'process', nowUnixSeconds());
    return softwareWrappingKey(key, await openAt(key, depth + 1));
  };

  const openAt = async (stored: StoredObject, depth: number): Promise<TtlvStructure> => {
    const { id, object, wrapped } = stored;
    if (object !== undefined) return object;
    if (wrapped === undefined) {
      const reason = isDestroyed(stored.state) ? 'ObjectDestroyed' : 'KeyValueNotPresent';
      throw new KmipError(reason, `object ${id} has no content any more`);
    }
    if (depth > LONGEST_CHAIN) {
      throw new KmipError('CryptographicFailure', `object ${id} is at the end of ${depth} wrapping keys`);
    }
    const known = cache?.get(id, wrapped.sealed);
    recorder.cacheOperation('get', known === undefined ? 'miss' : 'hit');
    if (known !== undefined) return known;
    const key = await openingKey(wrapped.wrappingKeyId, depth);
    const opened = unpack(id, await key.open(id, wrapped.sealed));
    if (cache !== undefined) {
      cache.insert(id, wrapped.sealed, opened);
      recorder.cacheOperation('insert', 'ok');
    }
    return opened;
  };

  return {
    async seal(id, object, wrappingKeyId, user): Promise<StoredForm> {
      const sealer = wrappingKeyId ?? keyEncryptionKey;
      if (sealer === undefined || id === keyEncryptionKey) return { object, wrapped: undefined };
      if (sealer === id) {
        throw new KmipError('InvalidAttributeValue', `object ${id} cannot be its own wrapping key`);
      }
      const key = await sealingKey(sealer, user);
      const sealed = await key.seal(id, pack(id, object));
      return { object: undefined, wrapped: { wrappingKeyId: sealer, sealed } };
    },
    open: (stored) => openAt(stored, 0),
    forget: (id) => cache?.forget(id),
  };
}
