import { KmipError } from '../../kmip/errors.ts';
import { maybeChild, maybeDate, maybeInteger, maybeText, structuresOf } from '../../kmip/fields.ts';
import { maskBit } from '../../kmip/tables.ts';
import { structure, type Ttlv, type TtlvStructure } from '../../kmip/ttlv.ts';
import type { StoredObject } from '../store/store.ts';

/** The same attributes with those of the given tags replaced. */
export function withAttributes(attributes: TtlvStructure, ...replacements: readonly Ttlv[]): TtlvStructure {
  const replaced = new Set(replacements.map(({ tag }) => tag));
  const kept = attributes.value.filter(({ tag }) => !replaced.has(tag));
  return structure('Attributes', ...kept, ...replacements);
}

export const withoutAttributes = (attributes: TtlvStructure, tags: readonly string[]): TtlvStructure =>
  structure('Attributes', ...attributes.value.filter(({ tag }) => !tags.includes(tag)));

/** `more`, completed by those of `base` whose tag it does not have. */
export const mergedAttributes = (base: TtlvStructure, more: TtlvStructure): TtlvStructure =>
  withAttributes(base, ...more.value);

/** The dates of an object, as the store keeps them beside its attributes. */
export const datesIn = (
  attributes: TtlvStructure,
): Pick<StoredObject, 'activationDate' | 'deactivationDate'> => ({
  activationDate: maybeDate(attributes, 'ActivationDate'),
  deactivationDate: maybeDate(attributes, 'DeactivationDate'),
});

/** @throws KmipError IncompatibleCryptographicUsageMask when the mask of the object lacks the bit */
export function requireUsage({ id, attributes }: StoredObject, ...uses: readonly string[]): void {
  const mask = maybeInteger(attributes, 'CryptographicUsageMask') ?? 0;
  const sufficient = [...uses, 'Unrestricted'].some(
    (use) => (mask & (maskBit('CryptographicUsageMask', use) ?? 0)) !== 0,
  );
  if (sufficient) return;
  throw new KmipError(
    'IncompatibleCryptographicUsageMask',
    `object ${id}: its usage mask does not contain ${uses.join(' or ')}`,
  );
}

/** The vendor whose clients choose the wrapping key of an object by attribute. */
const WRAPPING_KEY_VENDOR = 'cosmian';
const WRAPPING_KEY_NAME = 'wrapping_key_id';

/** Whether a vendor attribute (KMIP 2.1, Vendor Attribute) is the one that names the wrapping key. */
export const namesWrappingKey = (attribute: TtlvStructure): boolean =>
  maybeText(attribute, 'VendorIdentification') === WRAPPING_KEY_VENDOR &&
  maybeText(attribute, 'AttributeName') === WRAPPING_KEY_NAME;

/** Identifier of the key that shall seal the object in the store. @throws KmipError InvalidAttributeValue */
export function wrappingKeyIn(attributes: TtlvStructure): string | undefined {
  const found = structuresOf(attributes, 'Attribute').find(namesWrappingKey);
  const value = found === undefined ? undefined : maybeChild(found, 'AttributeValue');
  if (value === undefined || value.type === 'TextString') return value?.value;
  throw new KmipError('InvalidAttributeValue', `the attribute ${WRAPPING_KEY_NAME} is a text`);
}
