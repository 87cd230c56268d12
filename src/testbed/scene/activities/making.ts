import * as calls from '../../../driver/calls.ts';
import {
  type Activities,
  type Activity,
  active,
  DATA,
  FAR_AHEAD_UNIX_SECONDS,
  keyOf,
  LONG_AGO_UNIX_SECONDS,
  type Memory,
  rememberKey,
  rememberPair,
  rememberWrappingKey,
  wrappingKeyOf,
} from './activity.ts';

const { encrypt, decrypt, wrapKey, unwrapKey, macGenerate, macVerify, deriveKey } = calls.USAGE;

const keyFor =
  (algorithm: string, usage: number) =>
  (object: (memory: Memory) => calls.NewObject): Activity => ({
    call: (memory) => calls.createKey(algorithm, 256, usage, object(memory)),
    remember: rememberKey,
  });
const aes = keyFor('AES', encrypt | decrypt);
const hmac = keyFor('HMAC-SHA256', macGenerate | macVerify);
const base = keyFor('AES', deriveKey);
const wrapping = (object: (memory: Memory) => calls.NewObject): Activity => ({
  ...keyFor('AES', encrypt | decrypt | wrapKey | unwrapKey)(object),
  remember: rememberWrappingKey,
});

const pairOf = (
  algorithm: calls.KeyPairAlgorithm,
  object: (memory: Memory) => calls.NewObject,
): Activity => ({
  call: (memory) => calls.createKeyPair(algorithm, object(memory)),
  remember: rememberPair,
});

const isActive = (): calls.NewObject => active;
const isWrapped = (memory: Memory): calls.NewObject => ({ ...active, wrappingKeyId: wrappingKeyOf(memory) });

/** New objects. */
export const making: Activities = {
  'creates an active AES key': aes(isActive),
  'creates a PreActive AES key': aes(() => ({})),
  'creates an AES key that has expired': aes(() => ({ ...active, deactivation: LONG_AGO_UNIX_SECONDS + 1 })),
  'creates an AES key that expires within two seconds': aes(({ nowUnixSeconds }) => ({
    ...active,
    deactivation: Math.ceil(nowUnixSeconds()) + 1,
  })),
  'creates an AES key that becomes active within two seconds': aes(({ nowUnixSeconds }) => ({
    activation: Math.ceil(nowUnixSeconds()) + 1,
  })),
  'creates an AES key with an activation date far ahead': aes(() => ({ activation: FAR_AHEAD_UNIX_SECONDS })),
  'creates an AES key with both dates far ahead': aes(() => ({
    activation: FAR_AHEAD_UNIX_SECONDS,
    deactivation: FAR_AHEAD_UNIX_SECONDS,
  })),
  'creates an active HMAC key': hmac(isActive),
  'creates a wrapping key': wrapping(isActive),
  'creates a wrapped wrapping key': wrapping(isWrapped),
  'creates a wrapped AES key': aes(isWrapped),
  'creates a wrapped HMAC key': hmac(isWrapped),
  'creates a wrapped P-256 key pair': pairOf('P-256', isWrapped),
  'creates a key to derive from': base(isActive),
  'creates a wrapped key to derive from': base(isWrapped),
  'creates an active RSA-2048 key pair': pairOf('RSA-2048', isActive),
  'creates an active RSA-4096 key pair': { ...pairOf('RSA-4096', isActive), isSlow: true },
  'creates an active P-256 key pair': pairOf('P-256', isActive),
  'creates an active P-384 key pair': pairOf('P-384', isActive),
  'creates an active P-521 key pair': pairOf('P-521', isActive),
  'creates an active Ed25519 key pair': pairOf('Ed25519', isActive),
  'registers a secret': {
    call: () => calls.registerSecret(DATA, active),
    remember: rememberKey,
  },
  'imports an active AES key': {
    call: ({ unique }) => calls.importKey(`${unique()}-imported`, new Uint8Array(32), false, active),
    remember: rememberKey,
  },
  'replaces that key': {
    call: (memory) => calls.importKey(keyOf(memory), new Uint8Array(32).fill(7), true, active),
  },
};
