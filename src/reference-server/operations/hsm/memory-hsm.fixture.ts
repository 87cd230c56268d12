/** An HSM in memory, as far as the engine's tests need one: AES-GCM and RSA, with a log of what was asked of it. */
import {
  constants,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  sign,
} from 'node:crypto';
import { KmipError } from '../../../kmip/errors.ts';
import { formatHsmId } from '../../hsm/address.ts';
import type { Hsm, HsmAddress, HsmKey } from '../../hsm/hsm.ts';
import { openWithAes, sealWithAes } from '../../keys/software-seal.ts';

interface Held {
  readonly key: HsmKey;
  readonly secret: Uint8Array | KeyObject;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

export function memoryHsm(): Hsm & { readonly log: string[] } {
  const held = new Map<string, Held>();
  const log: string[] = [];
  const find = (address: HsmAddress): Held => {
    const found = held.get(formatHsmId(address));
    if (found === undefined) throw new KmipError('ObjectNotFound', `no key ${address.label}`);
    return found;
  };
  const aes = (address: HsmAddress): Uint8Array => {
    const { secret } = find(address);
    if (secret instanceof Uint8Array) return secret;
    throw new KmipError('InvalidField', 'no AES key');
  };
  const rsa = (address: HsmAddress): KeyObject => {
    const { secret } = find(address);
    if (secret instanceof Uint8Array) throw new KmipError('InvalidField', 'no RSA key');
    return secret;
  };
  const put = (address: HsmAddress, key: Omit<HsmKey, keyof HsmAddress>, secret: Held['secret']): void => {
    if (held.has(formatHsmId(address))) throw new KmipError('ObjectAlreadyExists', `${address.label} exists`);
    held.set(formatHsmId(address), { key: { ...address, ...key }, secret });
  };
  return {
    log,
    model: 'memory',
    slots: [1],
    createAesKey: async (address, bits) => {
      put(address, { type: 'SymmetricKey', algorithm: 'AES', bits }, new Uint8Array(randomBytes(bits / 8)));
    },
    createRsaKeyPair: async (address, bits) => {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: bits });
      const other = { ...address, label: `${address.label}_pk` };
      put(address, { type: 'PrivateKey', algorithm: 'RSA', bits }, privateKey);
      put(other, { type: 'PublicKey', algorithm: 'RSA', bits }, createPublicKey(privateKey));
    },
    find: async (slot) => [...held.values()].map(({ key }) => key).filter((key) => key.slot === slot),
    get: async (address) => held.get(formatHsmId(address))?.key,
    destroy: async (address) => {
      find(address);
      held.delete(formatHsmId(address));
    },
    encrypt: async (address, { mechanism, data }) => {
      log.push(`encrypt ${mechanism}`);
      if (mechanism === 'RSA-OAEP-SHA1' || mechanism === 'RSA-PKCS1v15') {
        const sealed = publicEncrypt({ key: rsa(address), padding: paddingOf(mechanism) }, data);
        return { data: new Uint8Array(sealed), iv: undefined, tag: undefined };
      }
      const blob = sealWithAes(aes(address), 'cipher', data);
      return {
        iv: blob.subarray(0, IV_BYTES),
        tag: blob.subarray(IV_BYTES, IV_BYTES + TAG_BYTES),
        data: blob.subarray(IV_BYTES + TAG_BYTES),
      };
    },
    decrypt: async (address, { mechanism, data, iv, tag }) => {
      log.push(`decrypt ${mechanism}`);
      if (mechanism === 'RSA-OAEP-SHA1' || mechanism === 'RSA-PKCS1v15') {
        return new Uint8Array(privateDecrypt({ key: rsa(address), padding: paddingOf(mechanism) }, data));
      }
      const blob = Buffer.concat([iv ?? new Uint8Array(), tag ?? new Uint8Array(), data]);
      return openWithAes(aes(address), 'cipher', blob);
    },
    sign: async (address, { mechanism, hash, data }) => {
      log.push(`sign ${mechanism} ${hash}`);
      return new Uint8Array(sign(hash.replace('-', '').toLowerCase(), data, rsa(address)));
    },
    wrap: async (address, clear) => {
      log.push('wrap');
      return sealWithAes(aes(address), 'wrap', clear);
    },
    unwrap: async (address, sealed) => {
      log.push('unwrap');
      return openWithAes(aes(address), 'wrap', sealed);
    },
    close: async () => {},
  };
}

const paddingOf = (mechanism: 'RSA-OAEP-SHA1' | 'RSA-PKCS1v15'): number =>
  mechanism === 'RSA-OAEP-SHA1' ? constants.RSA_PKCS1_OAEP_PADDING : constants.RSA_PKCS1_PADDING;
