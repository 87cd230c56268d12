import { type KeyObject, randomUUID } from 'node:crypto';
import { enumerationOf, maybeEnumeration, maybeInteger, maybeStructure } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { structure, type Ttlv, type TtlvStructure, text } from '../../kmip/ttlv.ts';
import { asymmetricBits, newKeyPair, type PairRequest } from '../crypto/generate.ts';
import { STORED_FORMAT, writeAsymmetric } from '../objects/asymmetric-formats.ts';
import { clientAttributes } from '../objects/attribute-rules.ts';
import { mergedAttributes, withoutAttributes } from '../objects/attributes.ts';
import { attributesOfContent } from '../objects/describe-key.ts';
import { keyObject } from '../objects/key-block.ts';
import type { StoredObject } from '../store/store.ts';
import { createKeyPairInHsm, requestedHsmPlace } from './hsm/hsm-create.ts';
import { prepare } from './new-object.ts';
import type { Operation, OperationContext } from './operation.ts';

const NONE = structure('Attributes');

/** Clients repeat the type and the format of one half in the attributes of both: the server knows better. */
const SURPLUS: readonly string[] = ['ObjectType', 'KeyFormatType'];

const attributesIn = (payload: TtlvStructure, tag: string): TtlvStructure =>
  withoutAttributes(maybeStructure(payload, tag) ?? NONE, SURPLUS);

function pairRequest(attributes: TtlvStructure): PairRequest {
  const domain = maybeStructure(attributes, 'CryptographicDomainParameters') ?? NONE;
  return {
    algorithm: enumerationOf(attributes, 'CryptographicAlgorithm'),
    bits: maybeInteger(attributes, 'CryptographicLength'),
    curve: maybeEnumeration(domain, 'RecommendedCurve'),
  };
}

interface HalfRequest {
  readonly type: 'PrivateKey' | 'PublicKey';
  readonly id: string;
  readonly otherId: string;
  readonly key: KeyObject;
  /** OASIS name: EC, ECDSA and ECDH share their keys. */
  readonly algorithm: string;
  readonly attributes: TtlvStructure;
}

const LINK_TO_OTHER = { PrivateKey: 'PublicKeyLink', PublicKey: 'PrivateKeyLink' } as const;

const link = (type: string, id: string): Ttlv =>
  structure('Link', enumeration('LinkType', type), text('LinkedObjectIdentifier', id));

async function half(context: OperationContext, request: HalfRequest): Promise<StoredObject> {
  const { type, id, otherId, key, algorithm } = request;
  const given = structure('Attributes', ...request.attributes.value, link(LINK_TO_OTHER[type], otherId));
  const { format, material } = writeAsymmetric(type, key, STORED_FORMAT[type]);
  const content = keyObject(type, { format, material, algorithm, bits: asymmetricBits(key) });
  const derived = attributesOfContent(type, content, given);
  return prepare(context, { id, owner: context.user, type, given, derived, content });
}

/** Makes a pair whose halves link to each other (KMIP 2.1, Create Key Pair): both are stored or none. @throws KmipError */
export const createKeyPair: Operation = async (payload, context) => {
  const common = attributesIn(payload, 'CommonAttributes');
  const ofPrivate = mergedAttributes(common, attributesIn(payload, 'PrivateKeyAttributes'));
  const ofPublic = mergedAttributes(common, attributesIn(payload, 'PublicKeyAttributes'));
  const place = requestedHsmPlace(context, ofPrivate);
  if (place !== undefined) {
    const { privateId, publicId } = await createKeyPairInHsm(context, place, ofPrivate);
    return [text('PrivateKeyUniqueIdentifier', privateId), text('PublicKeyUniqueIdentifier', publicId)];
  }
  const request = pairRequest(clientAttributes(ofPrivate));
  clientAttributes(ofPublic);
  const pair = await newKeyPair(request);
  const privateId = randomUUID();
  const publicId = randomUUID();
  const { algorithm } = request;
  const halves = [
    await half(context, {
      type: 'PrivateKey',
      id: privateId,
      otherId: publicId,
      key: pair.privateKey,
      algorithm,
      attributes: ofPrivate,
    }),
    await half(context, {
      type: 'PublicKey',
      id: publicId,
      otherId: privateId,
      key: pair.publicKey,
      algorithm,
      attributes: ofPublic,
    }),
  ];
  context.store.transaction(() => {
    for (const object of halves) context.store.create(object);
  });
  return [text('PrivateKeyUniqueIdentifier', privateId), text('PublicKeyUniqueIdentifier', publicId)];
};
