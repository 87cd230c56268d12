import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { KmipError } from '../../kmip/errors.ts';
import { unsupported } from './failure.ts';
import { hashName } from './hashes.ts';
import type { Parameters } from './parameters.ts';

const PREFIX = 'HMAC_';

/** "HMAC_SHA256" -> "SHA_256", "HMAC_SHA3_256" -> "SHA3_256". */
const hashOf = (algorithm: string): string => algorithm.slice(PREFIX.length).replace(/^SHA(?!3_)/, 'SHA_');

/**
 * The hash of the HMAC: the algorithm of the request, else that of the key.
 * @throws KmipError UnsupportedCryptographicParameters, BadCryptographicParameters
 */
function macHash(algorithmOfKey: string, parameters: Parameters): string {
  const algorithm = parameters.cryptographicAlgorithm ?? algorithmOfKey;
  if (!algorithm.startsWith(PREFIX)) {
    throw unsupported(
      `the algorithm ${algorithm} makes no MAC here: name one of HMAC_SHA256, HMAC_SHA3_256 ...`,
    );
  }
  if (algorithmOfKey.startsWith(PREFIX) && algorithm !== algorithmOfKey) {
    throw new KmipError(
      'BadCryptographicParameters',
      `a key for ${algorithmOfKey} makes no MAC with ${algorithm}`,
    );
  }
  const hash = hashOf(algorithm);
  if (parameters.hashingAlgorithm !== undefined && parameters.hashingAlgorithm !== hash) {
    throw unsupported(
      `${algorithm} with the hash ${parameters.hashingAlgorithm} is not supported: it has its own`,
    );
  }
  return hashName(hash);
}

/** @throws KmipError */
export const macOf = (
  key: Uint8Array,
  algorithmOfKey: string,
  parameters: Parameters,
  data: Uint8Array,
): Uint8Array =>
  new Uint8Array(createHmac(macHash(algorithmOfKey, parameters), createSecretKey(key)).update(data).digest());

/** In constant time for MACs of equal length. */
export const sameMac = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && timingSafeEqual(one, other);
