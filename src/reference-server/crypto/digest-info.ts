import { constants, type KeyObject, privateEncrypt, publicDecrypt } from 'node:crypto';
import { KmipError } from '../../kmip/errors.ts';
import { cryptographic, unsupported } from './failure.ts';
import type { Parameters } from './parameters.ts';
import { rsaScheme } from './signature-schemes.ts';

/** What stands before the digest in a PKCS#1 v1.5 signature (RFC 8017 section 9.2, note 1), by OASIS name of the hash. */
const PREFIXES: ReadonlyMap<string, { readonly prefix: string; readonly bytes: number }> = new Map([
  ['SHA_1', { prefix: '3021300906052b0e03021a05000414', bytes: 20 }],
  ['SHA_224', { prefix: '302d300d06096086480165030402040500041c', bytes: 28 }],
  ['SHA_256', { prefix: '3031300d060960864801650304020105000420', bytes: 32 }],
  ['SHA_384', { prefix: '3041300d060960864801650304020205000430', bytes: 48 }],
  ['SHA_512', { prefix: '3051300d060960864801650304020305000440', bytes: 64 }],
]);

/** @throws KmipError UnsupportedCryptographicParameters, InvalidField */
function digestInfo(key: KeyObject, parameters: Parameters, digest: Uint8Array): Buffer {
  // node:crypto hashes by itself for every other signature.
  if (key.asymmetricKeyType !== 'rsa' || rsaScheme(parameters).padding !== 'PKCS1V1_5') {
    throw unsupported('DigestedData is supported for RSA with PKCS1V1_5 only: send the Data itself');
  }
  const { hash } = rsaScheme(parameters);
  const known = PREFIXES.get(hash);
  if (known === undefined)
    throw unsupported(`DigestedData of ${hash} is not supported: send the Data itself`);
  if (digest.length !== known.bytes) {
    throw new KmipError(
      'InvalidField',
      `DigestedData of ${hash} has ${known.bytes} bytes, not ${digest.length}`,
    );
  }
  return Buffer.concat([Buffer.from(known.prefix, 'hex'), digest]);
}

/** Signs what a client hashed. @throws KmipError */
export function signDigest(key: KeyObject, parameters: Parameters, digest: Uint8Array): Uint8Array {
  const info = digestInfo(key, parameters, digest);
  return cryptographic('signing failed with this key and these parameters', () => {
    return new Uint8Array(privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, info));
  });
}

/** Whether the signature is one of that digest; one that is not even well-formed is none. @throws KmipError */
export function isSignatureOfDigest(
  key: KeyObject,
  parameters: Parameters,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  const info = digestInfo(key, parameters, digest);
  try {
    return publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature).equals(info);
  } catch {
    return false;
  }
}
