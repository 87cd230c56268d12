import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { bytes, structure } from '../../kmip/ttlv.ts';
import { prepareSchema } from './schema.ts';
import { sqliteStore } from './sqlite-store.ts';
import type { StoredObject } from './store.ts';

const object = (id: string, bytesOfKey = 32): StoredObject => ({
  id,
  owner: 'ann',
  type: 'SymmetricKey',
  state: 'Active',
  activationDate: 1n,
  deactivationDate: undefined,
  attributes: structure('Attributes'),
  object: structure('SymmetricKey', bytes('KeyMaterial', new Uint8Array(bytesOfKey))),
  wrapped: undefined,
});

const opened = () => {
  const database = new DatabaseSync(':memory:', { readBigInts: true });
  prepareSchema(database, 'memory');
  const store = sqliteStore(database, () => undefined);
  store.create(object('first'));
  return { database, store, [Symbol.dispose]: () => store.close() };
};

const HUGE = 1_000_000;

test('a full disk is a failure with a remedy; what was there stays, and room makes it work again', () => {
  using place = opened();
  const { database, store } = place;
  const { page_count: pages } = database.prepare('PRAGMA page_count').get() ?? {};
  database.exec(`PRAGMA max_page_count = ${Number(pages) + 1}`);
  const full = { name: 'KmipError', reason: 'GeneralFailure', message: /disk is full: make room/ };
  assert.throws(() => store.create(object('huge', HUGE)), full);
  assert.throws(() => store.update(object('first', HUGE)), full);
  const both = () =>
    store.transaction(() => {
      store.create(object('small'));
      store.create(object('huge', HUGE));
    });
  assert.throws(both, full);
  assert.deepEqual(store.retrieve('first'), object('first'));
  assert.equal(store.retrieve('small'), undefined);
  assert.deepEqual(store.counts(9n), { objects: 1, activeKeys: 1 });
  database.exec('PRAGMA max_page_count = 1000000');
  store.create(object('huge', HUGE));
});

test('a read-only database serves reads, counts, and refuses writes', () => {
  using place = opened();
  const { database, store } = place;
  database.exec('PRAGMA query_only = ON');
  const readOnly = { name: 'KmipError', reason: 'GeneralFailure', message: /read-only: give the server/ };
  assert.throws(() => store.create(object('second')), readOnly);
  assert.throws(() => store.grant({ id: 'first', user: 'ben', operations: ['get'] }), readOnly);
  assert.deepEqual(store.retrieve('first'), object('first'));
  assert.equal(store.find({ owner: 'ann' }).length, 1);
  assert.deepEqual(store.counts(9n), { objects: 1, activeKeys: 1 });
  database.exec('PRAGMA query_only = OFF');
  store.create(object('second'));
});

test('an error that the database has no part in stays what it is', () => {
  using place = opened();
  const mistake = new TypeError('mistake');
  const work = () =>
    place.store.transaction(() => {
      throw mistake;
    });
  assert.throws(work, mistake);
  place.store.create(object('second'));
});
