import pkcs11js from 'pkcs11js';
import { KmipError } from '../../kmip/errors.ts';

/** What was tried, for the sentence of its failure: "decrypt with key "k" in slot 5". */
export interface Attempt {
  readonly action: string;
  /** What a failure without a meaning of its own amounts to. */
  readonly otherwise: 'CryptographicFailure' | 'GeneralFailure';
}

/** Something about a slot that no request can help. */
export class HsmOutage extends KmipError {
  constructor(message: string) {
    super('GeneralFailure', message);
  }
}

/** The token is not there now; it may be the next time. */
export class TokenGone extends HsmOutage {
  constructor(slot: number, detail = 'it was pulled out') {
    super(`The token in HSM slot ${slot} is gone (${detail}): bring it back.`);
  }
}

/** Nothing but another PIN can help. */
export class LoginRefused extends HsmOutage {
  constructor(slot: number, detail: string) {
    super(
      `The token in HSM slot ${slot} refused the login (${detail}): correct the PIN configured for this slot and restart the server.`,
    );
  }
}

type Meaning = readonly [reason: string, why: string];

const UNREADABLE: Meaning = [
  'CryptographicFailure',
  'the data was altered, or another key, IV or additional data sealed it',
];
const GONE: Meaning = ['GeneralFailure', 'the token is gone: bring it back'];
const DEVICE: Meaning = ['GeneralFailure', 'the device does not work'];
const NO_LOGIN: Meaning = ['GeneralFailure', 'the slot was opened without a PIN: configure one'];

const MEANINGS: Readonly<Record<string, Meaning>> = {
  CKR_ENCRYPTED_DATA_INVALID: UNREADABLE,
  CKR_ENCRYPTED_DATA_LEN_RANGE: UNREADABLE,
  CKR_DEVICE_REMOVED: GONE,
  CKR_TOKEN_NOT_PRESENT: GONE,
  CKR_SESSION_CLOSED: GONE,
  CKR_SESSION_HANDLE_INVALID: GONE,
  CKR_DEVICE_ERROR: DEVICE,
  CKR_DEVICE_MEMORY: DEVICE,
  CKR_FUNCTION_FAILED: DEVICE,
  CKR_HOST_MEMORY: DEVICE,
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

/** The way to the token is lost: no session of it works any more. */
export function isLost(error: unknown): boolean {
  if (error instanceof TokenGone) return true;
  return error instanceof pkcs11js.Pkcs11Error && MEANINGS[error.message] === GONE;
}

/** The object behind a remembered handle was destroyed or replaced, perhaps by another process. */
export function isStaleHandle(error: unknown): boolean {
  return (
    error instanceof pkcs11js.Pkcs11Error &&
    (error.code === pkcs11js.CKR_OBJECT_HANDLE_INVALID || error.code === pkcs11js.CKR_KEY_HANDLE_INVALID)
  );
}
