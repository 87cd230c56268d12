import {
  type CipherGCM,
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type DecipherGCM,
  randomBytes,
} from 'node:crypto';
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

/*
 * Node 24 finds out what bytes are no key object of, by throwing twice, for longer than a kilobyte takes to encrypt: so a
 * key object is made of them here, and wherever a key is used for one message.
 */

/** A cipher that takes its data in parts. */
export interface OpenCipher {
  /** Only when the server made it. */
  readonly madeIv: Uint8Array | undefined;
  update(part: Uint8Array): Uint8Array;
  final(): { readonly data: Uint8Array; readonly tag: Uint8Array | undefined };
}

/** @throws KmipError */
export function openCipher(request: Omit<CipherRequest, 'data'>): OpenCipher {
  const { algorithm, key, parameters, additionalData } = request;
  const mode = cipherModeFor(algorithm, key.length * 8, parameters);
  const authTagLength = tagLength(mode, parameters);
  const padding = pads(mode, parameters);
  const madeIv =
    mode.iv.kind === 'sent' && request.iv === undefined
      ? new Uint8Array(randomBytes(mode.iv.make))
      : undefined;
  const iv = ivOf(mode, madeIv ?? request.iv);
  const guarded = <T>(call: () => T): T =>
    cryptographic('the data cannot be encrypted in this mode: check its length and padding', call);
  const cipher = guarded(() => {
    const name = mode.cipher(key.length * 8) as 'aes-256-gcm';
    const options = authTagLength === undefined ? {} : { authTagLength };
    const made: CipherGCM = createCipheriv(name, createSecretKey(key), iv, options);
    if (mode.padding !== undefined) made.setAutoPadding(padding);
    if (additionalData !== undefined && authenticates(mode)) made.setAAD(additionalData);
    return made;
  });
  return {
    madeIv,
    update: (part) => guarded(() => new Uint8Array(cipher.update(part))),
    final: () =>
      guarded(() => ({
        data: new Uint8Array(cipher.final()),
        tag: authenticates(mode) ? new Uint8Array(cipher.getAuthTag()) : undefined,
      })),
  };
}

/** @throws KmipError */
export function encryptSymmetric(request: CipherRequest): Ciphertext {
  const cipher = openCipher(request);
  const first = cipher.update(request.data);
  const { data, tag } = cipher.final();
  return { data: new Uint8Array(Buffer.concat([first, data])), madeIv: cipher.madeIv, tag };
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

/** A decipher that takes its data in parts; what it gives before the end is not authenticated yet. */
export interface OpenDecipher {
  update(part: Uint8Array): Uint8Array;
  /** @throws KmipError CryptographicFailure when the ciphertext, the tag or the key do not belong together */
  final(tag: Uint8Array | undefined): Uint8Array;
}

/** @throws KmipError */
export function openDecipher(request: Omit<CipherRequest, 'data'>): OpenDecipher {
  const { algorithm, key, parameters, additionalData } = request;
  const mode = cipherModeFor(algorithm, key.length * 8, parameters);
  const authTagLength = tagLength(mode, parameters);
  const padding = pads(mode, parameters);
  const iv = ivOf(mode, request.iv);
  const guarded = <T>(call: () => T): T =>
    cryptographic('decryption failed: the data, its IV, its tag and the key do not belong together', call);
  const decipher = guarded(() => {
    const name = mode.cipher(key.length * 8) as 'aes-256-gcm';
    const options = authTagLength === undefined ? {} : { authTagLength };
    const made: DecipherGCM = createDecipheriv(name, createSecretKey(key), iv, options);
    if (mode.padding !== undefined) made.setAutoPadding(padding);
    if (additionalData !== undefined && authenticates(mode)) made.setAAD(additionalData);
    return made;
  });
  return {
    update: (part) => guarded(() => new Uint8Array(decipher.update(part))),
    final: (sent) => {
      const tag = authTagLength === undefined ? undefined : checkedTag(authTagLength, sent);
      return guarded(() => {
        if (tag !== undefined) decipher.setAuthTag(tag);
        return new Uint8Array(decipher.final());
      });
    },
  };
}

/** @throws KmipError CryptographicFailure when the ciphertext, the tag or the key do not belong together */
export function decryptSymmetric(
  request: CipherRequest & { readonly tag: Uint8Array | undefined },
): Uint8Array {
  const { algorithm, key, parameters, tag } = request;
  const bytesOfTag = tagBytesOf(algorithm, key.length * 8, parameters);
  if (bytesOfTag !== undefined) checkedTag(bytesOfTag, tag);
  const decipher = openDecipher(request);
  const first = decipher.update(request.data);
  return new Uint8Array(Buffer.concat([first, decipher.final(tag)]));
}
