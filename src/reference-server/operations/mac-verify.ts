import { bytesOf } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { text } from '../../kmip/ttlv.ts';
import { sameMac } from '../crypto/mac.ts';
import { gathered } from './gathered.ts';
import type { KeyDemand } from './key-use.ts';
import { macFor } from './mac.ts';
import type { Operation } from './operation.ts';

const DEMAND: KeyDemand = {
  operation: 'MACVerify',
  types: ['SymmetricKey'],
  use: 'process',
  usage: 'MACVerify',
};

const macVerifyWhole: Operation = async (payload, context) => {
  const claimed = bytesOf(payload, 'MACData');
  const { id, mac } = await macFor(payload, context, DEMAND);
  const valid = sameMac(mac, claimed);
  return [text('UniqueIdentifier', id), enumeration('ValidityIndicator', valid ? 'Valid' : 'Invalid')];
};

/** Checks a MAC (KMIP 2.1, MAC Verify): a wrong one is a success that says Invalid. @throws KmipError */
export const macVerify: Operation = gathered('MACVerify', macVerifyWhole);
