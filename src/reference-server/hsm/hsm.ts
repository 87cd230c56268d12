/** A hardware security module reached over PKCS#11. Keys never leave it. No call blocks the event loop for long. */
export interface Hsm {
  /** Bounded label value of the telemetry: "softhsm2", "other". */
  readonly model: string;
  readonly slots: readonly number[];
  createAesKey(address: HsmAddress, bits: 128 | 192 | 256): Promise<void>;
  /** The private key gets the label, the public key `<label>_pk`. */
  createRsaKeyPair(address: HsmAddress, bits: number): Promise<void>;
  find(slot: number): Promise<readonly HsmKey[]>;
  get(address: HsmAddress): Promise<HsmKey | undefined>;
  /** @throws KmipError ObjectNotFound */
  destroy(address: HsmAddress): Promise<void>;
  encrypt(address: HsmAddress, request: HsmCipher): Promise<HsmCiphertext>;
  decrypt(address: HsmAddress, request: HsmCipher & { readonly tag?: Uint8Array }): Promise<Uint8Array>;
  sign(address: HsmAddress, request: HsmSignature): Promise<Uint8Array>;
  /** Seals bytes of any length under the key: a self-contained blob that only `unwrap` of the same key opens. */
  wrap(address: HsmAddress, clear: Uint8Array): Promise<Uint8Array>;
  unwrap(address: HsmAddress, sealed: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** `hsm::<slot>::<label>` taken apart. */
export interface HsmAddress {
  readonly slot: number;
  readonly label: string;
}

export interface HsmKey extends HsmAddress {
  readonly type: 'SymmetricKey' | 'PrivateKey' | 'PublicKey';
  readonly algorithm: 'AES' | 'RSA';
  readonly bits: number;
}

export interface HsmCipher {
  readonly mechanism: 'AES-GCM' | 'AES-CBC-PAD' | 'RSA-OAEP-SHA1' | 'RSA-PKCS1v15';
  readonly data: Uint8Array;
  /** Made by the module when absent (AES only). */
  readonly iv?: Uint8Array;
  readonly additionalData?: Uint8Array;
}

export interface HsmCiphertext {
  readonly data: Uint8Array;
  readonly iv: Uint8Array | undefined;
  readonly tag: Uint8Array | undefined;
}

export interface HsmSignature {
  readonly mechanism: 'RSA-PKCS1v15' | 'RSA-PSS';
  readonly hash: 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';
  readonly data: Uint8Array;
}
