import { KmipError } from '../errors.ts';
import { childrenOf, maybeChild, maybeInteger, maybeText, missingField, textOf } from '../fields.ts';
import { enumeration, tagName } from '../tables.ts';
import { integer, structure, type Ttlv, type TtlvStructure, text } from '../ttlv.ts';
import { attributeName, attributeTag, customAttribute, customAttributeName } from './attribute-names.ts';
import { definesValue } from './limits.ts';
import { strictItem } from './strict.ts';
import type { Version } from './version.ts';

/** Named by clients of old, deprecated in 1.3, gone in 2.0: which policy applies is the server's business. */
const PASSED_OVER = 'OperationPolicyName';

/** A 2.x vendor attribute or reference that came in a message of old is taken as it is. */
const isVendorAttribute = (item: TtlvStructure): boolean =>
  maybeText(item, 'VendorIdentification') !== undefined;

/** @throws KmipError UnsupportedAttribute */
function unknownAttribute(name: string): never {
  throw new KmipError(
    'UnsupportedAttribute',
    `KMIP 1.x has no attribute ${JSON.stringify(name.slice(0, 64))}; a custom one begins with "x-" or "y-"`,
  );
}

/**
 * The 2.x form of an Attribute with a name: one item with the tag of the attribute.
 * @returns nothing for an attribute that no longer means anything
 * @throws KmipError UnsupportedAttribute, InvalidMessage
 */
export function newAttribute(attribute: TtlvStructure): readonly Ttlv[] {
  if (isVendorAttribute(attribute)) return [attribute];
  const name = textOf(attribute, 'AttributeName');
  const value =
    maybeChild(attribute, 'AttributeValue') ?? missingField(attribute, 'AttributeValue', 'Structure');
  const custom = customAttribute(name);
  if (custom !== undefined) {
    return [
      structure(
        'Attribute',
        text('VendorIdentification', custom.vendor),
        text('AttributeName', custom.name),
        value,
      ),
    ];
  }
  const tag = attributeTag(name) ?? unknownAttribute(name);
  return tag === PASSED_OVER ? [] : [{ ...value, tag }];
}

/** Which instance an Attribute with a name is, the first being 0. */
export const attributeIndex = (holder: TtlvStructure): number => maybeInteger(holder, 'AttributeIndex') ?? 0;

/** The 2.x form of an attribute name. A name that KMIP does not know refers to a vendor without attributes. */
export function newReference(name: string): Ttlv {
  const tag = attributeTag(name);
  if (tag !== undefined) return enumeration('AttributeReference', tag);
  const { vendor, name: rest } = customAttribute(name) ?? { vendor: '', name };
  return structure('AttributeReference', text('VendorIdentification', vendor), text('AttributeName', rest));
}

/** The name of a vendor attribute or of a reference to one in 1.x. */
const customName = (item: TtlvStructure): string | undefined =>
  customAttributeName({
    vendor: maybeText(item, 'VendorIdentification') ?? '',
    name: maybeText(item, 'AttributeName') ?? '',
  });

interface Named {
  readonly name: string;
  readonly value: Ttlv;
}

/** The attribute with its name in 1.x, undefined when that version has none for it. */
function named(attribute: Ttlv, version: Version): Named | undefined {
  if (attribute.tag === 'Attribute' && attribute.type === 'Structure') {
    const name = customName(attribute);
    const [value] = childrenOf(attribute, 'AttributeValue').flatMap((item) => strictItem(item, version));
    return name === undefined || value === undefined ? undefined : { name, value };
  }
  const name = attributeName(attribute.tag);
  const [value] = strictItem(attribute, version);
  return name === undefined || value === undefined ? undefined : { name, value };
}

/** Which instance an attribute is. The index of the first one is left out unless its client named it. */
export interface Place {
  readonly index: number;
  readonly isNamed: boolean;
}

const oldAttribute = ({ name, value }: Named, { index, isNamed }: Place): Ttlv =>
  structure(
    'Attribute',
    text('AttributeName', name),
    ...(index === 0 && !isNamed ? [] : [integer('AttributeIndex', index)]),
    { ...value, tag: 'AttributeValue' },
  );

/** The 1.x form of attributes; those that the version does not have are left out. Instances count from 0. */
export function oldAttributes(attributes: readonly Ttlv[], version: Version): readonly Ttlv[] {
  const known = attributes
    .map((attribute) => named(attribute, version))
    .filter((attribute) => attribute !== undefined);
  return [...Map.groupBy(known, ({ name }) => name).values()].flatMap((instances) =>
    instances.map((instance, index) => oldAttribute(instance, { index, isNamed: false })),
  );
}

/** The 1.x form of one attribute that is a certain instance. */
export const oldAttributeAt = (attribute: Ttlv, place: Place, version: Version): readonly Ttlv[] => {
  const known = named(attribute, version);
  return known === undefined ? [] : [oldAttribute(known, place)];
};

/** The 1.x name that a reference stands for; nothing for one that the version does not have. */
export function oldReference(reference: Ttlv, version: Version): readonly Ttlv[] {
  const name = reference.type === 'Structure' ? customName(reference) : nameOfTag(reference, version);
  return name === undefined ? [] : [text('AttributeName', name)];
}

function nameOfTag(reference: Ttlv, version: Version): string | undefined {
  if (reference.type !== 'Enumeration' || !definesValue('AttributeReference', reference.value, version)) {
    return undefined;
  }
  return attributeName(tagName(reference.value));
}
