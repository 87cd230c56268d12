import pkcs11js from 'pkcs11js';
import { KmipError } from '../../kmip/errors.ts';

/** What was tried, for the sentence of its failure: "decrypt with key "k" in slot 5". */
export interface Attempt {
  readonly action: string;
  /** What a failure without a meaning of its own amounts to. */
  readonly otherwise: 'CryptographicFailure' | 'GeneralFailure';
}

type Meaning = readonly [reason: string, why: string];

const UNREADABLE: Meaning = [
  'CryptographicFailure',
  'the data was altered, or another key, IV or additional data sealed it',
];
const GONE: Meaning = ['GeneralFailure', 'the token is gone: bring it back and restart the server'];
const NO_LOGIN: Meaning = ['GeneralFailure', 'the slot was opened without a PIN: configure one'];

const MEANINGS: Readonly<Record<string, Meaning>> = {
  CKR_ENCRYPTED_DATA_INVALID: UNREADABLE,
  CKR_ENCRYPTED_DATA_LEN_RANGE: UNREADABLE,
  CKR_DEVICE_REMOVED: GONE,
  CKR_TOKEN_NOT_PRESENT: GONE,
  CKR_USER_NOT_LOGGED_IN: NO_LOGIN,
  CKR_SESSION_READ_ONLY: ['GeneralFailure', 'the token is read-only'],
  CKR_TOKEN_WRITE_PROTECTED: ['GeneralFailure', 'the token is write-protected'],
  CKR_KEY_FUNCTION_NOT_PERMITTED: ['IncompatibleCryptographicUsageMask', 'the key does not permit this use'],
  CKR_MECHANISM_INVALID: ['UnsupportedCryptographicParameters', 'the HSM does not know the mechanism'],
};

/** Puts a failure of the library into words of KMIP; failures that are none of the library's stay as they are. */
export function inKmipTerms(error: unknown, { action, otherwise }: Attempt): unknown {
  if (!(error instanceof pkcs11js.Pkcs11Error)) return error;
  // Measured: SoftHSM answers CKR_GENERAL_ERROR to an altered GCM tag or RSA ciphertext.
  const [reason, why] = MEANINGS[error.message] ?? [otherwise, undefined];
  const detail = why ? `${why} (${error.message})` : error.message;
  return new KmipError(reason, `The HSM did not ${action}: ${detail}.`, { cause: error });
}

/** The object behind a remembered handle was destroyed or replaced, perhaps by another process. */
export function isStaleHandle(error: unknown): boolean {
  return (
    error instanceof pkcs11js.Pkcs11Error &&
    (error.code === pkcs11js.CKR_OBJECT_HANDLE_INVALID || error.code === pkcs11js.CKR_KEY_HANDLE_INVALID)
  );
}
