import { type CipherGCM, createCipheriv, createDecipheriv, type DecipherGCM, randomBytes } from 'node:crypto';
import { KmipError } from '../../kmip/errors.ts';
import { type CipherMode, cipherModeFor } from './cipher-modes.ts';
import { cryptographic, unsupported } from './failure.ts';
import type { Parameters } from './parameters.ts';

export interface CipherRequest {
  /** OASIS name of the CryptographicAlgorithm of the key. */
  readonly algorithm: string;
  readonly key: Uint8Array;
  readonly parameters: Parameters;
  readonly data: Uint8Array;
  readonly iv: Uint8Array | undefined;
  readonly additionalData: Uint8Array | undefined;
}

export interface Ciphertext {
  readonly data: Uint8Array;
  /** Only when the server made it. */
  readonly madeIv: Uint8Array | undefined;
  readonly tag: Uint8Array | undefined;
}

const NO_IV = new Uint8Array(0);

function checkedIv(mode: CipherMode, iv: Uint8Array): Uint8Array {
  if (mode.iv.kind !== 'sent') throw unsupported('this mode takes no IVCounterNonce');
  const { lengths, filledTo = 0 } = mode.iv;
  if (lengths.includes(iv.length)) return filled(iv, filledTo);
  const rule = lengths.length > 3 ? `${lengths[0]} to ${lengths.at(-1)}` : lengths.join(' or ');
  throw new KmipError(
    'InvalidField',
    `invalid IV/nonce length of ${iv.length} bytes: this mode needs ${rule}`,
  );
}

function filled(iv: Uint8Array, length: number): Uint8Array {
  if (iv.length >= length) return iv;
  const whole = new Uint8Array(length);
  whole.set(iv, length - iv.length);
  return whole;
}

function tagLength(mode: CipherMode, { tagLength: asked }: Parameters): number | undefined {
  const [usual] = mode.tags;
  if (asked === undefined || usual === undefined || mode.tags.includes(asked))
    return usual && (asked ?? usual);
  throw new KmipError(
    'InvalidField',
    `a tag of ${asked} bytes is not possible: TagLength is ${mode.tags.join(', ')}`,
  );
}

/** @throws KmipError UnsupportedCryptographicParameters for a padding that this mode does not have */
function pads(mode: CipherMode, { paddingMethod: padding = mode.padding }: Parameters): boolean {
  if (mode.padding === undefined) return false;
  if (padding === 'PKCS5' || padding === 'None') return padding === 'PKCS5';
  throw unsupported(`the padding ${padding} is not supported here; use PKCS5 or None`);
}

const authenticates = (mode: CipherMode): boolean => mode.tags.length > 0;

/** @throws KmipError */
export function encryptSymmetric(request: CipherRequest): Ciphertext {
  const { algorithm, key, parameters, data, additionalData } = request;
  const mode = cipherModeFor(algorithm, key.length * 8, parameters);
  const authTagLength = tagLength(mode, parameters);
  const padding = pads(mode, parameters);
  const madeIv =
    mode.iv.kind === 'sent' && request.iv === undefined
      ? new Uint8Array(randomBytes(mode.iv.make))
      : undefined;
  const iv = ivOf(mode, madeIv ?? request.iv);
  return cryptographic('the data cannot be encrypted in this mode: check its length and padding', () => {
    const name = mode.cipher(key.length * 8) as 'aes-256-gcm';
    const options = authTagLength === undefined ? {} : { authTagLength };
    const cipher: CipherGCM = createCipheriv(name, key, iv, options);
    if (mode.padding !== undefined) cipher.setAutoPadding(padding);
    if (additionalData !== undefined && authenticates(mode)) cipher.setAAD(additionalData);
    const parts = [cipher.update(data), cipher.final()];
    const tag = authenticates(mode) ? new Uint8Array(cipher.getAuthTag()) : undefined;
    return { data: new Uint8Array(Buffer.concat(parts)), madeIv, tag };
  });
}

function ivOf(mode: CipherMode, sent: Uint8Array | undefined): Uint8Array {
  if (mode.iv.kind === 'fixed') return mode.iv.value;
  if (mode.iv.kind === 'none') return NO_IV;
  if (sent !== undefined) return checkedIv(mode, sent);
  throw new KmipError('MissingInitializationVector', 'missing-iv: send the IVCounterNonce of the encryption');
}

/** A short tag is accepted only where the request, or the key, says its length. */
function checkedTag(length: number, tag: Uint8Array | undefined): Uint8Array {
  if (tag?.length === length) return tag;
  throw new KmipError(
    'InvalidField',
    `invalid tag: AuthenticatedEncryptionTag must have ${length} bytes, it has ${tag?.length ?? 0}`,
  );
}

/** Bytes of the authentication tag that belongs to a ciphertext; undefined for a mode without. @throws KmipError */
export const tagBytesOf = (algorithm: string, bits: number, parameters: Parameters): number | undefined =>
  tagLength(cipherModeFor(algorithm, bits, parameters), parameters);

/** @throws KmipError CryptographicFailure when the ciphertext, the tag or the key do not belong together */
export function decryptSymmetric(
  request: CipherRequest & { readonly tag: Uint8Array | undefined },
): Uint8Array {
  const { algorithm, key, parameters, data, additionalData } = request;
  const mode = cipherModeFor(algorithm, key.length * 8, parameters);
  const authTagLength = tagLength(mode, parameters);
  const padding = pads(mode, parameters);
  const tag = authTagLength === undefined ? undefined : checkedTag(authTagLength, request.tag);
  const iv = ivOf(mode, request.iv);
  return cryptographic(
    'decryption failed: the data, its IV, its tag and the key do not belong together',
    () => {
      const name = mode.cipher(key.length * 8) as 'aes-256-gcm';
      const options = authTagLength === undefined ? {} : { authTagLength };
      const decipher: DecipherGCM = createDecipheriv(name, key, iv, options);
      if (mode.padding !== undefined) decipher.setAutoPadding(padding);
      if (additionalData !== undefined && authenticates(mode)) decipher.setAAD(additionalData);
      if (tag !== undefined) decipher.setAuthTag(tag);
      return new Uint8Array(Buffer.concat([decipher.update(data), decipher.final()]));
    },
  );
}
