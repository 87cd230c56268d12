import { enumeration } from '../../kmip/tables.ts';
import { text } from '../../kmip/ttlv.ts';
import { visibleAttributes } from '../objects/managed-object.ts';
import { disclose } from './disclosure.ts';
import type { Operation } from './operation.ts';

/** Hands out an object with all its attributes (KMIP 2.1, Export). @throws KmipError */
export const exportObject: Operation = async (payload, context) => {
  const { stored, content } = await disclose(payload, context, 'Export');
  return [
    enumeration('ObjectType', stored.type),
    text('UniqueIdentifier', stored.id),
    visibleAttributes(stored, context.nowUnixSeconds()),
    content,
  ];
};
