import { KmipError } from '../../kmip/errors.ts';
import { bytes, type TtlvStructure, text } from '../../kmip/ttlv.ts';
import { signDigest } from '../crypto/digest-info.ts';
import { parametersFor } from '../crypto/parameters.ts';
import { signData } from '../crypto/signature.ts';
import { readAsymmetric } from '../objects/asymmetric-formats.ts';
import { readKeyBlock } from '../objects/key-block.ts';
import { gathered } from './gathered.ts';
import { signInHsm } from './hsm/hsm-crypto.ts';
import { hsmTarget } from './hsm/hsm-target.ts';
import { type KeyDemand, usableKey } from './key-use.ts';
import type { Operation, OperationContext } from './operation.ts';
import { type SignedData, signedDataIn } from './signed-data.ts';
import { identifierOf } from './target.ts';
import { spendUsage } from './usage-allocation.ts';

const DEMAND: KeyDemand = { operation: 'Sign', types: ['PrivateKey'], use: 'protect', usage: 'Sign' };

async function signHere(
  context: OperationContext,
  id: string,
  payload: TtlvStructure,
  { bytes: data, digested }: SignedData,
): Promise<Uint8Array> {
  const { stored, content } = await usableKey(context, id, DEMAND);
  const key = readAsymmetric('PrivateKey', readKeyBlock(content));
  const parameters = parametersFor(payload, stored.attributes);
  const signature = digested ? signDigest(key, parameters, data) : await signData(key, parameters, data);
  spendUsage(context, stored, data.length);
  return signature;
}

/** @throws KmipError FeatureNotSupported */
function undigested({ bytes: data, digested }: SignedData): Uint8Array {
  if (!digested) return data;
  throw new KmipError('FeatureNotSupported', 'a key in the HSM signs the Data itself, not DigestedData');
}

const signWhole: Operation = async (payload, context) => {
  const id = identifierOf(payload, context);
  const data = signedDataIn(payload);
  const target = hsmTarget(id, context);
  const signature =
    target === undefined
      ? await signHere(context, id, payload, data)
      : await signInHsm(context, target, parametersFor(payload), undigested(data));
  return [text('UniqueIdentifier', id), bytes('SignatureData', signature)];
};

/** Signs data with a managed private key (KMIP 2.1, Sign). @throws KmipError */
export const sign: Operation = gathered('Sign', signWhole);
