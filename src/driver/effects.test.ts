import assert from 'node:assert/strict';
import { test } from 'node:test';
import { structure, text } from '../kmip/ttlv.ts';
import type { Effect } from '../ledger/entry.ts';
import * as calls from './calls.ts';
import { effectsOf, usesOf } from './effects.ts';

const clear = { keyEncryptionKey: undefined };
const wrapping = { keyEncryptionKey: 'hsm::1::kek' };
const named = (id: string) => structure('CreateResponse', text('UniqueIdentifier', id));
const nothing = structure('Response');

const created = (more: Partial<Extract<Effect, { readonly kind: 'created' }>> = {}): Effect => ({
  kind: 'created',
  id: 'k',
  isKey: true,
  activationUnixSeconds: undefined,
  deactivationUnixSeconds: undefined,
  place: 'store',
  wrappingKeyId: undefined,
  ...more,
});

const create = (object: calls.NewObject = {}) => calls.createKey('AES', 256, calls.USAGE.encrypt, object);

const CASES: readonly (readonly [string, readonly Effect[], readonly Effect[]])[] = [
  ['a PreActive key', effectsOf(create(), named('k'), clear), [created()]],
  [
    'a key with dates',
    effectsOf(create({ activation: 5, deactivation: 9 }), named('k'), clear),
    [created({ activationUnixSeconds: 5, deactivationUnixSeconds: 9 })],
  ],
  [
    'a key that names its wrapping key',
    effectsOf(create({ wrappingKeyId: 'w' }), named('k'), clear),
    [created({ wrappingKeyId: 'w' })],
  ],
  [
    'a key of a server with a key-encryption key',
    effectsOf(create(), named('k'), wrapping),
    [created({ wrappingKeyId: 'hsm::1::kek' })],
  ],
  [
    'a named wrapping key goes before the server’s own',
    effectsOf(create({ wrappingKeyId: 'w' }), named('k'), wrapping),
    [created({ wrappingKeyId: 'w' })],
  ],
  [
    'a key in the HSM is active at once and wrapped by nothing',
    effectsOf(create({ id: 'hsm::1::k' }), named('hsm::1::k'), wrapping),
    [created({ id: 'hsm::1::k', place: 'hsm', activationUnixSeconds: 0 })],
  ],
  [
    'a secret is no key',
    effectsOf(calls.registerSecret(new Uint8Array(1), {}), named('k'), clear),
    [created({ isKey: false })],
  ],
  [
    'an imported key',
    effectsOf(calls.importKey('k', new Uint8Array(32), false, { activation: 5 }), named('k'), clear),
    [created({ activationUnixSeconds: 5 })],
  ],
  [
    'a pair is two keys',
    effectsOf(
      calls.createKeyPair('P-256', { activation: 5 }),
      structure(
        'CreateKeyPairResponse',
        text('PrivateKeyUniqueIdentifier', 'p'),
        text('PublicKeyUniqueIdentifier', 'q'),
      ),
      clear,
    ),
    [created({ id: 'p', activationUnixSeconds: 5 }), created({ id: 'q', activationUnixSeconds: 5 })],
  ],
  ['Activate', effectsOf(calls.onObject('Activate', 'k'), nothing, clear), [{ kind: 'activated', id: 'k' }]],
  ['Revoke', effectsOf(calls.revoke('k'), nothing, clear), [{ kind: 'revoked', id: 'k' }]],
  ['Destroy', effectsOf(calls.onObject('Destroy', 'k'), nothing, clear), [{ kind: 'destroyed', id: 'k' }]],
  ['Hash', effectsOf(calls.hash(new Uint8Array(1)), nothing, clear), []],
  ['Query', effectsOf(calls.query(), nothing, clear), []],
];

for (const [what, effects, expected] of CASES) {
  test(`effects: ${what}`, () => assert.deepEqual(effects, expected));
}

const USES: readonly (readonly [string, string, readonly Effect[]])[] = [
  ...['Get', 'Export', 'Encrypt', 'Decrypt', 'Sign', 'SignatureVerify', 'MAC', 'MACVerify'].map(
    (operation) => [operation, 'k', [{ kind: 'used', id: 'k' }]] as const,
  ),
  ...['GetAttributes', 'Locate', 'Activate', 'Destroy', 'Revoke'].map(
    (operation) => [operation, 'k', []] as const,
  ),
  ...(['Encrypt', 'Decrypt', 'Sign'] as const).map(
    (operation) => [operation, 'hsm::1::k', [{ kind: 'hsm', operation }]] as const,
  ),
  ['Get', 'hsm::1::k', []],
  ['SignatureVerify', 'hsm::1::k', []],
];

for (const [operation, id, expected] of USES) {
  test(`${operation} of ${id} uses ${expected.map(({ kind }) => kind).join(', ') || 'nothing'}`, () => {
    assert.deepEqual(usesOf(calls.onObject(operation, id)), expected);
  });
}
