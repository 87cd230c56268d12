import { randomUUID } from 'node:crypto';
import { KmipError } from '../../kmip/errors.ts';
import {
  childrenOf,
  enumerationOf,
  integerOf,
  maybeBytes,
  maybeEnumeration,
  maybeInteger,
  structureOf,
} from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { structure, type TtlvStructure, text } from '../../kmip/ttlv.ts';
import { derive } from '../crypto/derive.ts';
import { secretLength, symmetricBits, usualBits } from '../crypto/generate.ts';
import { parametersFor } from '../crypto/parameters.ts';
import { withoutAttributes } from '../objects/attributes.ts';
import { attributesOfContent } from '../objects/describe-key.ts';
import { clientAttributes } from '../objects/given-attributes.ts';
import { keyObject, rawMaterial, readKeyBlock, secretBytes } from '../objects/key-block.ts';
import { link, withLink } from '../objects/links.ts';
import { changed, SERVER_RANDOM } from '../objects/managed-object.ts';
import { protectionStorage } from '../objects/protection-storage.ts';
import { refuseOutsideStore } from './hsm/hsm-refusal.ts';
import { type KeyDemand, usableKey } from './key-use.ts';
import { prepare } from './new-object.ts';
import type { Operation } from './operation.ts';
import { objectFor } from './target.ts';

const DEMAND: KeyDemand = {
  operation: 'DeriveKey',
  types: ['SymmetricKey', 'SecretData'],
  use: 'protect',
  usage: 'DeriveKey',
};

/** Known clients of JSON TTLV name the base object by a tag that KMIP does not have. */
const BASE_TAGS: readonly string[] = ['UniqueIdentifier', 'ObjectUniqueIdentifier'];

/** The ID placeholder may not stand in for it. @throws KmipError InvalidMessage, InvalidField */
function baseIn(payload: TtlvStructure): string {
  const [base, ...more] = BASE_TAGS.flatMap((tag) => childrenOf(payload, tag));
  if (base === undefined) {
    throw new KmipError('InvalidMessage', 'RequestPayload: missing field UniqueIdentifier (TextString)');
  }
  if (base.type === 'TextString' && more.length === 0) return base.value;
  throw new KmipError('InvalidField', 'a key is derived from one object here, named by its UniqueIdentifier');
}

/** Bytes of the object to derive. @throws KmipError InvalidObjectType, InvalidMessage, InvalidField */
function lengthIn(type: string, attributes: TtlvStructure): number {
  const bits = integerOf(attributes, 'CryptographicLength');
  if (type === 'SymmetricKey') {
    const algorithm = enumerationOf(attributes, 'CryptographicAlgorithm');
    return secretLength(algorithm, symmetricBits(algorithm, bits));
  }
  if (type !== 'SecretData') {
    throw new KmipError('InvalidObjectType', `DeriveKey makes SymmetricKey and SecretData, not ${type}`);
  }
  if (bits > 0 && bits % 8 === 0) return bits / 8;
  throw new KmipError('InvalidField', `CryptographicLength is ${bits}: whole bytes, at least 8 bits`);
}

function objectOf(type: string, secret: Uint8Array, attributes: TtlvStructure): TtlvStructure {
  const material = rawMaterial(secret);
  if (type === 'SecretData') {
    return keyObject(type, { format: 'Raw', material }, [enumeration('SecretDataType', 'Seed')]);
  }
  const algorithm = maybeEnumeration(attributes, 'CryptographicAlgorithm');
  const bits = maybeInteger(attributes, 'CryptographicLength') ?? usualBits(algorithm, secret.length);
  return keyObject(type, { format: 'Raw', material, algorithm, bits });
}

/** Makes a key or secret data from another (KMIP 2.1, Derive Key); both link to each other. @throws KmipError */
export const deriveKey: Operation = async (payload, context) => {
  const baseId = baseIn(payload);
  const type = enumerationOf(payload, 'ObjectType');
  const method = enumerationOf(payload, 'DerivationMethod');
  const parameters = structureOf(payload, 'DerivationParameters');
  const asked = clientAttributes(structureOf(payload, 'Attributes'));
  const length = lengthIn(type, asked);
  refuseOutsideStore(context, baseId, DEMAND.operation);
  const { stored, content } = await usableKey(context, baseId, DEMAND);
  const secret = await derive(method, {
    key: secretBytes(readKeyBlock(content)),
    algorithm: maybeEnumeration(stored.attributes, 'CryptographicAlgorithm'),
    parameters: parametersFor(parameters, stored.attributes),
    data: maybeBytes(parameters, 'DerivationData'),
    salt: maybeBytes(parameters, 'Salt'),
    iv: maybeBytes(parameters, 'InitializationVector'),
    iterations: maybeInteger(parameters, 'IterationCount'),
    length,
  });
  const id = randomUUID();
  const given = structure(
    'Attributes',
    ...withoutAttributes(asked, ['ObjectType', 'KeyFormatType']).value,
    link('DerivationBaseObjectLink', baseId),
  );
  const made = objectOf(type, secret, asked);
  const derived = [...attributesOfContent(type, made, given), SERVER_RANDOM, ...protectionStorage(payload)];
  const prepared = await prepare(context, { id, owner: context.user, type, given, derived, content: made });
  context.store.transaction(() => {
    const base = objectFor(context, baseId, DEMAND.operation);
    context.store.create(prepared);
    const attributes = withLink(base.attributes, 'DerivedKeyLink', id);
    context.store.update(changed({ ...base, attributes }, base.state, context.nowUnixSeconds()));
  });
  return [text('UniqueIdentifier', id)];
};
