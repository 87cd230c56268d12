import { constants, createHash, type KeyObject, privateEncrypt, publicDecrypt } from 'node:crypto';
import { KmipError } from '../../kmip/errors.ts';
import { cryptographic, unsupported } from './failure.ts';
import { asymmetricBits } from './generate.ts';
import { hashName } from './hashes.ts';
import type { Parameters } from './parameters.ts';
import { isPssOf, type PaddingHashes, pssEncoded } from './rsa-padding.ts';
import { type RsaSignature, rsaScheme } from './signature-schemes.ts';

/** What stands before the digest in a PKCS#1 v1.5 signature (RFC 8017 section 9.2, note 1), by OASIS name of the hash. */
const PREFIXES: ReadonlyMap<string, { readonly prefix: string; readonly bytes: number }> = new Map([
  ['SHA_1', { prefix: '3021300906052b0e03021a05000414', bytes: 20 }],
  ['SHA_224', { prefix: '302d300d06096086480165030402040500041c', bytes: 28 }],
  ['SHA_256', { prefix: '3031300d060960864801650304020105000420', bytes: 32 }],
  ['SHA_384', { prefix: '3041300d060960864801650304020205000430', bytes: 48 }],
  ['SHA_512', { prefix: '3051300d060960864801650304020305000440', bytes: 64 }],
]);

/** @throws KmipError UnsupportedCryptographicParameters */
function schemeOf(key: KeyObject, parameters: Parameters): RsaSignature {
  if (key.asymmetricKeyType === 'rsa') return rsaScheme(parameters);
  // node:crypto hashes by itself for every other signature.
  throw unsupported('DigestedData is supported for RSA only: send the Data itself');
}

/** @throws KmipError UnsupportedCryptographicParameters, InvalidField */
function digestInfo(hash: string, digest: Uint8Array): Buffer {
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

interface Pss extends PaddingHashes {
  readonly modulusBits: number;
  readonly digestBytes: number;
}

/** @throws KmipError InvalidField, UnsupportedCryptographicParameters */
function pssOf(key: KeyObject, { hash, mask }: RsaSignature, digest: Uint8Array): Pss {
  const name = hashName(hash);
  const digestBytes = createHash(name).digest().length;
  if (digest.length !== digestBytes) {
    throw new KmipError(
      'InvalidField',
      `DigestedData of ${hash} has ${digestBytes} bytes, not ${digest.length}`,
    );
  }
  return { hash: name, mask: hashName(mask), digestBytes, modulusBits: asymmetricBits(key) ?? 0 };
}

/** Signs what a client hashed. @throws KmipError */
export function signDigest(key: KeyObject, parameters: Parameters, digest: Uint8Array): Uint8Array {
  const scheme = schemeOf(key, parameters);
  if (scheme.padding === 'PSS') {
    const pss = pssOf(key, scheme, digest);
    const salt = parameters.saltLength ?? pss.digestBytes;
    if (salt < 0) throw new KmipError('InvalidField', `SaltLength must not be negative, it is ${salt}`);
    return cryptographic('signing failed with this key and these parameters', () => {
      const encoded = pssEncoded(pss, digest, pss.modulusBits, salt);
      return new Uint8Array(privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, encoded));
    });
  }
  const info = digestInfo(scheme.hash, digest);
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
  const scheme = schemeOf(key, parameters);
  if (scheme.padding === 'PSS') {
    const pss = pssOf(key, scheme, digest);
    try {
      const encoded = publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, signature);
      return isPssOf(pss, digest, encoded, pss.modulusBits, parameters.saltLength);
    } catch {
      return false;
    }
  }
  const info = digestInfo(scheme.hash, digest);
  try {
    return publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature).equals(info);
  } catch {
    return false;
  }
}
