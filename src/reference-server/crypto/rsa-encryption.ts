import { constants, type KeyObject, privateDecrypt, publicEncrypt } from 'node:crypto';
import { KmipError } from '../../kmip/errors.ts';
import { cryptographic, unsupported } from './failure.ts';
import { asymmetricBits } from './generate.ts';
import { hashName } from './hashes.ts';
import type { Parameters } from './parameters.ts';
import { oaepDecoded, oaepEncoded, type PaddingHashes } from './rsa-padding.ts';

const OAEP_HASHES: readonly string[] = ['SHA_1', 'SHA_256', 'SHA_384', 'SHA_512'];
const DEFAULT_OAEP_HASH = 'SHA_256';

const requireOaepHash = (hash: string): string => {
  if (OAEP_HASHES.includes(hash)) return hash;
  throw unsupported(`OAEP with ${hash} is not supported here; use ${OAEP_HASHES.join(', ')}`);
};

/** OASIS names of the OAEP hash and that of its mask generator. @throws KmipError UnsupportedCryptographicParameters */
function oaepHashes(parameters: Parameters): { readonly hash: string; readonly mask: string } {
  const hash = requireOaepHash(parameters.hashingAlgorithm ?? DEFAULT_OAEP_HASH);
  return { hash, mask: requireOaepHash(parameters.maskGeneratorHashingAlgorithm ?? hash) };
}

/** OASIS name of the one hash of both. @throws KmipError UnsupportedCryptographicParameters */
export function oaepHash(parameters: Parameters): string {
  const { hash, mask } = oaepHashes(parameters);
  if (mask === hash) return hash;
  throw unsupported(`OAEP with ${hash} and a mask of ${mask} is not supported here: use one hash for both`);
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

/** The hashes of an OAEP that node:crypto cannot do as a whole; undefined for every other padding. @throws KmipError */
function twoHashes(key: KeyObject, parameters: Parameters): PaddingHashes | undefined {
  requireRsa(key);
  if (rsaPadding(parameters) !== 'OAEP') return undefined;
  const { hash, mask } = oaepHashes(parameters);
  return hash === mask ? undefined : { hash: hashName(hash), mask: hashName(mask) };
}

function options(key: KeyObject, parameters: Parameters) {
  return rsaPadding(parameters) === 'OAEP'
    ? { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: hashName(oaepHash(parameters)) }
    : { key, padding: constants.RSA_PKCS1_PADDING };
}

/** @throws KmipError CryptographicFailure when the data is longer than key and padding allow */
export const encryptRsa = (key: KeyObject, parameters: Parameters, data: Uint8Array): Uint8Array =>
  cryptographic('encryption failed: the data is longer than this RSA key and padding allow', () => {
    const hashes = twoHashes(key, parameters);
    if (hashes === undefined) return new Uint8Array(publicEncrypt(options(key, parameters), data));
    const encoded = oaepEncoded(hashes, data, (asymmetricBits(key) ?? 0) / 8);
    return new Uint8Array(publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, encoded));
  });

/** @throws KmipError CryptographicFailure */
export const decryptRsa = (key: KeyObject, parameters: Parameters, data: Uint8Array): Uint8Array =>
  cryptographic('decryption failed: the data was not encrypted with this key and padding', () => {
    const hashes = twoHashes(key, parameters);
    if (hashes === undefined) return new Uint8Array(privateDecrypt(options(key, parameters), data));
    return oaepDecoded(hashes, privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, data));
  });
