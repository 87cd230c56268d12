import { bytesOf, maybeBytes } from '../../kmip/fields.ts';
import { bytes, type Ttlv, type TtlvStructure, text } from '../../kmip/ttlv.ts';
import { parametersFor } from '../crypto/parameters.ts';
import { encryptRsa } from '../crypto/rsa-encryption.ts';
import { type Ciphertext, encryptSymmetric, openCipher } from '../crypto/symmetric-cipher.ts';
import { readAsymmetric } from '../objects/asymmetric-formats.ts';
import { secretBytes } from '../objects/key-block.ts';
import { encryptInHsm } from './hsm/hsm-crypto.ts';
import { hsmTarget } from './hsm/hsm-target.ts';
import { algorithmOf, cipherInputs, cipherKey, type KeyDemand, streamedKey, usableKey } from './key-use.ts';
import type { Operation, OperationContext } from './operation.ts';
import { inParts, type Stream } from './streams.ts';
import { identifierOf } from './target.ts';
import { spendUsage } from './usage-allocation.ts';

const DEMAND: KeyDemand = {
  operation: 'Encrypt',
  types: ['SymmetricKey', 'PublicKey'],
  use: 'protect',
  usage: 'Encrypt',
};

async function encryptHere(
  context: OperationContext,
  id: string,
  payload: TtlvStructure,
  data: Uint8Array,
): Promise<Ciphertext> {
  const { stored, key, parameters } = await cipherKey(context, id, payload, DEMAND);
  if (stored.type === 'PublicKey') {
    const ciphertext = encryptRsa(readAsymmetric('PublicKey', key), parameters, data);
    spendUsage(context, stored, data.length);
    return { data: ciphertext, madeIv: undefined, tag: undefined };
  }
  const made = encryptSymmetric({
    algorithm: algorithmOf(stored, parameters),
    key: secretBytes(key),
    parameters,
    data,
    ...cipherInputs(payload),
  });
  spendUsage(context, stored, data.length);
  return made;
}

const maybe = (tag: string, value: Uint8Array | undefined): readonly Ttlv[] =>
  value === undefined ? [] : [bytes(tag, value)];

async function encryptWhole(payload: TtlvStructure, context: OperationContext): Promise<readonly Ttlv[]> {
  const id = identifierOf(payload, context);
  const data = bytesOf(payload, 'Data');
  const target = hsmTarget(id, context);
  if (target === undefined) {
    const made = await encryptHere(context, id, payload, data);
    return answer(id, made.data, made.madeIv, made.tag);
  }
  const made = await encryptInHsm(context, target, payload, parametersFor(payload), data);
  const iv = maybeBytes(payload, 'IVCounterNonce') === undefined ? made.iv : undefined;
  return answer(id, made.data, iv, made.tag);
}

const answer = (
  id: string,
  data: Uint8Array,
  madeIv: Uint8Array | undefined,
  tag: Uint8Array | undefined,
): readonly Ttlv[] => [
  text('UniqueIdentifier', id),
  bytes('Data', data),
  ...maybe('IVCounterNonce', madeIv),
  ...maybe('AuthenticatedEncryptionTag', tag),
];

const NOTHING = new Uint8Array(0);

/** The IV of the server comes with the first part, the tag with the last. */
async function begun(first: TtlvStructure, context: OperationContext): Promise<Stream['take']> {
  const id = identifierOf(first, context);
  const { algorithm, secret, parameters } = await streamedKey(context, id, first, DEMAND);
  const cipher = openCipher({
    algorithm,
    key: secret,
    parameters,
    ...cipherInputs(first),
  });
  return async (payload, isLast, current) => {
    const { stored } = await usableKey(current, id, DEMAND);
    const part = maybeBytes(payload, 'Data') ?? NOTHING;
    const made = cipher.update(part);
    const end = isLast ? cipher.final() : { data: NOTHING, tag: undefined };
    spendUsage(current, stored, part.length);
    const data = new Uint8Array(Buffer.concat([made, end.data]));
    return answer(id, data, payload === first ? cipher.madeIv : undefined, end.tag);
  };
}

/** Encrypts data with a managed key (KMIP 2.1, Encrypt). @throws KmipError */
export const encrypt: Operation = (payload, context) =>
  inParts(
    'Encrypt',
    payload,
    context,
    () => begun(payload, context),
    () => encryptWhole(payload, context),
  );
