import * as calls from '../../../driver/calls.ts';
import {
  type Activities,
  known,
  type Memory,
  rememberKey,
  rememberPair,
  rememberWrappingKey,
} from './activity.ts';

const { encrypt, decrypt } = calls.USAGE;

const hsmId = ({ hsmSlot, unique }: Memory): string => `hsm::${known(hsmSlot, 'HSM')}::${unique()}`;

/** Keys that live in the HSM. */
export const hsm: Activities = {
  'creates an AES key in the HSM': {
    call: (memory) => calls.createKey('AES', 256, encrypt | decrypt, { id: hsmId(memory) }),
    remember: rememberKey,
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
