import { KmipError } from '../../kmip/errors.ts';
import { childrenOf, maybeStructure } from '../../kmip/fields.ts';
import { maskBit } from '../../kmip/tables.ts';
import { integer, type Ttlv, type TtlvStructure } from '../../kmip/ttlv.ts';

/** How the store protects what it keeps (KMIP 2.1, Protection Storage Mask). Where it stands, the server cannot know. */
const BITS: readonly string[] = ['Software', 'OnSystem', 'OperatingSystem', 'OnPremises', 'SelfManaged'];

const OFFERED = BITS.reduce((mask, name) => mask | (maskBit('ProtectionStorageMask', name) ?? 0), 0);

export const STORAGE_MASK: Ttlv = integer('ProtectionStorageMask', OFFERED);

/**
 * The attribute of an object whose request permits certain ways of storage: the first of them that the store offers.
 * @param tag under which the request lists them
 * @throws KmipError ProtectionStorageUnavailable, or the reason that belongs to the half of a pair
 */
export function protectionStorage(
  payload: TtlvStructure,
  tag = 'ProtectionStorageMasks',
  reason = 'ProtectionStorageUnavailable',
): readonly Ttlv[] {
  const masks = maybeStructure(payload, tag);
  if (masks === undefined) return [];
  const permitted = childrenOf(masks, 'ProtectionStorageMask').find(
    (mask) => mask.type === 'Integer' && mask.value !== 0 && (mask.value & OFFERED) === mask.value,
  );
  if (permitted !== undefined) return [permitted];
  throw new KmipError(reason, `objects are stored here with ${BITS.join(', ')}: none of ${tag} permits that`);
}
