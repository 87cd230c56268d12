import { enumeration } from '../../kmip/tables.ts';
import { structure, type Ttlv, text } from '../../kmip/ttlv.ts';
import type { Call } from './call.ts';

/** Where a request says what its new object is to be. */
const OF_NEW_OBJECTS = ['Attributes', 'CommonAttributes'];
const MAKING = ['Create', 'CreateKeyPair', 'Register', 'Import', 'DeriveKey'];

/** The same call, with a Name for the object that it makes. */
export function named({ operation, payload }: Call, name: string): Call {
  if (!MAKING.includes(operation)) return { operation, payload };
  const attribute = structure(
    'Name',
    text('NameValue', name),
    enumeration('NameType', 'UninterpretedTextString'),
  );
  const value = payload.value.map(
    (item): Ttlv =>
      item.type === 'Structure' && OF_NEW_OBJECTS.includes(item.tag)
        ? { ...item, value: [...item.value, attribute] }
        : item,
  );
  return { operation, payload: { ...payload, value } };
}
