import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';
import { KmipError } from '../../kmip/errors.ts';

const IV_BYTES = 12;
const TAG_BYTES = 16;

const cipherFor = (key: Uint8Array) => `aes-${key.length * 8}-gcm` as 'aes-256-gcm';

/** AES-GCM: iv, tag, ciphertext. Bound to the identifier, so that a row moved to another one does not open. */
export function sealWithAes(key: Uint8Array, id: string, clear: Uint8Array): Uint8Array {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(cipherFor(key), createSecretKey(key), iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(id));
  const sealed = Buffer.concat([cipher.update(clear), cipher.final()]);
  return new Uint8Array(Buffer.concat([iv, cipher.getAuthTag(), sealed]));
}

/** @throws KmipError CryptographicFailure when the seal was made by another key, for another identifier, or changed */
export function openWithAes(key: Uint8Array, id: string, sealed: Uint8Array): Uint8Array {
  try {
    const iv = sealed.subarray(0, IV_BYTES);
    const tag = sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
    const decipher = createDecipheriv(cipherFor(key), createSecretKey(key), iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(id));
    decipher.setAuthTag(tag);
    const clear = [decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()];
    return new Uint8Array(Buffer.concat(clear));
  } catch (cause) {
    throw new KmipError(
      'CryptographicFailure',
      `the seal of object ${id} does not open with its wrapping key`,
      {
        cause,
      },
    );
  }
}
