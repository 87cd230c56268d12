import { structure, type Ttlv, type TtlvStructure, text } from '../../kmip/ttlv.ts';
import { mergedAttributes } from '../objects/attributes.ts';
import { clientAttributes } from '../objects/given-attributes.ts';
import { protectionStorage } from '../objects/protection-storage.ts';
import { createKeyPairInHsm, requestedHsmPlace } from './hsm/hsm-create.ts';
import type { Operation, OperationContext } from './operation.ts';
import { newPairHalves, type PairHalves, pairAttributesIn } from './pair-halves.ts';

const byUser = ({ user }: OperationContext, attributes: TtlvStructure, storage: readonly Ttlv[]) => ({
  owner: user,
  attributes: structure('Attributes', ...clientAttributes(attributes).value, ...storage),
  links: [],
});

/** How a half may be stored: as the request says of it, else as it says of both. @throws KmipError */
export const storageOf = (payload: TtlvStructure, half: 'Private' | 'Public'): readonly Ttlv[] => {
  const reason = `${half}ProtectionStorageUnavailable`;
  const own = protectionStorage(payload, `${half}ProtectionStorageMasks`, reason);
  return own.length > 0 ? own : protectionStorage(payload, 'CommonProtectionStorageMasks', reason);
};

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
  const halves = await newPairHalves(
    context,
    byUser(context, ofPrivate, storageOf(payload, 'Private')),
    byUser(context, ofPublic, storageOf(payload, 'Public')),
  );
  context.store.transaction(() => {
    context.store.create(halves.privateKey);
    context.store.create(halves.publicKey);
  });
  return pairAnswer(halves);
};
