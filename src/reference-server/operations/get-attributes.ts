import { childrenOf } from '../../kmip/fields.ts';
import { structure, type TtlvStructure, text } from '../../kmip/ttlv.ts';
import { isMeant } from '../objects/attribute-reference.ts';
import { visibleAttributes } from '../objects/managed-object.ts';
import { hsmKey, hsmKeyAttributes, hsmTarget, requireHsmAccess } from './hsm/hsm-target.ts';
import type { Operation, OperationContext } from './operation.ts';
import { identifierOf, objectFor } from './target.ts';

/** All attributes of an object, in the store or in the HSM. @throws KmipError */
export async function attributesFor(
  context: OperationContext,
  id: string,
  operation: string,
): Promise<TtlvStructure> {
  const target = hsmTarget(id, context);
  if (target === undefined) {
    return visibleAttributes(objectFor(context, id, operation), context.nowUnixSeconds());
  }
  requireHsmAccess(context, id, operation);
  return hsmKeyAttributes(await hsmKey(target));
}

/** Shows attributes, all of them when none is named (KMIP 2.1, Get Attributes). @throws KmipError */
export const getAttributes: Operation = async (payload, context) => {
  const id = identifierOf(payload, context);
  const references = childrenOf(payload, 'AttributeReference');
  const { value: attributes } = await attributesFor(context, id, 'GetAttributes');
  const shown =
    references.length === 0
      ? attributes
      : attributes.filter((attribute) => references.some((reference) => isMeant(reference, attribute)));
  return [text('UniqueIdentifier', id), structure('Attributes', ...shown)];
};
