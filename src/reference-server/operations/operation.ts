import type { Ttlv, TtlvStructure } from '../../kmip/ttlv.ts';
import type { Hsm } from '../hsm/hsm.ts';
import type { Vault } from '../keys/vault.ts';
import type { Store } from '../store/store.ts';

/** One KMIP operation: request payload in, children of the response payload out. @throws KmipError */
export type Operation = (payload: TtlvStructure, context: OperationContext) => Promise<readonly Ttlv[]>;

export interface OperationContext {
  readonly user: string;
  readonly store: Store;
  readonly vault: Vault;
  readonly hsm: Hsm | undefined;
  /** Users who may create and destroy keys in the HSM; "*" is everybody. */
  readonly hsmAdmins: readonly string[];
  readonly nowUnixSeconds: () => bigint;
  /** The identifier that the items before this one left behind (KMIP 2.1 section 6, "ID Placeholder"). */
  readonly idPlaceholder: string | undefined;
}
