import { bytesOf } from '../../kmip/fields.ts';
import { bytes, type TtlvStructure, text } from '../../kmip/ttlv.ts';
import { parametersFor } from '../crypto/parameters.ts';
import { signData } from '../crypto/signature.ts';
import { readAsymmetric } from '../objects/asymmetric-formats.ts';
import { readKeyBlock } from '../objects/key-block.ts';
import { gathered } from './gathered.ts';
import { signInHsm } from './hsm/hsm-crypto.ts';
import { hsmTarget } from './hsm/hsm-target.ts';
import { type KeyDemand, usableKey } from './key-use.ts';
import type { Operation, OperationContext } from './operation.ts';
import { refuseDigest } from './refuse-digest.ts';
import { identifierOf } from './target.ts';
import { spendUsage } from './usage-allocation.ts';

const DEMAND: KeyDemand = { operation: 'Sign', types: ['PrivateKey'], use: 'protect', usage: 'Sign' };

async function signHere(
  context: OperationContext,
  id: string,
  payload: TtlvStructure,
  data: Uint8Array,
): Promise<Uint8Array> {
  const { stored, content } = await usableKey(context, id, DEMAND);
  const key = readAsymmetric('PrivateKey', readKeyBlock(content));
  const parameters = parametersFor(payload, stored.attributes);
  const signature = await signData(key, parameters, data);
  spendUsage(context, stored, data.length);
  return signature;
}

const signWhole: Operation = async (payload, context) => {
  const id = identifierOf(payload, context);
  refuseDigest(payload);
  const data = bytesOf(payload, 'Data');
  const target = hsmTarget(id, context);
  const signature =
    target === undefined
      ? await signHere(context, id, payload, data)
      : await signInHsm(context, target, parametersFor(payload), data);
  return [text('UniqueIdentifier', id), bytes('SignatureData', signature)];
};

/** Signs data with a managed private key (KMIP 2.1, Sign). @throws KmipError */
export const sign: Operation = gathered('Sign', signWhole);
