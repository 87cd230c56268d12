import { KmipError } from '../../kmip/errors.ts';
import { maybeText, textOf } from '../../kmip/fields.ts';
import { tagCode, tagName } from '../../kmip/tables.ts';
import { structure, type Ttlv, text } from '../../kmip/ttlv.ts';

/** What tells one attribute from another: the tag, for vendor attributes the vendor and the name too. */
function identityOf(attribute: Ttlv): string {
  if (attribute.tag !== 'Attribute' || attribute.type !== 'Structure') return attribute.tag;
  const names = ['VendorIdentification', 'AttributeName'].map((tag) => maybeText(attribute, tag));
  return JSON.stringify(names);
}

/** Whether both are instances of one attribute. */
export const isSameAttribute = (one: Ttlv, other: Ttlv): boolean => identityOf(one) === identityOf(other);

/**
 * Whether a reference means the attribute: by its tag, or a vendor attribute by vendor and name (KMIP 2.1,
 * Attribute Reference).
 * @throws KmipError InvalidField
 */
export function isMeant(reference: Ttlv, attribute: Ttlv): boolean {
  if (reference.type === 'Enumeration') return attribute.tag === tagName(reference.value);
  if (reference.type !== 'Structure') {
    throw new KmipError('InvalidField', 'AttributeReference is a tag, or a structure with vendor and name');
  }
  textOf(reference, 'AttributeName');
  return attribute.tag === 'Attribute' && isSameAttribute({ ...reference, tag: 'Attribute' }, attribute);
}

function referenceTo(attribute: Ttlv): Ttlv {
  if (attribute.tag !== 'Attribute' || attribute.type !== 'Structure') {
    return { tag: 'AttributeReference', type: 'Enumeration', value: tagCode(attribute.tag) ?? 0 };
  }
  return structure(
    'AttributeReference',
    text('VendorIdentification', textOf(attribute, 'VendorIdentification')),
    text('AttributeName', textOf(attribute, 'AttributeName')),
  );
}

/** One reference for each attribute, however many instances it has. */
export const referencesTo = (attributes: readonly Ttlv[]): readonly Ttlv[] =>
  [...Map.groupBy(attributes, identityOf).values()].flatMap(([first]) =>
    first === undefined ? [] : referenceTo(first),
  );
