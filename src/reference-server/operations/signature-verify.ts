import { bytesOf } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { text } from '../../kmip/ttlv.ts';
import { parametersFor } from '../crypto/parameters.ts';
import { isSignature } from '../crypto/signature.ts';
import { readAsymmetric } from '../objects/asymmetric-formats.ts';
import { readKeyBlock } from '../objects/key-block.ts';
import { gathered } from './gathered.ts';
import { refuseOutsideStore } from './hsm/hsm-refusal.ts';
import { type KeyDemand, usableKey } from './key-use.ts';
import type { Operation } from './operation.ts';
import { refuseDigest } from './refuse-digest.ts';
import { identifierOf } from './target.ts';

const DEMAND: KeyDemand = {
  operation: 'SignatureVerify',
  types: ['PublicKey'],
  use: 'process',
  usage: 'Verify',
};

const signatureVerifyWhole: Operation = async (payload, context) => {
  const id = identifierOf(payload, context);
  refuseDigest(payload);
  const data = bytesOf(payload, 'Data');
  const signature = bytesOf(payload, 'SignatureData');
  refuseOutsideStore(context, id, DEMAND.operation);
  const { stored, content } = await usableKey(context, id, DEMAND);
  const key = readAsymmetric('PublicKey', readKeyBlock(content));
  const parameters = parametersFor(payload, stored.attributes);
  const valid = await isSignature(key, parameters, data, signature);
  return [text('UniqueIdentifier', id), enumeration('ValidityIndicator', valid ? 'Valid' : 'Invalid')];
};

/** Checks a signature (KMIP 2.1, Signature Verify): a wrong one is a success that says Invalid. @throws KmipError */
export const signatureVerify: Operation = gathered('SignatureVerify', signatureVerifyWhole);
