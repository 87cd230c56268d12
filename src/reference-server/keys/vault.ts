import type { TtlvStructure } from '../../kmip/ttlv.ts';
import type { StoredObject } from '../store/store.ts';

/** The form in which an object lies in the store: in clear, or sealed by a wrapping key. */
export type StoredForm = Pick<StoredObject, 'object' | 'wrapped'>;

/** Seals objects on their way into the store and opens them on their way out. */
export interface Vault {
  /**
   * Seals with the named wrapping key, else with the server's key-encryption key, else leaves it in clear.
   * Does not fill the unwrap cache.
   */
  seal(
    id: string,
    object: TtlvStructure,
    wrappingKeyId: string | undefined,
    user: string,
  ): Promise<StoredForm>;
  /** @throws KmipError when the wrapping key is gone or the seal does not open. */
  open(stored: StoredObject): Promise<TtlvStructure>;
  /** The object was replaced or destroyed: drop what the cache holds of it. */
  forget(id: string): void;
}
