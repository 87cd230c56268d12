import { bytesOf, maybeBytes } from '../../kmip/fields.ts';
import { bytes, type Ttlv, type TtlvStructure, text } from '../../kmip/ttlv.ts';
import { taggedData } from '../../kmip/versions.ts';
import { parametersFor } from '../crypto/parameters.ts';
import { decryptRsa } from '../crypto/rsa-encryption.ts';
import { decryptSymmetric, openDecipher, tagBytesOf } from '../crypto/symmetric-cipher.ts';
import { readAsymmetric } from '../objects/asymmetric-formats.ts';
import { secretBytes } from '../objects/key-block.ts';
import { decryptInHsm } from './hsm/hsm-crypto.ts';
import { hsmTarget } from './hsm/hsm-target.ts';
import { algorithmOf, cipherInputs, cipherKey, type KeyDemand, streamedKey, usableKey } from './key-use.ts';
import type { Operation, OperationContext } from './operation.ts';
import { inParts, type Stream } from './streams.ts';
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
  const { stored, key, parameters } = await cipherKey(context, id, payload, DEMAND);
  if (stored.type === 'PrivateKey') return decryptRsa(readAsymmetric('PrivateKey', key), parameters, data);
  const algorithm = algorithmOf(stored, parameters);
  const secret = secretBytes(key);
  return decryptSymmetric({
    algorithm,
    key: secret,
    parameters,
    ...taggedData(payload, data, tagBytesOf(algorithm, secret.length * 8, parameters)),
    ...cipherInputs(payload),
  });
}

async function decryptWhole(payload: TtlvStructure, context: OperationContext): Promise<readonly Ttlv[]> {
  const id = identifierOf(payload, context);
  const data = bytesOf(payload, 'Data');
  const target = hsmTarget(id, context);
  const clear =
    target === undefined
      ? await decryptHere(context, id, payload, data)
      : await decryptInHsm(context, target, payload, parametersFor(payload), data);
  return [text('UniqueIdentifier', id), bytes('Data', clear)];
}

/** What comes before the last part is not authenticated yet: its client must wait for the end. */
async function begun(first: TtlvStructure, context: OperationContext): Promise<Stream['take']> {
  const id = identifierOf(first, context);
  const { algorithm, secret, parameters } = await streamedKey(context, id, first, DEMAND);
  const tagBytes = tagBytesOf(algorithm, secret.length * 8, parameters);
  const decipher = openDecipher({
    algorithm,
    key: secret,
    parameters,
    ...cipherInputs(first),
  });
  return async (payload, isLast, current) => {
    await usableKey(current, id, DEMAND);
    const part = maybeBytes(payload, 'Data') ?? new Uint8Array(0);
    const { data, tag } = isLast ? taggedData(payload, part, tagBytes) : { data: part, tag: undefined };
    const made = [decipher.update(data), ...(isLast ? [decipher.final(tag)] : [])];
    return [text('UniqueIdentifier', id), bytes('Data', new Uint8Array(Buffer.concat(made)))];
  };
}

/** Decrypts data with a managed key (KMIP 2.1, Decrypt). @throws KmipError */
export const decrypt: Operation = (payload, context) =>
  inParts(
    'Decrypt',
    payload,
    context,
    () => begun(payload, context),
    () => decryptWhole(payload, context),
  );
