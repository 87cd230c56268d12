import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { bytes, structure, text } from '../../kmip/ttlv.ts';
import { openSqliteStore } from './sqlite-store.ts';
import type { Store, StoredObject } from './store.ts';

const NOW = 1000n;

const object = (id: string, more: Partial<StoredObject> = {}): StoredObject => ({
  id,
  owner: 'ann',
  type: 'SymmetricKey',
  state: 'Active',
  activationDate: 1n,
  deactivationDate: undefined,
  attributes: structure('Attributes', structure('Name', text('NameValue', `name of ${id}`))),
  object: structure('SymmetricKey', bytes('KeyMaterial', Uint8Array.of(1, 2, 3))),
  wrapped: undefined,
  ...more,
});

const scratch = () => {
  const folder = mkdtempSync(join(tmpdir(), 'kms-store-'));
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
};

function withStore(name: string, work: (store: Store, folder: string) => void): void {
  test(name, () => {
    using place = scratch();
    const store = openSqliteStore(place.folder);
    try {
      work(store, place.folder);
    } finally {
      store.close();
    }
  });
}

withStore('an object comes back as it was stored, in clear or sealed', (store) => {
  const sealed = object('b', {
    object: undefined,
    wrapped: { wrappingKeyId: 'kek', sealed: Uint8Array.of(9) },
    deactivationDate: 2n ** 62n,
  });
  store.create(object('a'));
  store.create(sealed);
  assert.deepEqual(store.retrieve('a'), object('a'));
  assert.deepEqual(store.retrieve('b'), sealed);
  assert.equal(store.retrieve('c'), undefined);
});

withStore('a removed object leaves nothing behind: no name, no grant, no count', (store) => {
  store.create(object('a'));
  store.create(object('b'));
  store.grant({ id: 'a', user: 'ben', operations: ['get'] });
  store.remove('a');
  assert.equal(store.retrieve('a'), undefined);
  assert.deepEqual(store.find({ name: 'name of a' }), []);
  assert.deepEqual(store.grantsOn('a'), []);
  assert.deepEqual(store.counts(NOW), { objects: 1, activeKeys: 1 });
  store.create(object('a'));
  assert.deepEqual(store.counts(NOW), { objects: 2, activeKeys: 2 });
});

withStore('an identifier is given once', (store) => {
  store.create(object('a'));
  assert.throws(() => store.create(object('a', { owner: 'ben' })), { reason: 'ObjectAlreadyExists' });
  assert.equal(store.retrieve('a')?.owner, 'ann');
  assert.deepEqual(store.counts(NOW), { objects: 1, activeKeys: 1 });
});

withStore('every given criterion of a search holds', (store) => {
  store.create(object('a'));
  store.create(object('b', { type: 'SecretData' }));
  store.create(object('c', { owner: 'ben' }));
  const found = (query: Parameters<Store['find']>[0]) => store.find(query).map(({ id }) => id);
  assert.deepEqual(found({}), ['a', 'b', 'c']);
  assert.deepEqual(found({ owner: 'ann' }), ['a', 'b']);
  assert.deepEqual(found({ owner: 'ann', type: 'SecretData' }), ['b']);
  assert.deepEqual(found({ name: 'name of c' }), ['c']);
  assert.deepEqual(found({ owner: 'ann', name: 'name of c' }), []);
});

withStore('an update moves the names along', (store) => {
  store.create(object('a'));
  store.update(
    object('a', { attributes: structure('Attributes', structure('Name', text('NameValue', 'new'))) }),
  );
  assert.equal(store.find({ name: 'name of a' }).length, 0);
  assert.equal(store.find({ name: 'new' }).length, 1);
});

withStore('grants add up, and go one by one', (store) => {
  store.grant({ id: 'a', user: 'ben', operations: ['get', 'encrypt', 'get'] });
  store.grant({ id: 'a', user: 'ben', operations: ['get', 'destroy'] });
  store.grant({ id: 'a', user: 'cleo', operations: ['get'] });
  store.grant({ id: 'hsm::1::k', user: 'ben', operations: ['sign'] });
  assert.deepEqual(store.grantedOperations('a', 'ben').toSorted(), ['destroy', 'encrypt', 'get']);
  assert.deepEqual(
    store.grantsTo('ben').map(({ id }) => id),
    ['a', 'hsm::1::k'],
  );
  assert.deepEqual(
    store.grantsOn('a').map(({ user }) => user),
    ['ben', 'cleo'],
  );
  store.revokeGrant({ id: 'a', user: 'ben', operations: ['get', 'sign'] });
  assert.deepEqual(store.grantedOperations('a', 'ben').toSorted(), ['destroy', 'encrypt']);
  assert.deepEqual(store.grantedOperations('b', 'ben'), []);
});

withStore('a transaction is all or nothing, an inner one joins the outer', (store) => {
  assert.throws(() =>
    store.transaction(() => {
      store.transaction(() => store.create(object('a')));
      throw new Error('no');
    }),
  );
  assert.equal(store.retrieve('a'), undefined);
  assert.deepEqual(store.counts(NOW), { objects: 0, activeKeys: 0 });
  assert.equal(
    store.transaction(() => 7),
    7,
  );
});

withStore('counts follow creation, state, type and destruction', (store) => {
  store.create(object('active'));
  store.create(object('public', { type: 'PublicKey' }));
  store.create(object('secret', { type: 'SecretData' }));
  store.create(object('pre', { state: 'PreActive', activationDate: undefined }));
  assert.deepEqual(store.counts(NOW), { objects: 4, activeKeys: 2 });
  store.update(object('active', { state: 'Deactivated' }));
  assert.deepEqual(store.counts(NOW), { objects: 4, activeKeys: 1 });
  store.update(object('active', { state: 'Destroyed', object: undefined }));
  store.update(object('active', { state: 'Destroyed', object: undefined }));
  assert.deepEqual(store.counts(NOW), { objects: 3, activeKeys: 1 });
  store.update(object('active'));
  assert.deepEqual(store.counts(NOW), { objects: 4, activeKeys: 2 });
});

withStore('counts follow the dates without anybody writing', (store) => {
  store.create(
    object('soon', { state: 'PreActive', activationDate: NOW + 10n, deactivationDate: NOW + 20n }),
  );
  store.create(object('lapses', { deactivationDate: NOW + 15n }));
  const active = (at: bigint) => store.counts(NOW + at).activeKeys;
  assert.deepEqual([0n, 9n, 10n, 15n, 20n, 30n].map(active), [1, 1, 2, 1, 0, 0]);
  assert.equal(store.counts(NOW + 30n).objects, 2);
});

test('everything is there after closing and opening again, for the owner of the folder alone', () => {
  using place = scratch();
  const folder = join(place.folder, 'made', 'on', 'demand');
  const first = openSqliteStore(folder);
  first.create(object('a'));
  first.grant({ id: 'a', user: 'ben', operations: ['get'] });
  first.close();
  const second = openSqliteStore(folder);
  assert.deepEqual(second.retrieve('a'), object('a'));
  assert.deepEqual(second.grantedOperations('a', 'ben'), ['get']);
  assert.deepEqual(second.counts(NOW), { objects: 1, activeKeys: 1 });
  second.close();
  assert.equal(statSync(join(folder, 'kms.db')).mode & 0o077, 0);
});

test('a database of a later version is left alone', () => {
  using place = scratch();
  openSqliteStore(place.folder).close();
  const database = new DatabaseSync(join(place.folder, 'kms.db'));
  database.exec('PRAGMA user_version = 99');
  database.close();
  assert.throws(() => openSqliteStore(place.folder), /version 99, this server knows 1/);
});

test('destroyed key material is gone from the file', () => {
  using place = scratch();
  const store = openSqliteStore(place.folder);
  const material = Uint8Array.from({ length: 32 }, (_, index) => index + 1);
  store.create(object('a', { object: structure('SymmetricKey', bytes('KeyMaterial', material)) }));
  store.update(object('a', { state: 'Destroyed', object: undefined }));
  store.close();
  const needle = Buffer.from(material).toString('hex').toUpperCase();
  const holds = readFileSync(join(place.folder, 'kms.db')).includes(needle);
  assert.equal(holds, false);
});

test('a folder has one server; kill -9 frees it and loses nothing', async () => {
  using place = scratch();
  const module = new URL('./sqlite-store.ts', import.meta.url).href;
  const script = `
    const { openSqliteStore } = await import(${JSON.stringify(module)});
    const store = openSqliteStore(process.argv[1]);
    store.grant({ id: 'a', user: 'ben', operations: ['get'] });
    console.log('ready');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, place.folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const refused = () => openSqliteStore(place.folder);
  try {
    assert.throws(refused, /in use: another process holds .*kms\.lock/);
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  const store = openSqliteStore(place.folder);
  assert.deepEqual(store.grantedOperations('a', 'ben'), ['get']);
  store.close();
});
