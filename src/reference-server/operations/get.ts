import { enumeration } from '../../kmip/tables.ts';
import { text } from '../../kmip/ttlv.ts';
import { disclose } from './disclosure.ts';
import type { Operation } from './operation.ts';

/** Hands out an object (KMIP 2.1, Get). @throws KmipError */
export const get: Operation = async (payload, context) => {
  const { stored, content } = await disclose(payload, context, 'Get');
  return [enumeration('ObjectType', stored.type), text('UniqueIdentifier', stored.id), content];
};
