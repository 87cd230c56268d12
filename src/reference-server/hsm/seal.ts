import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { KmipError } from '../../kmip/errors.ts';
import type { Hsm, HsmAddress, HsmKey } from './hsm.ts';
import { publicLabel } from './keys.ts';

/** What sealing needs of an HSM. */
export interface Sealer extends Pick<Hsm, 'encrypt' | 'decrypt'> {
  describe(address: HsmAddress): Promise<HsmKey>;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Under an AES key: iv ‖ ciphertext ‖ tag (AES-GCM, a fresh IV each time). Under an RSA pair, which has room for a
 * few bytes only: a fresh AES-256 key under RSA-OAEP, then the same form under that key.
 */
export async function wrap(hsm: Sealer, address: HsmAddress, clear: Uint8Array): Promise<Uint8Array> {
  const key = await hsm.describe(address);
  if (key.algorithm === 'AES') {
    const { iv, data, tag } = await hsm.encrypt(address, { mechanism: 'AES-GCM', data: clear });
    return Buffer.concat([iv ?? [], data, tag ?? []].map((part) => Uint8Array.from(part)));
  }
  const dataKey = randomBytes(32);
  const envelope = await hsm.encrypt(publicHalf(key), { mechanism: 'RSA-OAEP-SHA1', data: dataKey });
  return Buffer.concat([envelope.data, softwareSeal(dataKey, clear)]);
}

/** @throws KmipError CryptographicFailure when the seal does not open under this key */
export async function unwrap(hsm: Sealer, address: HsmAddress, sealed: Uint8Array): Promise<Uint8Array> {
  const key = await hsm.describe(address);
  const envelopeBytes = key.algorithm === 'AES' ? 0 : key.bits / 8;
  if (sealed.length < envelopeBytes + IV_BYTES + TAG_BYTES) throw broken(key);
  const { iv, data, tag } = split(sealed.subarray(envelopeBytes));
  if (key.algorithm === 'AES') return hsm.decrypt(address, { mechanism: 'AES-GCM', iv, data, tag });
  const dataKey = await hsm.decrypt(privateHalf(key), {
    mechanism: 'RSA-OAEP-SHA1',
    data: sealed.subarray(0, envelopeBytes),
  });
  try {
    const decipher = createDecipheriv('aes-256-gcm', dataKey, iv).setAuthTag(tag);
    return Buffer.concat([decipher.update(data), decipher.final()]);
  } catch (error) {
    throw broken(key, error);
  }
}

function softwareSeal(key: Uint8Array, clear: Uint8Array): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  return Buffer.concat([iv, cipher.update(clear), cipher.final(), cipher.getAuthTag()]);
}

const split = (sealed: Uint8Array) => ({
  iv: sealed.subarray(0, IV_BYTES),
  data: sealed.subarray(IV_BYTES, -TAG_BYTES),
  tag: sealed.subarray(-TAG_BYTES),
});

const broken = ({ slot, label }: HsmKey, cause?: unknown): KmipError =>
  new KmipError(
    'CryptographicFailure',
    `The sealed data does not open under the key "${label}" in HSM slot ${slot}: it was altered or sealed by another key.`,
    { cause },
  );

/** Either half of a pair may be named: its public half seals, its private half opens. */
const publicHalf = (key: HsmKey): HsmAddress =>
  key.type === 'PublicKey' ? key : { slot: key.slot, label: publicLabel(key.label) };

const privateHalf = (key: HsmKey): HsmAddress =>
  key.type === 'PrivateKey' ? key : { slot: key.slot, label: key.label.replace(/_pk$/, '') };
