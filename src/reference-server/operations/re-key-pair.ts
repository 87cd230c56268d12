import { KmipError } from '../../kmip/errors.ts';
import { maybeInterval } from '../../kmip/fields.ts';
import type { TtlvStructure } from '../../kmip/ttlv.ts';
import { mergedAttributes } from '../objects/attributes.ts';
import { clientAttributes } from '../objects/given-attributes.ts';
import { link, linked } from '../objects/links.ts';
import { replacedBy, takenOver } from '../objects/replacement.ts';
import type { StoredObject } from '../store/store.ts';
import { pairAnswer } from './create-key-pair.ts';
import type { Operation, OperationContext } from './operation.ts';
import { newPairHalves, type PairHalves, pairAttributesIn } from './pair-halves.ts';
import { replaceable } from './re-key.ts';
import { identifierOf } from './target.ts';

const OPERATION = 'ReKeyKeyPair';
const PRIVATE_KEY = { type: 'PrivateKey', states: ['PreActive', 'Active'], kind: 'private key' } as const;
/** The private half decides: the public one follows in whatever state it is, but for a destroyed one. */
const PUBLIC_KEY = {
  type: 'PublicKey',
  states: ['PreActive', 'Active', 'Deactivated', 'Compromised'],
  kind: 'public key',
} as const;

/** Both halves of the pair. @throws KmipError ObjectNotFound, PermissionDenied, InvalidObjectType */
function existingPair(context: OperationContext, privateId: string): PairHalves {
  const privateKey = replaceable(context, privateId, OPERATION, PRIVATE_KEY);
  const publicId = linked(privateKey.attributes, 'PublicKeyLink');
  if (publicId === undefined) {
    throw new KmipError(
      'ObjectNotFound',
      `the private key ${privateId} has no PublicKeyLink to its other half`,
    );
  }
  return { privateKey, publicKey: replaceable(context, publicId, OPERATION, PUBLIC_KEY) };
}

/**
 * Replaces a key pair (KMIP 2.1, Re-key Key Pair). Each half takes over the names, attributes and owner of its
 * predecessor; the existing halves stay in their states.
 * @throws KmipError
 */
export const reKeyKeyPair: Operation = async (payload, context) => {
  const privateId = identifierOf(payload, context, 'PrivateKeyUniqueIdentifier');
  const offset = maybeInterval(payload, 'Offset');
  const common = pairAttributesIn(payload, 'CommonAttributes');
  const askedOf = (tag: string): TtlvStructure =>
    clientAttributes(mergedAttributes(common, pairAttributesIn(payload, tag)));
  const asked = { private: askedOf('PrivateKeyAttributes'), public: askedOf('PublicKeyAttributes') };
  const existing = existingPair(context, privateId);
  const now = context.nowUnixSeconds();
  const half = (old: StoredObject, wanted: TtlvStructure) => ({
    owner: old.owner,
    attributes: takenOver(old, wanted, offset, now),
    links: [link('ReplacedObjectLink', old.id)],
  });
  const replacement = await newPairHalves(
    context,
    half(existing.privateKey, asked.private),
    half(existing.publicKey, asked.public),
  );
  context.store.transaction(() => {
    const replaced = existingPair(context, privateId);
    context.store.create(replacement.privateKey);
    context.store.create(replacement.publicKey);
    context.store.update(replacedBy(replaced.privateKey, replacement.privateKey.id, now));
    context.store.update(replacedBy(replaced.publicKey, replacement.publicKey.id, now));
  });
  return pairAnswer(replacement);
};
