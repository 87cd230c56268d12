import pkcs11js, { type Mechanism } from 'pkcs11js';
import type { HsmCipher, HsmKey, HsmSignature } from './hsm.ts';

/** PKCS#11 3.0 section 2.1.8: the encoding parameter is given as data. Missing in pkcs11js. */
const CKZ_DATA_SPECIFIED = 1;

/** What a cipher asks of its inputs, and its PKCS#11 form. */
export interface Cipher {
  readonly encryptsWith: HsmKey['type'];
  readonly decryptsWith: HsmKey['type'];
  readonly ivBytes: number;
  /** Bytes at the end of what PKCS#11 returns. */
  readonly tagBytes: number;
  readonly takesAdditionalData: boolean;
  readonly capacity: (key: HsmKey) => number;
  readonly mechanism: (iv: Buffer, additionalData: Buffer) => Mechanism;
}

const aes = {
  encryptsWith: 'SymmetricKey',
  decryptsWith: 'SymmetricKey',
  capacity: () => Number.POSITIVE_INFINITY,
} as const;

const rsa = (paddingBytes: number) =>
  ({
    encryptsWith: 'PublicKey',
    decryptsWith: 'PrivateKey',
    ivBytes: 0,
    tagBytes: 0,
    takesAdditionalData: false,
    capacity: (key: HsmKey) => key.bits / 8 - paddingBytes,
  }) as const;

export const CIPHERS: Readonly<Record<HsmCipher['mechanism'], Cipher>> = {
  'AES-GCM': {
    ...aes,
    // Measured: SoftHSM accepts any IV, even an empty one, and tags of 32 bits; the lengths are ours to hold.
    ivBytes: 12,
    tagBytes: 16,
    takesAdditionalData: true,
    mechanism: (iv, aad) => ({
      mechanism: pkcs11js.CKM_AES_GCM,
      parameter: { type: pkcs11js.CK_PARAMS_AES_GCM, iv, ivBits: 96, aad, tagBits: 128 },
    }),
  },
  'AES-CBC-PAD': {
    ...aes,
    ivBytes: 16,
    tagBytes: 0,
    takesAdditionalData: false,
    mechanism: (iv) => ({ mechanism: pkcs11js.CKM_AES_CBC_PAD, parameter: iv }),
  },
  // Measured: SoftHSM 2.6.1 has OAEP with SHA-1 only (its issue 474).
  'RSA-OAEP-SHA1': {
    ...rsa(42),
    mechanism: () => ({
      mechanism: pkcs11js.CKM_RSA_PKCS_OAEP,
      parameter: {
        type: pkcs11js.CK_PARAMS_RSA_OAEP,
        hashAlg: pkcs11js.CKM_SHA_1,
        mgf: pkcs11js.CKG_MGF1_SHA1,
        source: CKZ_DATA_SPECIFIED,
      },
    }),
  },
  'RSA-PKCS1v15': { ...rsa(11), mechanism: () => ({ mechanism: pkcs11js.CKM_RSA_PKCS }) },
};

interface Hash {
  readonly pkcs1: number;
  readonly pss: number;
  readonly hashAlg: number;
  readonly mgf: number;
  readonly saltLen: number;
}

const HASHES: Readonly<Record<HsmSignature['hash'], Hash>> = {
  'SHA-1': {
    pkcs1: pkcs11js.CKM_SHA1_RSA_PKCS,
    pss: pkcs11js.CKM_SHA1_RSA_PKCS_PSS,
    hashAlg: pkcs11js.CKM_SHA_1,
    mgf: pkcs11js.CKG_MGF1_SHA1,
    saltLen: 20,
  },
  'SHA-256': {
    pkcs1: pkcs11js.CKM_SHA256_RSA_PKCS,
    pss: pkcs11js.CKM_SHA256_RSA_PKCS_PSS,
    hashAlg: pkcs11js.CKM_SHA256,
    mgf: pkcs11js.CKG_MGF1_SHA256,
    saltLen: 32,
  },
  'SHA-384': {
    pkcs1: pkcs11js.CKM_SHA384_RSA_PKCS,
    pss: pkcs11js.CKM_SHA384_RSA_PKCS_PSS,
    hashAlg: pkcs11js.CKM_SHA384,
    mgf: pkcs11js.CKG_MGF1_SHA384,
    saltLen: 48,
  },
  'SHA-512': {
    pkcs1: pkcs11js.CKM_SHA512_RSA_PKCS,
    pss: pkcs11js.CKM_SHA512_RSA_PKCS_PSS,
    hashAlg: pkcs11js.CKM_SHA512,
    mgf: pkcs11js.CKG_MGF1_SHA512,
    saltLen: 64,
  },
};

/** The module hashes; the salt of PSS is as long as the hash. */
export function signatureMechanism({ mechanism, hash }: Omit<HsmSignature, 'data'>): Mechanism {
  const { pkcs1, pss, ...parameters } = HASHES[hash];
  return mechanism === 'RSA-PSS'
    ? { mechanism: pss, parameter: { type: pkcs11js.CK_PARAMS_RSA_PSS, ...parameters } }
    : { mechanism: pkcs1 };
}
