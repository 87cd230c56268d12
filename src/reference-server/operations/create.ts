import { randomUUID } from 'node:crypto';
import { KmipError } from '../../kmip/errors.ts';
import { enumerationOf, integerOf, maybeEnumeration, maybeInteger, structureOf } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { type TtlvStructure, text } from '../../kmip/ttlv.ts';
import { newSecret, symmetricBits } from '../crypto/generate.ts';
import { attributesOfContent } from '../objects/describe-key.ts';
import { clientAttributes } from '../objects/given-attributes.ts';
import { keyObject, rawMaterial } from '../objects/key-block.ts';
import { SERVER_RANDOM } from '../objects/managed-object.ts';
import { protectionStorage } from '../objects/protection-storage.ts';
import { createKeyInHsm, requestedHsmPlace } from './hsm/hsm-create.ts';
import { prepare } from './new-object.ts';
import type { Operation } from './operation.ts';

const TYPE = 'SymmetricKey';

/** What a key of these attributes needs to be made. @throws KmipError InvalidMessage, InvalidField */
function newKey(attributes: TtlvStructure): TtlvStructure {
  const algorithm = enumerationOf(attributes, 'CryptographicAlgorithm');
  integerOf(attributes, 'CryptographicUsageMask');
  const bits = symmetricBits(algorithm, maybeInteger(attributes, 'CryptographicLength'));
  return keyObject(TYPE, {
    format: 'Raw',
    material: rawMaterial(newSecret(algorithm, bits)),
    algorithm,
    bits,
  });
}

/** Makes a symmetric key (KMIP 2.1, Create). @throws KmipError */
export const create: Operation = async (payload, context) => {
  const attributes = structureOf(payload, 'Attributes');
  const type = enumerationOf(payload, 'ObjectType');
  if (type !== TYPE || (maybeEnumeration(attributes, 'ObjectType') ?? TYPE) !== TYPE) {
    throw new KmipError('InvalidObjectType', `Create makes objects of type ${TYPE} only`);
  }
  const place = requestedHsmPlace(context, attributes);
  if (place !== undefined) {
    await createKeyInHsm(context, place, attributes);
    return [enumeration('ObjectType', TYPE), text('UniqueIdentifier', place.id)];
  }
  const given = clientAttributes(attributes);
  const content = newKey(given);
  const id = randomUUID();
  const derived = [
    ...attributesOfContent(TYPE, content, given),
    SERVER_RANDOM,
    ...protectionStorage(payload),
  ];
  await context.store.add(
    await prepare(context, { id, owner: context.user, type: TYPE, given, derived, content }),
  );
  return [enumeration('ObjectType', TYPE), text('UniqueIdentifier', id)];
};
