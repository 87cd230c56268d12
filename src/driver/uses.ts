import { childrenOf, maybeEnumeration, maybeStructure, maybeText } from '../kmip/fields.ts';
import type { TtlvStructure } from '../kmip/ttlv.ts';
import type { Effect, HsmOperation } from '../ledger/entry.ts';
import { isHsmId } from '../ledger/store-rules.ts';
import type { Call } from './calls.ts';

/** A key that an operation needs, and what an HSM that keeps it has to do. */
interface Need {
  readonly id: string | undefined;
  readonly inHsm?: HsmOperation;
}

/** The keys whose material an operation needs, by the operation's name. */
const NEEDS: Readonly<Record<string, (payload: TtlvStructure) => readonly Need[]>> = {
  Get: (payload) => [named(payload), wrapping(payload)],
  Export: (payload) => [named(payload), wrapping(payload)],
  Import: (payload) => [unwrapping(payload)],
  DeriveKey: (payload) => bases(payload),
  Validate: (payload) => each(payload, 'UniqueIdentifier'),
  Encrypt: (payload) => [{ ...named(payload), inHsm: 'Encrypt' }],
  Decrypt: (payload) => [{ ...named(payload), inHsm: 'Decrypt' }],
  Sign: (payload) => [{ ...named(payload), inHsm: 'Sign' }],
  SignatureVerify: (payload) => [named(payload)],
  MAC: (payload) => [named(payload)],
  MACVerify: (payload) => [named(payload)],
};

/** Which key material an operation needs, also when it fails on the data. */
export const usesOf = ({ operation, payload }: Call): readonly Effect[] =>
  (NEEDS[operation]?.(payload) ?? []).flatMap(({ id, inHsm }): readonly Effect[] => {
    if (id === undefined) return [];
    if (!isHsmId(id)) return [{ kind: 'used', id }];
    return inHsm === undefined ? [] : [{ kind: 'hsm', operation: inHsm }];
  });

/** Reasons that name, rights, type, state and mask of an object give: all of them are known without its key material. */
const BEFORE_THE_KEY: readonly string[] = [
  'IllegalObjectType',
  'IncompatibleCryptographicUsageMask',
  'InvalidObjectType',
  'ObjectArchived',
  'ObjectDestroyed',
  'ObjectNotFound',
  'OperationNotSupported',
  'PermissionDenied',
  'WrongKeyLifecycleState',
];

/**
 * What was used by an operation that failed: with the key in hand on the data, or in vain because its key could not be
 * unwrapped, or not at all. In between, and between two keys, the order of a server's checks is its own affair. An HSM
 * is counted for what succeeds (contract.md, instrument 18).
 */
export function usesOfFailure(call: Call, reason: string): readonly Effect[] {
  const used = usesOf(call).filter((effect) => effect.kind === 'used');
  if (reason === 'CryptographicFailure') return used;
  if (reason === 'GeneralFailure') return used.map((effect) => ({ ...effect, inVain: true }));
  if (used.length < 2 && BEFORE_THE_KEY.includes(reason)) return [];
  return used.map((effect) => ({ ...effect, perhaps: true }));
}

const named = (payload: TtlvStructure): Need => ({ id: maybeText(payload, 'UniqueIdentifier') });

/** KMIP names base objects by their UniqueIdentifier, some servers by a tag of their own. */
const bases = (payload: TtlvStructure): readonly Need[] =>
  ['UniqueIdentifier', 'ObjectUniqueIdentifier'].flatMap((tag) => each(payload, tag));

const each = (payload: TtlvStructure, tag: string): readonly Need[] =>
  childrenOf(payload, tag).flatMap((item) => (item.type === 'TextString' ? [{ id: item.value }] : []));

/** The key that is to wrap what is handed out (KMIP 2.1, Key Wrapping Specification). */
const wrapping = (payload: TtlvStructure): Need => ({
  id: encryptionKeyOf(maybeStructure(payload, 'KeyWrappingSpecification')),
  inHsm: 'Wrap',
});

/** The key that has wrapped what is brought, where the server is to keep it in clear (KMIP 2.1, Import). */
function unwrapping(payload: TtlvStructure): Need {
  if (maybeEnumeration(payload, 'KeyWrapType') !== 'NotWrapped') return { id: undefined };
  const object = maybeStructure(payload, maybeEnumeration(payload, 'ObjectType') ?? '');
  const block = object && maybeStructure(object, 'KeyBlock');
  return { id: encryptionKeyOf(block && maybeStructure(block, 'KeyWrappingData')), inHsm: 'Unwrap' };
}

function encryptionKeyOf(holder: TtlvStructure | undefined): string | undefined {
  const information = holder && maybeStructure(holder, 'EncryptionKeyInformation');
  return information && maybeText(information, 'UniqueIdentifier');
}
