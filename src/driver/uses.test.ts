import assert from 'node:assert/strict';
import { test } from 'node:test';
import { text } from '../kmip/ttlv.ts';
import type { Effect } from '../ledger/entry.ts';
import * as calls from './calls.ts';
import { usesOf, usesOfFailure } from './uses.ts';

const DATA = new Uint8Array(1);
const used = (...ids: readonly string[]): readonly Effect[] => ids.map((id) => ({ kind: 'used', id }));

const BY_IDENTIFIER: readonly (readonly [string, string, readonly Effect[]])[] = [
  ...['Get', 'Export', 'Encrypt', 'Decrypt', 'Sign', 'SignatureVerify', 'MAC', 'MACVerify', 'DeriveKey'].map(
    (operation) => [operation, 'k', used('k')] as const,
  ),
  ...[
    ...['GetAttributes', 'GetAttributeList', 'AddAttribute', 'ModifyAttribute', 'SetAttribute'],
    ...['DeleteAttribute', 'Check', 'Locate', 'Activate', 'Revoke', 'Destroy', 'ReKey', 'ReKeyKeyPair'],
    ...['GetUsageAllocation', 'RNGRetrieve', 'RNGSeed', 'Hash', 'Query', 'DiscoverVersions', 'Interop'],
  ].map((operation) => [operation, 'k', []] as const),
  ...(['Encrypt', 'Decrypt', 'Sign'] as const).map(
    (operation) => [operation, 'hsm::1::k', [{ kind: 'hsm', operation }]] as const,
  ),
  ['Get', 'hsm::1::k', []],
  ['SignatureVerify', 'hsm::1::k', []],
];

for (const [operation, id, expected] of BY_IDENTIFIER) {
  test(`${operation} of ${id} uses ${expected.map(({ kind }) => kind).join(', ') || 'nothing'}`, () => {
    assert.deepEqual(usesOf(calls.onObject(operation, id)), expected);
  });
}

for (const operation of ['Get', 'Export'] as const) {
  test(`a wrapped ${operation} uses the object, then the key that wraps it`, () => {
    assert.deepEqual(usesOf(calls.getWrapped(operation, 'k', 'w')), used('k', 'w'));
    assert.deepEqual(usesOf(calls.getWrapped(operation, 'k', 'hsm::1::w')), [
      ...used('k'),
      { kind: 'hsm', operation: 'Wrap' },
    ]);
  });
}

test('a derivation uses every base object, by whichever tag it is named', () => {
  const { payload } = calls.deriveKey('a', 'SymmetricKey', DATA, {});
  const more = [text('UniqueIdentifier', 'b'), text('ObjectUniqueIdentifier', 'c')];
  assert.deepEqual(usesOf(calls.call('DeriveKey', ...payload.value, ...more)), used('a', 'b', 'c'));
});

test('a validation uses every certificate that it names', () => {
  const names = ['a', 'b'].map((id) => text('UniqueIdentifier', id));
  assert.deepEqual(usesOf(calls.call('Validate', ...names)), used('a', 'b'));
});

test('what fails on the data has used the key, what fails before has not', () => {
  const decrypt = calls.decryptGarbage('k');
  assert.deepEqual(usesOfFailure(decrypt, 'CryptographicFailure'), used('k'));
  assert.deepEqual(usesOfFailure(decrypt, 'PermissionDenied'), []);
});

test('what fails for want of a wrapping key has used its own in vain', () => {
  const inVain = [{ kind: 'used', id: 'k', inVain: true }];
  assert.deepEqual(usesOfFailure(calls.encrypt('k', DATA), 'GeneralFailure'), inVain);
  assert.deepEqual(usesOfFailure(calls.encrypt('hsm::1::k', DATA), 'GeneralFailure'), []);
});

test('what fails on its parameters, or between two keys, has perhaps used them', () => {
  const perhaps = (...ids: readonly string[]) => used(...ids).map((effect) => ({ ...effect, perhaps: true }));
  assert.deepEqual(usesOfFailure(calls.encrypt('k', DATA), 'BadCryptographicParameters'), perhaps('k'));
  assert.deepEqual(usesOfFailure(calls.getWrapped('Get', 'k', 'w'), 'PermissionDenied'), perhaps('k', 'w'));
  assert.deepEqual(usesOfFailure(calls.hash(DATA), 'InvalidField'), []);
});

test('an HSM counts for nothing that fails', () => {
  assert.deepEqual(usesOfFailure(calls.decryptGarbage('hsm::1::k'), 'CryptographicFailure'), []);
});
