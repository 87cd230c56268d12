import { maybeEnumeration, maybeText, structuresOf } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { structure, type Ttlv, type TtlvStructure, text } from '../../kmip/ttlv.ts';

/** A Link of a type of the Link Type enumeration: "ReplacedObjectLink" (KMIP 2.1, Link). */
export const link = (type: string, id: string): Ttlv =>
  structure('Link', enumeration('LinkType', type), text('LinkedObjectIdentifier', id));

/** The object that the first link of a type points to. */
export function linked(attributes: TtlvStructure, type: string): string | undefined {
  const found = structuresOf(attributes, 'Link').find(
    (candidate) => maybeEnumeration(candidate, 'LinkType') === type,
  );
  return found === undefined ? undefined : maybeText(found, 'LinkedObjectIdentifier');
}

export const withLink = (attributes: TtlvStructure, type: string, id: string): TtlvStructure =>
  structure('Attributes', ...attributes.value, link(type, id));
