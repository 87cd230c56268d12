import type { Way } from './sections.ts';

/** A vector that the reference KMS must fail, and why that is right. */
export interface Exception {
  readonly vector: string;
  /** undefined = every way in. */
  readonly ways?: readonly Way[];
  readonly reason: string;
}

export const EXCEPTIONS: readonly Exception[] = [
  {
    vector: 'fips/asymmetric/rsa2048_aes_key_wrap',
    reason:
      'it wants the two-step wrapping CKM_RSA_AES_KEY_WRAP where it asks for RSA without padding: KMIP has no such meaning of PaddingMethod None, and RSA without padding is refused',
  },
  {
    vector: 'negative/crypto_params/encrypt_mode_algo_mismatch',
    reason:
      'it wants AES-CBC parameters to be ignored for a ChaCha20 key: parameters that do not fit the key are BadCryptographicParameters',
  },
  {
    vector: 'negative/type_mismatch/revoke_already_destroyed',
    reason:
      'it wants a destroyed key to be revoked: no such transition exists, the answer is ObjectDestroyed',
  },
];
