import { createHash } from 'node:crypto';
import { KmipError } from '../../kmip/errors.ts';
import { bytesOf } from '../../kmip/fields.ts';
import { bytes } from '../../kmip/ttlv.ts';
import { hashName } from '../crypto/hashes.ts';
import { parametersFor } from '../crypto/parameters.ts';
import { gathered } from './gathered.ts';
import type { Operation } from './operation.ts';

const hashWhole: Operation = async (payload) => {
  const { hashingAlgorithm } = parametersFor(payload);
  if (hashingAlgorithm === undefined) {
    throw new KmipError(
      'InvalidMessage',
      'CryptographicParameters: missing field HashingAlgorithm (Enumeration)',
    );
  }
  const digest = createHash(hashName(hashingAlgorithm)).update(bytesOf(payload, 'Data')).digest();
  return [bytes('Data', new Uint8Array(digest))];
};

/** Hashes data, without a key (KMIP 2.1, Hash). @throws KmipError */
export const hash: Operation = gathered('Hash', hashWhole, false);
