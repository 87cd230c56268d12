import { generateKeyPair, type KeyObject, type KeyPairKeyObjectResult, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { KmipError } from '../../kmip/errors.ts';
import { CURVES, type Curve, curveByKmipName } from './curves.ts';

/** Lengths in bits that a symmetric key of an algorithm may have; the first is taken when none is asked for. */
const SYMMETRIC_BITS: ReadonlyMap<string, readonly number[]> = new Map([
  /** 512 is a pair of 256-bit keys for XTS. */
  ['AES', [256, 128, 192, 512]],
  /** Counted without the parity bits, or with them. */
  ['DES3', [168, 112, 192, 128]],
  ['ChaCha20', [256]],
  ['ChaCha20Poly1305', [256]],
]);

const HMAC_BITS = { default: 256, least: 112, most: 8192 };

/** @throws KmipError InvalidField, with the lengths that are possible */
export function symmetricBits(algorithm: string, asked: number | undefined): number {
  const lengths = SYMMETRIC_BITS.get(algorithm);
  if (lengths !== undefined) {
    const bits = asked ?? lengths[0];
    if (bits !== undefined && lengths.includes(bits)) return bits;
    throw new KmipError(
      'InvalidField',
      `a key length of ${asked} bits is none of ${algorithm}: ${lengths.join(', ')}`,
    );
  }
  if (!algorithm.startsWith('HMAC_')) {
    throw new KmipError('InvalidField', `this server makes no symmetric keys for ${algorithm}`);
  }
  const bits = asked ?? HMAC_BITS.default;
  if (bits % 8 === 0 && bits >= HMAC_BITS.least && bits <= HMAC_BITS.most) return bits;
  throw new KmipError(
    'InvalidField',
    `a key length of ${asked} bits is none of ${algorithm}: whole bytes from ${HMAC_BITS.least} to ${HMAC_BITS.most} bits`,
  );
}

const DES_BYTES: ReadonlyMap<number, number> = new Map([
  [168, 24],
  [192, 24],
  [112, 16],
  [128, 16],
]);

/** Bytes of a symmetric key: of DES the length may leave out the parity, which the key has all the same. */
export const secretLength = (algorithm: string | undefined, bits: number): number =>
  (algorithm === 'DES3' ? DES_BYTES.get(bits) : undefined) ?? bits / 8;

/** The length that such a key has when nobody says which. */
export const usualBits = (algorithm: string | undefined, bytes: number): number =>
  algorithm === 'DES3' ? bytes * 7 : bytes * 8;

/** The lowest bit makes the number of ones odd (FIPS 46-3): a check bit of the format, which the cipher passes over. */
const withParity = (byte: number): number => {
  const ones = (byte >> 1).toString(2).replaceAll('0', '').length;
  return (byte & 0xfe) | (ones % 2 === 0 ? 1 : 0);
};

export function newSecret(algorithm: string, bits: number): Uint8Array {
  const secret = new Uint8Array(randomBytes(secretLength(algorithm, bits)));
  return algorithm === 'DES3' ? secret.map(withParity) : secret;
}

const RSA_BITS = { least: 2048, most: 4096 };

/** @throws KmipError InvalidField */
export function rsaBits(asked: number | undefined): number {
  const bits = asked ?? RSA_BITS.least;
  if (Number.isInteger(bits / 64) && bits >= RSA_BITS.least && bits <= RSA_BITS.most) return bits;
  throw new KmipError(
    'InvalidField',
    `RSA of ${bits} bits: the minimum key length is ${RSA_BITS.least}, the maximum ${RSA_BITS.most}, in steps of 64`,
  );
}

/** The algorithm and length that a client asked for, as far as it did. */
export interface PairRequest {
  readonly algorithm: string;
  readonly bits: number | undefined;
  /** OASIS name of the RecommendedCurve. */
  readonly curve: string | undefined;
}

const EC_ALGORITHMS: readonly string[] = ['EC', 'ECDSA', 'ECDH'];

function curveOf({ curve, bits }: PairRequest): Curve {
  if (curve !== undefined) return curveByKmipName(curve);
  const byLength = CURVES.find((candidate) => candidate.bits === bits);
  if (byLength !== undefined) return byLength;
  throw new KmipError('InvalidField', 'an EC pair needs a RecommendedCurve: P_256, P_384 or P_521');
}

const generate = promisify(generateKeyPair);

/** Makes a pair off the event loop. @throws KmipError InvalidField, UnsupportedCryptographicParameters */
export async function newKeyPair(request: PairRequest): Promise<KeyPairKeyObjectResult> {
  if (request.algorithm === 'RSA') return generate('rsa', { modulusLength: rsaBits(request.bits) });
  if (request.algorithm === 'Ed25519') return generate('ed25519', {});
  if (EC_ALGORITHMS.includes(request.algorithm)) return generate('ec', { namedCurve: curveOf(request).node });
  throw new KmipError('InvalidField', `this server makes no key pairs for ${request.algorithm}`);
}

/** Length in bits of a half of a pair. */
export function asymmetricBits(key: KeyObject): number | undefined {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (modulusLength !== undefined) return modulusLength;
  if (key.asymmetricKeyType === 'ed25519') return 256;
  return CURVES.find(({ node }) => node === namedCurve)?.bits;
}
