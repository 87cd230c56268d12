import { randomBytes } from 'node:crypto';
import { KmipError } from '../../kmip/errors.ts';
import { bytesOf, integerOf } from '../../kmip/fields.ts';
import { bytes, integer } from '../../kmip/ttlv.ts';
import type { Operation } from './operation.ts';

/** Most bytes of one answer. A bound of this server: the length comes from the client. */
const MOST_BYTES = 1 << 16;

/** Random bytes (KMIP 2.1, RNG Retrieve). @throws KmipError InvalidField */
export const rngRetrieve: Operation = async (payload) => {
  const length = integerOf(payload, 'DataLength');
  if (length < 1 || length > MOST_BYTES) {
    throw new KmipError('InvalidField', `DataLength is ${length}: ask for 1 to ${MOST_BYTES} bytes`);
  }
  return [bytes('Data', new Uint8Array(randomBytes(length)))];
};

/**
 * Takes seed material and does not use it, which it says with a length of 0 (KMIP 2.1, RNG Seed): the generator of
 * node:crypto seeds itself.
 * @throws KmipError InvalidMessage
 */
export const rngSeed: Operation = async (payload) => {
  bytesOf(payload, 'Data');
  return [integer('DataLength', 0)];
};
