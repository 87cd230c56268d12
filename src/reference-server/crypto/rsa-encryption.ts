import { constants, type KeyObject, privateDecrypt, publicEncrypt } from 'node:crypto';
import { KmipError } from '../../kmip/errors.ts';
import { cryptographic, unsupported } from './failure.ts';
import { hashName } from './hashes.ts';
import type { Parameters } from './parameters.ts';

const OAEP_HASHES: readonly string[] = ['SHA_1', 'SHA_256', 'SHA_384', 'SHA_512'];
const DEFAULT_OAEP_HASH = 'SHA_256';

/** OASIS name of the OAEP hash. @throws KmipError UnsupportedCryptographicParameters */
export function oaepHash(parameters: Parameters): string {
  const hash = parameters.hashingAlgorithm ?? DEFAULT_OAEP_HASH;
  if (!OAEP_HASHES.includes(hash)) {
    throw unsupported(`OAEP with ${hash} is not supported here; use ${OAEP_HASHES.join(', ')}`);
  }
  const mask = parameters.maskGeneratorHashingAlgorithm ?? hash;
  // node:crypto has one hash for OAEP and its mask generator.
  if (mask !== hash)
    throw unsupported(`OAEP with ${hash} and a mask of ${mask} is not supported: use one hash for both`);
  return hash;
}

export type RsaPadding = 'OAEP' | 'PKCS1V1_5';

/** @throws KmipError UnsupportedCryptographicParameters */
export function rsaPadding({ paddingMethod: padding = 'OAEP' }: Parameters): RsaPadding {
  if (padding === 'OAEP' || padding === 'PKCS1V1_5') return padding;
  throw unsupported(`RSA encryption with padding ${padding} is not supported here; use OAEP or PKCS1V1_5`);
}

function options(key: KeyObject, parameters: Parameters) {
  if (key.asymmetricKeyType !== 'rsa') {
    throw new KmipError(
      'BadCryptographicParameters',
      `a key of type ${key.asymmetricKeyType} cannot encrypt or decrypt`,
    );
  }
  return rsaPadding(parameters) === 'OAEP'
    ? { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: hashName(oaepHash(parameters)) }
    : { key, padding: constants.RSA_PKCS1_PADDING };
}

/** @throws KmipError CryptographicFailure when the data is longer than key and padding allow */
export const encryptRsa = (key: KeyObject, parameters: Parameters, data: Uint8Array): Uint8Array =>
  cryptographic(
    'encryption failed: the data is longer than this RSA key and padding allow',
    () => new Uint8Array(publicEncrypt(options(key, parameters), data)),
  );

/** @throws KmipError CryptographicFailure */
export const decryptRsa = (key: KeyObject, parameters: Parameters, data: Uint8Array): Uint8Array =>
  cryptographic(
    'decryption failed: the data was not encrypted with this key and padding',
    () => new Uint8Array(privateDecrypt(options(key, parameters), data)),
  );
