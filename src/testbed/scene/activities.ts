import type { Call } from '../../driver/calls.ts';
import * as calls from '../../driver/calls.ts';
import { textOf } from '../../kmip/fields.ts';
import type { TtlvStructure } from '../../kmip/ttlv.ts';

/** What a scenario has made so far and can speak of: "that key", "that pair". */
export interface Memory {
  key?: string;
  pair?: { readonly privateKey: string; readonly publicKey: string };
  encrypted?: TtlvStructure;
  /** Key that wraps what is created "wrapped". */
  wrappingKey?: string;
  readonly hsmSlot: number | undefined;
  /** A word that stands in no other text. */
  readonly unique: () => string;
  readonly nowUnixSeconds: () => number;
}

/** A sentence of the features: which operation it asks for. */
export interface Activity {
  readonly call: (memory: Memory) => Call;
  readonly remember?: (memory: Memory, answer: TtlvStructure) => void;
  /** The ResultReason with which it must fail; "any" where servers differ for good reasons. */
  readonly failsWith?: string;
  /** The server must be made to wait for it: its duration is held against the client's. */
  readonly isSlow?: true;
}

const { encrypt, decrypt, macGenerate, macVerify } = calls.USAGE;
const DATA = new TextEncoder().encode('the data of the conformance suite');

/** Far enough back that no clock difference matters. */
const LONG_AGO_UNIX_SECONDS = 1_700_000_000;
const active = { activation: LONG_AGO_UNIX_SECONDS };

const rememberKey = (memory: Memory, answer: TtlvStructure): void => {
  memory.key = textOf(answer, 'UniqueIdentifier');
};
const rememberPair = (memory: Memory, answer: TtlvStructure): void => {
  memory.pair = {
    privateKey: textOf(answer, 'PrivateKeyUniqueIdentifier'),
    publicKey: textOf(answer, 'PublicKeyUniqueIdentifier'),
  };
};
const rememberWrappingKey = (memory: Memory, answer: TtlvStructure): void => {
  memory.wrappingKey = textOf(answer, 'UniqueIdentifier');
};

const aes = (object: (memory: Memory) => calls.NewObject): Activity => ({
  call: (memory) => calls.createKey('AES', 256, encrypt | decrypt, object(memory)),
  remember: rememberKey,
});
const pairOf = (algorithm: calls.KeyPairAlgorithm): Activity => ({
  call: () => calls.createKeyPair(algorithm, active),
  remember: rememberPair,
});
const onKey = (operation: string): Activity => ({
  call: (memory) => calls.onObject(operation, keyOf(memory)),
});

const keyOf = ({ key }: Memory): string => known(key, 'key');
const pairIn = ({ pair }: Memory) => known(pair, 'pair');
const hsmId = ({ hsmSlot, unique }: Memory): string => `hsm::${known(hsmSlot, 'HSM')}::${unique()}`;

function known<T>(thing: T | undefined, word: string): T {
  if (thing === undefined) throw new Error(`this scenario speaks of "that ${word}" before there is one`);
  return thing;
}

/** Every activity by its sentence, as in: alice <creates an active AES key> 4 times. */
export const ACTIVITIES: Readonly<Record<string, Activity>> = {
  'creates an active AES key': aes(() => active),
  'creates a PreActive AES key': aes(() => ({})),
  'creates an AES key that has expired': aes(() => ({ ...active, deactivation: LONG_AGO_UNIX_SECONDS + 1 })),
  'creates an AES key that expires within two seconds': aes(({ nowUnixSeconds }) => ({
    ...active,
    deactivation: Math.ceil(nowUnixSeconds()) + 1,
  })),
  'creates an AES key that becomes active within two seconds': aes(({ nowUnixSeconds }) => ({
    activation: Math.ceil(nowUnixSeconds()) + 1,
  })),
  'creates an active HMAC key': {
    call: () => calls.createKey('HMAC-SHA256', 256, macGenerate | macVerify, active),
    remember: rememberKey,
  },
  'creates a wrapping key': {
    call: () => calls.createKey('AES', 256, encrypt | decrypt | 16 | 32, active),
    remember: rememberWrappingKey,
  },
  'creates a wrapped AES key': aes(({ wrappingKey }) => ({
    ...active,
    wrappingKeyId: known(wrappingKey, 'wrapping key'),
  })),
  'creates an active RSA-2048 key pair': pairOf('RSA-2048'),
  'creates an active RSA-4096 key pair': { ...pairOf('RSA-4096'), isSlow: true },
  'creates an active P-256 key pair': pairOf('P-256'),
  'creates an active P-384 key pair': pairOf('P-384'),
  'creates an active P-521 key pair': pairOf('P-521'),
  'creates an active Ed25519 key pair': pairOf('Ed25519'),
  'registers a secret': {
    call: () => calls.registerSecret(DATA, active),
    remember: rememberKey,
  },
  'imports an active AES key': {
    call: ({ unique }) => calls.importKey(`imported-${unique()}`, new Uint8Array(32), false, active),
    remember: rememberKey,
  },
  'replaces that key': {
    call: (memory) => calls.importKey(keyOf(memory), new Uint8Array(32).fill(7), true, active),
  },
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
  'gets that key': onKey('Get'),
  'exports that key': onKey('Export'),
  'reads the attributes of that key': onKey('GetAttributes'),
  'activates that key': onKey('Activate'),
  'revokes that key': { call: (memory) => calls.revoke(keyOf(memory)) },
  'destroys that key': onKey('Destroy'),
  'destroys the active key in vain': { ...onKey('Destroy'), failsWith: 'WrongKeyLifecycleState' },
  'destroys the destroyed key in vain': { ...onKey('Destroy'), failsWith: 'any' },
  'encrypts with an unknown key': {
    call: ({ unique }) => calls.encrypt(`unknown-${unique()}`, DATA),
    failsWith: 'ObjectNotFound',
  },
  'revokes the private key': { call: (memory) => calls.revoke(pairIn(memory).privateKey) },
  'gets an unknown object': {
    call: ({ unique }) => calls.onObject('Get', `unknown-${unique()}`),
    failsWith: 'ObjectNotFound',
  },
  'gets that key without permission': { ...onKey('Get'), failsWith: 'PermissionDenied' },
  'encrypts with that key': {
    call: (memory) => calls.encrypt(keyOf(memory), DATA),
    remember: (memory, answer) => {
      memory.encrypted = answer;
    },
  },
  'encrypts with that PreActive key': {
    call: (memory) => calls.encrypt(keyOf(memory), DATA),
    failsWith: 'WrongKeyLifecycleState',
  },
  'decrypts what was encrypted': {
    call: (memory) => calls.decrypt(keyOf(memory), known(memory.encrypted, 'ciphertext')),
  },
  'decrypts garbage with that key': {
    call: (memory) => calls.decryptGarbage(keyOf(memory)),
    failsWith: 'CryptographicFailure',
  },
  'signs with that pair': { call: (memory) => calls.sign(pairIn(memory).privateKey, DATA) },
  'signs with that RSA pair': {
    call: (memory) => calls.sign(pairIn(memory).privateKey, DATA, calls.rsaSignature),
  },
  'computes a MAC with that key': { call: (memory) => calls.mac(keyOf(memory), DATA) },
  hashes: { call: () => calls.hash(DATA) },
  'locates by an unknown name': { call: ({ unique }) => calls.locate(`nobody-${unique()}`) },
  'asks which operations there are': { call: () => calls.query() },
  'asks for the versions': { call: () => calls.discoverVersions() },
};

/** @throws Error that names the sentences there are */
export function activityOf(sentence: string): Activity {
  const activity = ACTIVITIES[sentence];
  if (activity === undefined) {
    throw new Error(`nobody ${sentence}: known are ${Object.keys(ACTIVITIES).join('; ')}`);
  }
  return activity;
}
