import type { KeyObject } from 'node:crypto';
import { unsupported } from './failure.ts';
import type { Parameters } from './parameters.ts';
import { decryptRsa, encryptRsa } from './rsa-encryption.ts';
import { decryptSymmetric, encryptSymmetric } from './symmetric-cipher.ts';

/** What wraps: the bytes of an AES key, or a half of an RSA pair. */
export type WrappingSecret = Uint8Array | KeyObject;

/** Modes that leave nothing to say beside the ciphertext: no IV, no tag. */
const MODES: readonly string[] = ['NISTKeyWrap', 'AESKeyWrapPadding'];

/** RFC 3394 section 2.2.1 wraps at least two blocks of eight bytes, RFC 5649 whatever there is. */
const fits = (clear: Uint8Array): boolean => clear.length % 8 === 0 && clear.length >= 16;

/**
 * The parameters with a mode in them: that of the request or of the key, else the one that fits the length.
 * @throws KmipError UnsupportedCryptographicParameters
 */
export function wrapParameters(
  secret: WrappingSecret,
  parameters: Parameters,
  clear: Uint8Array,
): Parameters {
  if (!(secret instanceof Uint8Array))
    return { ...parameters, paddingMethod: parameters.paddingMethod ?? 'OAEP' };
  const mode = parameters.blockCipherMode ?? (fits(clear) ? 'NISTKeyWrap' : 'AESKeyWrapPadding');
  if (MODES.includes(mode)) return { ...parameters, blockCipherMode: mode };
  throw unsupported(`wrapping keys with ${mode} is not supported here; use ${MODES.join(' or ')}`);
}

const request = (key: Uint8Array, parameters: Parameters, data: Uint8Array) => ({
  algorithm: 'AES',
  key,
  parameters,
  data,
  iv: undefined,
  additionalData: undefined,
});

/** @throws KmipError CryptographicFailure, UnsupportedCryptographicParameters */
export const wrap = (secret: WrappingSecret, parameters: Parameters, clear: Uint8Array): Uint8Array =>
  secret instanceof Uint8Array
    ? encryptSymmetric(request(secret, parameters, clear)).data
    : encryptRsa(secret, parameters, clear);

/** @throws KmipError CryptographicFailure when it was wrapped by another key or changed */
export const unwrap = (secret: WrappingSecret, parameters: Parameters, wrapped: Uint8Array): Uint8Array =>
  secret instanceof Uint8Array
    ? decryptSymmetric({ ...request(secret, parameters, wrapped), tag: undefined })
    : decryptRsa(secret, parameters, wrapped);
