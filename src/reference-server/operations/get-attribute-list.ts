import { text } from '../../kmip/ttlv.ts';
import { referencesTo } from '../objects/attribute-reference.ts';
import { attributesFor } from './get-attributes.ts';
import type { Operation } from './operation.ts';
import { identifierOf } from './target.ts';

/** Tells which attributes an object has (KMIP 2.1, Get Attribute List). @throws KmipError */
export const getAttributeList: Operation = async (payload, context) => {
  const id = identifierOf(payload, context);
  const { value: attributes } = await attributesFor(context, id, 'GetAttributeList');
  return [text('UniqueIdentifier', id), ...referencesTo(attributes)];
};
