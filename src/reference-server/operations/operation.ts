import type { Ttlv, TtlvStructure } from '../../kmip/ttlv.ts';
import type { Hsm } from '../hsm/hsm.ts';
import type { Vault } from '../keys/vault.ts';
import type { JointStore } from '../store/joint-store.ts';
import type { HandOuts } from './hand-outs.ts';
import type { Streams } from './streams.ts';

/**
 * One KMIP operation: request payload in, children of the response payload out, both in the form of the newest version.
 * Messages of older versions are brought into that form before, and out of it afterwards; fields that the version of the
 * request does not have in this place are left out then. So operations on attributes say more than 2.1 asks for:
 * AddAttribute and ModifyAttribute answer a NewAttribute with the attribute as it is now, DeleteAttribute a
 * CurrentAttribute with the deleted one, because 1.x repeats them. The three heed an AttributeIndex beside the
 * attribute or its reference: which instance of it 1.x means, the first being 0.
 * @throws KmipError
 */
export type Operation = (payload: TtlvStructure, context: OperationContext) => Promise<readonly Ttlv[]>;

export interface OperationContext {
  readonly user: string;
  readonly store: JointStore;
  readonly handedOut: HandOuts['handedOut'];
  readonly vault: Vault;
  readonly hsm: Hsm | undefined;
  /** Users who may create and destroy keys in the HSM; "*" is everybody. */
  readonly hsmAdmins: readonly string[];
  readonly nowUnixSeconds: () => bigint;
  /** Data that comes in parts. */
  readonly streams: Streams;
  /** The identifier that the items before this one left behind (KMIP 2.1 section 6, "ID Placeholder"). */
  readonly idPlaceholder: string | undefined;
}
