import * as calls from '../../../driver/calls.ts';
import {
  type Activities,
  type Activity,
  active,
  DATA,
  keyOf,
  known,
  type Memory,
  pairIn,
  rememberKey,
  rememberPair,
  rememberWrappingKey,
} from './activity.ts';

const { encrypt, decrypt } = calls.USAGE;
const OUTAGE = 'GeneralFailure';

const hsmId = ({ hsmSlot, unique }: Memory): string => `hsm::${known(hsmSlot, 'HSM')}::${unique()}`;

const aesInHsm: Activity = {
  call: (memory) => calls.createKey('AES', 256, encrypt | decrypt, { id: hsmId(memory) }),
  remember: rememberKey,
};
const aes: Activity = { call: () => calls.createKey('AES', 256, encrypt | decrypt, active) };

/** Keys that live in the HSM, or are wrapped by one that does. */
export const hsm: Activities = {
  'creates an AES key in the HSM': aesInHsm,
  'creates an AES key in the unusable HSM': { ...aesInHsm, failsWith: OUTAGE },
  'creates an AES key under the unusable HSM': { ...aes, failsWith: OUTAGE },
  'creates an AES key under a key that is not there': { ...aes, failsWith: 'WrappingObjectNotFound' },
  'signs with that pair under the unusable HSM': {
    call: (memory) => calls.sign(pairIn(memory).privateKey, DATA),
    failsWith: OUTAGE,
  },
  'encrypts with that key without permission': {
    call: (memory) => calls.encrypt(keyOf(memory), DATA),
    failsWith: 'PermissionDenied',
  },
  'creates a wrapping key in the HSM': {
    call: (memory) => calls.createKey('AES', 256, encrypt | decrypt, { id: hsmId(memory) }),
    remember: rememberWrappingKey,
  },
  'creates an RSA key pair in the HSM': {
    call: (memory) => calls.createKeyPair('RSA-2048', { id: hsmId(memory) }),
    remember: rememberPair,
  },
};
