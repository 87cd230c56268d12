import { constants, type KeyObject, privateDecrypt, publicEncrypt } from 'node:crypto';
import { KmipError } from '../../kmip/errors.ts';
import { cryptographic, unsupported } from './failure.ts';
import { hashName } from './hashes.ts';
import { type Parameters, requireOneHash } from './parameters.ts';

const OAEP_HASHES: readonly string[] = ['SHA_1', 'SHA_256', 'SHA_384', 'SHA_512'];
const DEFAULT_OAEP_HASH = 'SHA_256';

const requireOaepHash = (hash: string): string => {
  if (OAEP_HASHES.includes(hash)) return hash;
  throw unsupported(`OAEP with ${hash} is not supported here; use ${OAEP_HASHES.join(', ')}`);
};

/** OASIS name of the hash of the padding and of its mask. @throws KmipError UnsupportedCryptographicParameters */
export function oaepHash(parameters: Parameters): string {
  const hash = requireOaepHash(parameters.hashingAlgorithm ?? DEFAULT_OAEP_HASH);
  requireOneHash('OAEP', hash, parameters);
  return hash;
}

export type RsaPadding = 'OAEP' | 'PKCS1V1_5';

/** @throws KmipError UnsupportedCryptographicParameters */
export function rsaPadding({ paddingMethod: padding = 'OAEP' }: Parameters): RsaPadding {
  if (padding === 'OAEP' || padding === 'PKCS1V1_5') return padding;
  throw unsupported(`RSA encryption with padding ${padding} is not supported here; use OAEP or PKCS1V1_5`);
}

function requireRsa({ asymmetricKeyType }: KeyObject): void {
  if (asymmetricKeyType === 'rsa') return;
  throw new KmipError(
    'BadCryptographicParameters',
    `a key of type ${asymmetricKeyType} cannot encrypt or decrypt`,
  );
}

function options(key: KeyObject, parameters: Parameters) {
  requireRsa(key);
  if (rsaPadding(parameters) === 'PKCS1V1_5') return { key, padding: constants.RSA_PKCS1_PADDING };
  return {
    key,
    padding: constants.RSA_PKCS1_OAEP_PADDING,
    oaepHash: hashName(oaepHash(parameters)),
    ...(parameters.pSource === undefined ? {} : { oaepLabel: Buffer.from(parameters.pSource) }),
  };
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
