import { KmipError } from '../../kmip/errors.ts';
import { childrenOf, maybeText, textOf } from '../../kmip/fields.ts';
import { tagName } from '../../kmip/tables.ts';
import { structure, type Ttlv, type TtlvStructure, text } from '../../kmip/ttlv.ts';
import { visibleAttributes } from '../objects/managed-object.ts';
import { hsmKey, hsmKeyAttributes, hsmTarget, requireHsmAccess } from './hsm/hsm-target.ts';
import type { Operation, OperationContext } from './operation.ts';
import { identifierOf, objectFor } from './target.ts';

const isSameText = (one: TtlvStructure, other: TtlvStructure, tag: string): boolean =>
  maybeText(one, tag) === maybeText(other, tag);

/** A reference names an attribute by its tag, or a vendor attribute by vendor and name. @throws KmipError InvalidField */
function isMeant(reference: Ttlv, attribute: Ttlv): boolean {
  if (reference.type === 'Enumeration') return attribute.tag === tagName(reference.value);
  if (reference.type !== 'Structure') {
    throw new KmipError('InvalidField', 'AttributeReference is a tag, or a structure with vendor and name');
  }
  textOf(reference, 'AttributeName');
  return (
    attribute.tag === 'Attribute' &&
    attribute.type === 'Structure' &&
    isSameText(reference, attribute, 'VendorIdentification') &&
    isSameText(reference, attribute, 'AttributeName')
  );
}

async function allAttributes(context: OperationContext, id: string): Promise<TtlvStructure> {
  const target = hsmTarget(id, context);
  if (target === undefined) {
    return visibleAttributes(objectFor(context, id, 'GetAttributes'), context.nowUnixSeconds());
  }
  requireHsmAccess(context, id, 'GetAttributes');
  return hsmKeyAttributes(await hsmKey(target));
}

/** Shows attributes, all of them when none is named (KMIP 2.1, Get Attributes). @throws KmipError */
export const getAttributes: Operation = async (payload, context) => {
  const id = identifierOf(payload, context);
  const references = childrenOf(payload, 'AttributeReference');
  const { value: attributes } = await allAttributes(context, id);
  const shown =
    references.length === 0
      ? attributes
      : attributes.filter((attribute) => references.some((reference) => isMeant(reference, attribute)));
  return [text('UniqueIdentifier', id), structure('Attributes', ...shown)];
};
