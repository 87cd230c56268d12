import * as calls from '../../../driver/calls.ts';
import { bytesOf } from '../../../kmip/fields.ts';
import type { Ttlv } from '../../../kmip/ttlv.ts';
import { type Activities, type Activity, DATA, keyOf, known, pairIn } from './activity.ts';

const sign = (...parameters: readonly Ttlv[]): Activity => ({
  call: (memory) => calls.sign(pairIn(memory).privateKey, DATA, ...parameters),
  remember: (memory, answer) => {
    memory.signature = bytesOf(answer, 'SignatureData');
  },
});

const encrypt: Activity = {
  call: (memory) => calls.encrypt(keyOf(memory), DATA),
  remember: (memory, answer) => {
    memory.encrypted = answer;
  },
};

/** Cryptography with keys that are there. */
export const using: Activities = {
  'encrypts with that key': encrypt,
  'encrypts with that PreActive key': { ...encrypt, failsWith: 'WrongKeyLifecycleState' },
  'encrypts with an unknown key': {
    call: ({ unique }) => calls.encrypt(`${unique()}-unknown`, DATA),
    failsWith: 'ObjectNotFound',
  },
  'decrypts what was encrypted': {
    call: (memory) => calls.decrypt(keyOf(memory), known(memory.encrypted, 'ciphertext')),
  },
  'decrypts garbage with that key': {
    call: (memory) => calls.decryptGarbage(keyOf(memory)),
    failsWith: 'CryptographicFailure',
  },
  'signs with that pair': sign(),
  'signs with that RSA pair': sign(calls.rsaSignature),
  'verifies what was signed': {
    call: (memory) =>
      calls.signatureVerify(pairIn(memory).publicKey, DATA, known(memory.signature, 'signature')),
  },
  'verifies a wrong signature': {
    call: (memory) => calls.signatureVerify(pairIn(memory).publicKey, DATA, new Uint8Array(64)),
  },
  'computes a MAC with that key': {
    call: (memory) => calls.mac(keyOf(memory), DATA),
    remember: (memory, answer) => {
      memory.mac = bytesOf(answer, 'MACData');
    },
  },
  'verifies that MAC': {
    call: (memory) => calls.macVerify(keyOf(memory), DATA, known(memory.mac, 'MAC')),
  },
  'verifies a wrong MAC': { call: (memory) => calls.macVerify(keyOf(memory), DATA, new Uint8Array(32)) },
  hashes: { call: () => calls.hash(DATA) },
  'retrieves random bytes': { call: () => calls.rngRetrieve(32) },
  'seeds the random numbers': { call: () => calls.rngSeed(DATA) },
};
