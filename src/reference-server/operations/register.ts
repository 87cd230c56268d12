import { randomUUID } from 'node:crypto';
import { KmipError } from '../../kmip/errors.ts';
import { enumerationOf, maybeEnumeration, maybeStructure, structureOf } from '../../kmip/fields.ts';
import { structure, type TtlvStructure, text } from '../../kmip/ttlv.ts';
import { withoutAttributes } from '../objects/attributes.ts';
import { attributesOfContent, STORABLE_TYPES } from '../objects/describe-key.ts';
import { clientAttributes } from '../objects/given-attributes.ts';
import type { NewObject } from '../objects/managed-object.ts';
import { protectionStorage } from '../objects/protection-storage.ts';
import { prepare } from './new-object.ts';
import type { Operation } from './operation.ts';

const NONE = structure('Attributes');

/** The type of the object, also of one that comes without it, as clients of Go import theirs. @throws KmipError */
export function broughtType(payload: TtlvStructure): string {
  const [only, ...more] = payload.value.filter(({ tag }) => STORABLE_TYPES.includes(tag));
  const isTold = maybeEnumeration(payload, 'ObjectType') !== undefined;
  return isTold || only === undefined || more.length > 0 ? enumerationOf(payload, 'ObjectType') : only.tag;
}

export type BroughtObject = Pick<NewObject, 'type' | 'given' | 'derived'> & {
  readonly content: TtlvStructure;
};

/**
 * The object that a client brings along, checked against what it says about it.
 * @param accept which attributes may come with it
 * @throws KmipError
 */
export function broughtObject(
  payload: TtlvStructure,
  accept: (attributes: TtlvStructure) => TtlvStructure,
): BroughtObject {
  const type = broughtType(payload);
  const attributes = accept(maybeStructure(payload, 'Attributes') ?? NONE);
  if (!STORABLE_TYPES.includes(type)) {
    throw new KmipError(
      'InvalidObjectType',
      `objects of type ${type} are not kept here: ${STORABLE_TYPES.join(', ')}`,
    );
  }
  if ((maybeEnumeration(attributes, 'ObjectType') ?? type) !== type) {
    throw new KmipError(
      'InvalidField',
      `the attribute ObjectType is another one than the ObjectType ${type}`,
    );
  }
  const content = structureOf(payload, type);
  const given = withoutAttributes(attributes, ['ObjectType', 'KeyFormatType']);
  const derived = [...attributesOfContent(type, content, given), ...protectionStorage(payload)];
  return { type, given, derived, content };
}

/** Keeps an object that the client made (KMIP 2.1, Register). @throws KmipError */
export const register: Operation = async (payload, context) => {
  const object = broughtObject(payload, clientAttributes);
  const id = randomUUID();
  await context.store.add(await prepare(context, { id, owner: context.user, ...object }));
  return [text('UniqueIdentifier', id)];
};
