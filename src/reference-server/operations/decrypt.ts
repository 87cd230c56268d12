import { bytesOf, maybeBytes } from '../../kmip/fields.ts';
import { bytes, type TtlvStructure, text } from '../../kmip/ttlv.ts';
import { taggedData } from '../../kmip/versions.ts';
import { parametersFor } from '../crypto/parameters.ts';
import { decryptRsa } from '../crypto/rsa-encryption.ts';
import { decryptSymmetric, tagBytesOf } from '../crypto/symmetric-cipher.ts';
import { readAsymmetric } from '../objects/asymmetric-formats.ts';
import { readKeyBlock, secretBytes } from '../objects/key-block.ts';
import { decryptInHsm } from './hsm/hsm-crypto.ts';
import { hsmTarget } from './hsm/hsm-target.ts';
import { algorithmOf, type KeyDemand, refuseStreaming, usableKey } from './key-use.ts';
import type { Operation, OperationContext } from './operation.ts';
import { identifierOf } from './target.ts';

const DEMAND: KeyDemand = {
  operation: 'Decrypt',
  types: ['SymmetricKey', 'PrivateKey'],
  use: 'process',
  usage: 'Decrypt',
};

async function decryptHere(
  context: OperationContext,
  id: string,
  payload: TtlvStructure,
  data: Uint8Array,
): Promise<Uint8Array> {
  const { stored, content } = await usableKey(context, id, DEMAND);
  const parameters = parametersFor(payload, stored.attributes);
  const key = readKeyBlock(content);
  if (stored.type === 'PrivateKey') return decryptRsa(readAsymmetric('PrivateKey', key), parameters, data);
  const algorithm = algorithmOf(stored, parameters);
  const secret = secretBytes(key);
  return decryptSymmetric({
    algorithm,
    key: secret,
    parameters,
    ...taggedData(payload, data, tagBytesOf(algorithm, secret.length * 8, parameters)),
    iv: maybeBytes(payload, 'IVCounterNonce'),
    additionalData: maybeBytes(payload, 'AuthenticatedEncryptionAdditionalData'),
  });
}

/** Decrypts data with a managed key (KMIP 2.1, Decrypt). @throws KmipError */
export const decrypt: Operation = async (payload, context) => {
  refuseStreaming(payload);
  const id = identifierOf(payload, context);
  const data = bytesOf(payload, 'Data');
  const target = hsmTarget(id, context);
  const clear =
    target === undefined
      ? await decryptHere(context, id, payload, data)
      : await decryptInHsm(context, target, payload, parametersFor(payload), data);
  return [text('UniqueIdentifier', id), bytes('Data', clear)];
};
