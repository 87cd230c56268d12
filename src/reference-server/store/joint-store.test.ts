import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { bytes, structure } from '../../kmip/ttlv.ts';
import { jointStore } from './joint-store.ts';
import { prepareSchema } from './schema.ts';
import { sqliteStore } from './sqlite-store.ts';
import type { Store, StoredObject } from './store.ts';

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

const bench = () => {
  const database = new DatabaseSync(':memory:', { readBigInts: true });
  prepareSchema(database, 'memory');
  const base = sqliteStore(database, () => undefined);
  const transactions: number[] = [];
  let created = 0;
  const counted: Store = {
    ...base,
    create: (one) => {
      created += 1;
      base.create(one);
    },
    transaction: (work) => {
      const before = created;
      const result = base.transaction(work);
      transactions.push(created - before);
      return result;
    },
  };
  const turns: (() => void)[] = [];
  const store = jointStore(counted, (work) => void turns.push(work));
  const turn = (): void => {
    for (const work of turns.splice(0)) work();
  };
  return { database, store, transactions, turn, [Symbol.dispose]: () => base.close() };
};

const reasons = (results: readonly PromiseSettledResult<void>[]): readonly string[] =>
  results.map((result) => (result.status === 'fulfilled' ? 'there' : result.reason.reason));

test('what is added in one turn shares a transaction, and is there when the turn is over', async () => {
  using place = bench();
  const { store, transactions, turn } = place;
  const added = ['a', 'b', 'c'].map((id) => store.add(object(id)));
  assert.equal(store.retrieve('a'), undefined);
  turn();
  await Promise.all(added);
  assert.deepEqual(transactions, [3]);
  assert.deepEqual(store.counts(9n), { objects: 3, activeKeys: 3 });
  const next = store.add(object('d'));
  turn();
  await next;
  assert.deepEqual(store.retrieve('d'), object('d'));
});

test('one that cannot be added hurts no other', async () => {
  using place = bench();
  const { store, turn } = place;
  store.create(object('b'));
  const added = ['a', 'b', 'c'].map((id) => store.add(object(id)));
  turn();
  assert.deepEqual(reasons(await Promise.allSettled(added)), ['there', 'ObjectAlreadyExists', 'there']);
  assert.deepEqual(store.counts(9n), { objects: 3, activeKeys: 3 });
});

test('a disk that is full for one has room for the others', async () => {
  using place = bench();
  const { database, store, turn } = place;
  const { page_count: pages } = database.prepare('PRAGMA page_count').get() ?? {};
  database.exec(`PRAGMA max_page_count = ${Number(pages) + 4}`);
  const added = [object('a'), object('huge', 1_000_000), object('c')].map((one) => store.add(one));
  turn();
  assert.deepEqual(reasons(await Promise.allSettled(added)), ['there', 'GeneralFailure', 'there']);
  assert.deepEqual(store.retrieve('c'), object('c'));
  assert.equal(store.retrieve('huge'), undefined);
});

test('when nothing can be written, each is told so and nothing is there', async () => {
  using place = bench();
  const { database, store, turn } = place;
  database.exec('PRAGMA query_only = ON');
  const added = ['a', 'b'].map((id) => store.add(object(id)));
  turn();
  assert.deepEqual(reasons(await Promise.allSettled(added)), ['GeneralFailure', 'GeneralFailure']);
  assert.deepEqual(store.counts(9n), { objects: 0, activeKeys: 0 });
});
