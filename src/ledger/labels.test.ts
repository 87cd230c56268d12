import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Contract } from '../contract/contract.ts';
import { loadProfile } from '../contract/profiles.ts';
import { bare, grant, message, op, predictAt, settingOf, splitIn } from './entries.fixture.ts';
import type { Entry } from './entry.ts';

const OPERATIONS = 'kms.kmip.operations.total';
const ERRORS = 'kms.errors.total';

const splitUnder = (contract: Contract | string, instrument: string, ...entries: readonly Entry[]) =>
  splitIn(
    predictAt(entries, {
      ...settingOf(),
      contract: typeof contract === 'string' ? loadProfile(contract) : contract,
    }),
    instrument,
  );

const unknown = { ...op(undefined, { failure: 'OperationNotSupported' }), tag: 'Frobnicate' };
const mac = { ...op('MAC'), tag: 'Mac' };

test('an unknown operation counts under one label, or under the name that the client sent', () => {
  assert.deepEqual(splitUnder('documented', OPERATIONS, bare('alice', unknown)), {
    'operation=Unknown': '1',
  });
  assert.deepEqual(splitUnder('cosmian-5.26', OPERATIONS, bare('alice', unknown)), {
    'operation=Frobnicate': '1',
  });
  assert.deepEqual(splitUnder('cosmian-5.26', OPERATIONS, message('alice', [unknown])), {
    'operation=Unknown': '1',
  });
});

test('MAC counts as it was spelled, or as KMIP spells it', () => {
  assert.deepEqual(splitUnder('documented', OPERATIONS, bare('alice', mac)), { 'operation=MAC': '1' });
  assert.deepEqual(splitUnder('cosmian-5.26', OPERATIONS, bare('alice', mac)), { 'operation=Mac': '1' });
  assert.deepEqual(splitUnder('cosmian-5.26', OPERATIONS, message('alice', [mac])), { 'operation=MAC': '1' });
});

for (const operation of [
  'Check',
  'GetAttributeList',
  'ModifyAttribute',
  'MACVerify',
  'RNGRetrieve',
  'RNGSeed',
]) {
  test(`cosmian: ${operation} has its name alone, and none in a message`, () => {
    assert.deepEqual(splitUnder('cosmian-5.26', OPERATIONS, bare('alice', op(operation))), {
      [`operation=${operation}`]: '1',
    });
    assert.deepEqual(splitUnder('cosmian-5.26', OPERATIONS, message('alice', [op(operation)])), {
      'operation=Unknown': '1',
    });
    assert.deepEqual(splitUnder('documented', OPERATIONS, message('alice', [op(operation)])), {
      [`operation=${operation}`]: '1',
    });
  });
}

test('ReCertify has a name in messages from 5.24 on', () => {
  const named = (profile: string) =>
    Object.keys(splitUnder(profile, OPERATIONS, message('alice', [op('ReCertify')])));
  assert.deepEqual(named('cosmian-5.17'), ['operation=Unknown']);
  assert.deepEqual(named('cosmian-5.26'), ['operation=ReCertify']);
});

test('errors are told apart by the kind of failure, or by the operation that failed', () => {
  const failed = bare('alice', op('Get', { failure: 'ObjectNotFound' }));
  assert.deepEqual(splitUnder('documented', ERRORS, failed), { 'error_type=ObjectNotFound': '1' });
  assert.deepEqual(splitUnder('cosmian-5.26', ERRORS, failed, bare('alice', unknown)), {
    'error_type=Get': '1',
    'error_type=Frobnicate': '1',
  });
});

test('users are their identity, or the first half of the first half of its SHA-256', () => {
  const get = bare('admin', op('Get'));
  const name = 'kms.kmip.operations.per_user.total';
  assert.deepEqual(splitUnder('cosmian-5.26', name, get), { 'operation=Get, user=admin': '1' });
  assert.deepEqual(splitUnder('cosmian-5.28', name, get), { 'operation=Get, user=8c6976e5b5410415': '1' });
  assert.deepEqual(
    splitUnder(
      'cosmian-5.28',
      'kms.permissions.granted.per_user.total',
      grant('admin', ['derivekey', 'create']),
    ),
    {
      'permission_type=derive_key, user=8c6976e5b5410415': '1',
      'permission_type=Create, user=8c6976e5b5410415': '1',
    },
  );
});

test('routes are grouped as the release groups them', () => {
  assert.deepEqual(splitUnder('cosmian-5.26', 'kms.http.requests.total', grant('bob', ['get'])), {
    'method=POST, path=/access/{...}, status=200': '1',
  });
});
