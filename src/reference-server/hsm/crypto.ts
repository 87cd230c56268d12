import { randomBytes } from 'node:crypto';
import { KmipError } from '../../kmip/errors.ts';
import type { HsmCipher, HsmCiphertext, HsmKey, HsmSignature } from './hsm.ts';
import type { Keys } from './keys.ts';
import { CIPHERS, type Cipher, signatureMechanism } from './mechanisms.ts';

export async function encrypt(keys: Keys, label: string, request: HsmCipher): Promise<HsmCiphertext> {
  const cipher = CIPHERS[request.mechanism];
  const iv = request.iv ? Buffer.from(request.iv) : randomBytes(cipher.ivBytes);
  checkInputs(cipher, request, iv);
  const sealed = await keys.use(label, ({ module, handle }, object) => {
    checkType(object.key, cipher.encryptsWith, request.mechanism);
    checkSize(object.key, cipher, request);
    module.C_EncryptInit(handle, cipher.mechanism(iv, bytes(request.additionalData)), object.handle);
    const room = Buffer.alloc(Math.max(request.data.length + 32, object.key.bits / 8));
    return module.C_Encrypt(handle, bytes(request.data), room);
  });
  const end = sealed.length - cipher.tagBytes;
  return {
    data: sealed.subarray(0, end),
    iv: cipher.ivBytes > 0 ? iv : undefined,
    tag: cipher.tagBytes > 0 ? sealed.subarray(end) : undefined,
  };
}

export async function decrypt(
  keys: Keys,
  label: string,
  request: HsmCipher & { readonly tag?: Uint8Array },
): Promise<Uint8Array> {
  const cipher = CIPHERS[request.mechanism];
  const iv = bytes(request.iv);
  checkInputs(cipher, request, iv);
  checkLength(request.mechanism, 'tag', cipher.tagBytes, request.tag?.length ?? 0);
  const sealed = bytes(Buffer.concat([request.data, bytes(request.tag)]));
  return keys.use(label, ({ module, handle }, object) => {
    checkType(object.key, cipher.decryptsWith, request.mechanism);
    module.C_DecryptInit(handle, cipher.mechanism(iv, bytes(request.additionalData)), object.handle);
    const room = Buffer.alloc(Math.max(sealed.length, object.key.bits / 8));
    return module.C_Decrypt(handle, sealed, room);
  });
}

export async function sign(keys: Keys, label: string, request: HsmSignature): Promise<Uint8Array> {
  return keys.use(label, ({ module, handle }, object) => {
    checkType(object.key, 'PrivateKey', request.mechanism);
    module.C_SignInit(handle, signatureMechanism(request), object.handle);
    return module.C_Sign(handle, bytes(request.data), Buffer.alloc(object.key.bits / 8));
  });
}

/**
 * Measured: C_Encrypt and C_Sign refuse an empty buffer (CKR_ARGUMENTS_BAD) and leave the session in the operation,
 * because it reaches them as a null pointer; an empty view of memory does not.
 */
const EMPTY = Buffer.alloc(1).subarray(0, 0);

function bytes(data: Uint8Array | undefined): Buffer {
  return data && data.length > 0 ? Buffer.from(data.buffer, data.byteOffset, data.length) : EMPTY;
}

function checkInputs(cipher: Cipher, request: HsmCipher, iv: Uint8Array): void {
  checkLength(request.mechanism, 'IV', cipher.ivBytes, iv.length);
  if (request.additionalData?.length && !cipher.takesAdditionalData)
    throw new KmipError('InvalidField', `${request.mechanism} takes no additional data.`);
}

function checkLength(mechanism: string, what: string, expected: number, actual: number): void {
  if (actual === expected) return;
  throw new KmipError(
    'InvalidField',
    `${mechanism} takes ${expected || 'no'} bytes of ${what}; ${actual || 'none'} were given.`,
  );
}

function checkType({ label, slot, type, algorithm }: HsmKey, expected: HsmKey['type'], use: string): void {
  if (type === expected) return;
  throw new KmipError(
    'InvalidField',
    `${use} needs a ${expected} here; "${label}" in HSM slot ${slot} is an ${algorithm} ${type}.`,
  );
}

function checkSize(key: HsmKey, cipher: Cipher, { mechanism, data }: HsmCipher): void {
  const capacity = cipher.capacity(key);
  if (data.length <= capacity) return;
  throw new KmipError(
    'InvalidField',
    `${mechanism} with the ${key.bits}-bit key "${key.label}" encrypts at most ${capacity} bytes, not ${data.length}.`,
  );
}
