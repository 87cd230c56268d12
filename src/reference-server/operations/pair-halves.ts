import { type KeyObject, randomUUID } from 'node:crypto';
import { enumerationOf, maybeEnumeration, maybeInteger, maybeStructure } from '../../kmip/fields.ts';
import { structure, type Ttlv, type TtlvStructure } from '../../kmip/ttlv.ts';
import { asymmetricBits, newKeyPair, type PairRequest } from '../crypto/generate.ts';
import { STORED_FORMAT, writeAsymmetric } from '../objects/asymmetric-formats.ts';
import { withoutAttributes } from '../objects/attributes.ts';
import { attributesOfContent } from '../objects/describe-key.ts';
import { keyObject } from '../objects/key-block.ts';
import { link } from '../objects/links.ts';
import { SERVER_RANDOM } from '../objects/managed-object.ts';
import type { StoredObject } from '../store/store.ts';
import { prepare } from './new-object.ts';
import type { OperationContext } from './operation.ts';

const NONE = structure('Attributes');

/** Clients repeat the type and the format of one half in the attributes of both: the server knows better. */
const SURPLUS: readonly string[] = ['ObjectType', 'KeyFormatType'];

/** The attributes that a request gives under one of the three tags of a pair. */
export const pairAttributesIn = (payload: TtlvStructure, tag: string): TtlvStructure =>
  withoutAttributes(maybeStructure(payload, tag) ?? NONE, SURPLUS);

function pairRequest(attributes: TtlvStructure): PairRequest {
  const domain = maybeStructure(attributes, 'CryptographicDomainParameters') ?? NONE;
  return {
    algorithm: enumerationOf(attributes, 'CryptographicAlgorithm'),
    bits: maybeInteger(attributes, 'CryptographicLength'),
    curve: maybeEnumeration(domain, 'RecommendedCurve'),
  };
}

type HalfType = 'PrivateKey' | 'PublicKey';

export interface HalfRequest {
  readonly owner: string;
  /** What the client says about it, beside the links to the other half. */
  readonly attributes: TtlvStructure;
  /** Links that it has beside the one to the other half. */
  readonly links: readonly Ttlv[];
}

const LINK_TO_OTHER = { PrivateKey: 'PublicKeyLink', PublicKey: 'PrivateKeyLink' } as const;

async function half(
  context: OperationContext,
  type: HalfType,
  [id, otherId]: readonly [string, string],
  key: KeyObject,
  { owner, attributes, links }: HalfRequest,
): Promise<StoredObject> {
  const algorithm = enumerationOf(attributes, 'CryptographicAlgorithm');
  const given = structure('Attributes', ...attributes.value, link(LINK_TO_OTHER[type], otherId), ...links);
  const { format, material } = writeAsymmetric(type, key, STORED_FORMAT[type]);
  const content = keyObject(type, { format, material, algorithm, bits: asymmetricBits(key) });
  const derived = [...attributesOfContent(type, content, given), SERVER_RANDOM];
  return prepare(context, { id, owner, type, given, derived, content });
}

export interface PairHalves {
  readonly privateKey: StoredObject;
  readonly publicKey: StoredObject;
}

/** A new pair whose halves link to each other, ready for the store. @throws KmipError */
export async function newPairHalves(
  context: OperationContext,
  privateHalf: HalfRequest,
  publicHalf: HalfRequest,
): Promise<PairHalves> {
  const pair = await newKeyPair(pairRequest(privateHalf.attributes));
  const privateId = randomUUID();
  const publicId = randomUUID();
  return {
    privateKey: await half(context, 'PrivateKey', [privateId, publicId], pair.privateKey, privateHalf),
    publicKey: await half(context, 'PublicKey', [publicId, privateId], pair.publicKey, publicHalf),
  };
}
