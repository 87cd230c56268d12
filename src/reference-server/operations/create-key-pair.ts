import { type TtlvStructure, text } from '../../kmip/ttlv.ts';
import { mergedAttributes } from '../objects/attributes.ts';
import { clientAttributes } from '../objects/given-attributes.ts';
import { createKeyPairInHsm, requestedHsmPlace } from './hsm/hsm-create.ts';
import type { Operation, OperationContext } from './operation.ts';
import { newPairHalves, type PairHalves, pairAttributesIn } from './pair-halves.ts';

const byUser = ({ user }: OperationContext, attributes: TtlvStructure) => ({
  owner: user,
  attributes: clientAttributes(attributes),
  links: [],
});

/** What Create Key Pair and Re-key Key Pair answer. */
export const pairAnswer = ({ privateKey, publicKey }: PairHalves) => [
  text('PrivateKeyUniqueIdentifier', privateKey.id),
  text('PublicKeyUniqueIdentifier', publicKey.id),
];

/** Makes a pair whose halves link to each other (KMIP 2.1, Create Key Pair): both are stored or none. @throws KmipError */
export const createKeyPair: Operation = async (payload, context) => {
  const common = pairAttributesIn(payload, 'CommonAttributes');
  const ofPrivate = mergedAttributes(common, pairAttributesIn(payload, 'PrivateKeyAttributes'));
  const ofPublic = mergedAttributes(common, pairAttributesIn(payload, 'PublicKeyAttributes'));
  const place = requestedHsmPlace(context, ofPrivate);
  if (place !== undefined) {
    const { privateId, publicId } = await createKeyPairInHsm(context, place, ofPrivate);
    return [text('PrivateKeyUniqueIdentifier', privateId), text('PublicKeyUniqueIdentifier', publicId)];
  }
  const halves = await newPairHalves(context, byUser(context, ofPrivate), byUser(context, ofPublic));
  context.store.transaction(() => {
    context.store.create(halves.privateKey);
    context.store.create(halves.publicKey);
  });
  return pairAnswer(halves);
};
