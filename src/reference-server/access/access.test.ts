import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { structure } from '../../kmip/ttlv.ts';
import { Refusal } from '../http/refusal.ts';
import { attributesInState } from '../objects/managed-object.ts';
import { openSqliteStore } from '../store/sqlite-store.ts';
import type { StoredObject } from '../store/store.ts';
import { recording } from '../telemetry/recording.fixture.ts';
import { newAccess } from './access.ts';
import { parseGrantRequest } from './grant-request.ts';
import { permissionLabels } from './permissions.ts';

const objectOf = (id: string, owner: string): StoredObject => ({
  id,
  owner,
  type: 'SymmetricKey',
  state: 'PreActive',
  activationDate: undefined,
  deactivationDate: undefined,
  attributes: structure('Attributes'),
  object: structure('SymmetricKey'),
  wrapped: undefined,
});

const bench = (t: TestContext, { hsmAdmins = ['root'] as readonly string[] } = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'kms-access-'));
  const store = openSqliteStore(folder);
  t.after(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });
  store.create(objectOf('key', 'alice'));
  const { recorder, told } = recording();
  const access = newAccess({ store, recorder, hsmAdmins, stateOf: ({ state }) => state });
  return { access, granted: () => told('permissionsGranted') };
};

test('attributes are shown to those who may ask for them', (t) => {
  const { access } = bench(t);
  access.grant('alice', { id: 'key', user: 'bob', operations: ['get'] });
  assert.deepEqual(
    access.obtained('bob').map(({ attributes }) => attributes),
    [undefined],
  );
});

const refusedWith = (status: number) => (error: unknown) =>
  error instanceof Refusal && error.status === status;

test('the owner shares an object, sees it shared, and takes it back', (t) => {
  const { access, granted } = bench(t);
  access.grant('alice', { id: 'key', user: 'bob', operations: ['get', 'getattributes'] });
  assert.deepEqual(granted(), [['bob', ['get', 'get_attributes']]]);
  assert.deepEqual(access.list('alice', 'key'), [
    { id: 'key', user: 'bob', operations: ['get', 'getattributes'] },
  ]);
  const attributes = attributesInState(objectOf('key', 'alice'), 'PreActive');
  assert.deepEqual(access.obtained('bob'), [
    { id: 'key', owner: 'alice', state: 'PreActive', operations: ['get', 'getattributes'], attributes },
  ]);
  assert.deepEqual(access.owned('alice'), [{ id: 'key', state: 'PreActive', attributes }]);
  access.revoke('alice', { id: 'key', user: 'bob', operations: ['get', 'getattributes'] });
  assert.deepEqual(access.list('alice', 'key'), []);
  assert.equal(granted().length, 1);
});

test('granting again, and naming an operation twice, counts again', (t) => {
  const { access, granted } = bench(t);
  access.grant('alice', { id: 'key', user: 'bob', operations: ['get', 'get'] });
  access.grant('alice', { id: 'key', user: 'bob', operations: ['get'] });
  assert.deepEqual(granted(), [
    ['bob', ['get', 'get']],
    ['bob', ['get']],
  ]);
  assert.deepEqual(access.list('alice', 'key')[0]?.operations, ['get']);
});

describe('refusals grant and count nothing', () => {
  test('another user than the owner', (t) => {
    const { access, granted } = bench(t);
    const request = { id: 'key', user: 'eve', operations: ['get'] };
    assert.throws(() => access.grant('bob', request), refusedWith(401));
    assert.throws(() => access.revoke('bob', request), refusedWith(401));
    assert.throws(() => access.list('bob', 'key'), refusedWith(401));
    assert.deepEqual([granted(), access.list('alice', 'key')], [[], []]);
  });
  test('oneself', (t) => {
    const { access, granted } = bench(t);
    const request = { id: 'key', user: 'alice', operations: ['get'] };
    assert.throws(() => access.grant('alice', request), refusedWith(401));
    assert.throws(() => access.revoke('alice', request), refusedWith(401));
    assert.deepEqual(granted(), []);
  });
  test('an object that is not there', (t) => {
    const { access } = bench(t);
    assert.throws(
      () => access.grant('alice', { id: 'nothing', user: 'bob', operations: ['get'] }),
      /no object nothing/,
    );
  });
});

test('keys in the HSM are shared by its administrators', (t) => {
  const request = { id: 'hsm::1::k', user: 'bob', operations: ['encrypt'] };
  const { access } = bench(t);
  access.grant('root', request);
  assert.throws(() => access.grant('alice', request), refusedWith(401));
  assert.deepEqual(access.obtained('bob'), [
    { id: 'hsm::1::k', owner: '', state: 'Active', operations: ['encrypt'], attributes: undefined },
  ]);
  const everybody = bench(t, { hsmAdmins: ['*'] });
  everybody.access.grant('alice', request);
});

describe('bodies', () => {
  const body = (fields: object) =>
    JSON.stringify({ unique_identifier: 'k', user_id: 'bob', operation_types: ['get'], ...fields });
  test('a complete one', () => {
    assert.deepEqual(parseGrantRequest(body({ operation_types: ['get', 'get'] })), {
      id: 'k',
      user: 'bob',
      operations: ['get', 'get'],
    });
  });
  const refused: readonly [string, string, number, RegExp][] = [
    ['no JSON', '{', 400, /JSON object/],
    ['a list', '[]', 400, /JSON object/],
    ['no identifier', body({ unique_identifier: undefined }), 400, /unique_identifier/],
    ['empty user', body({ user_id: '' }), 400, /user_id/],
    ['no operations', body({ operation_types: [] }), 400, /operation_types/],
    ['operations that are no texts', body({ operation_types: [1] }), 400, /operation_types/],
    ['unknown operation', body({ operation_types: ['get', 'fly'] }), 422, /getattributes/],
    ['label instead of operation', body({ operation_types: ['get_attributes'] }), 422, /getattributes/],
  ];
  for (const [name, text, status, sentence] of refused) {
    test(name, () => {
      assert.throws(
        () => parseGrantRequest(text),
        (error) => refusedWith(status)(error) && sentence.test(String(error)),
      );
    });
  }
});

test('every operation type is its label without separators', () => {
  for (const [type, label] of permissionLabels) assert.equal(label.replaceAll('_', ''), type);
});
