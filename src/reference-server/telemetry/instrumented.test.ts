import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hsm } from '../hsm/hsm.ts';
import { jointStore } from '../store/joint-store.ts';
import type { Store, StoredObject } from '../store/store.ts';
import { systemClock } from './clock.ts';
import { instrumentHsm } from './instrument-hsm.ts';
import { instrumentStore } from './instrument-store.ts';
import { recording } from './recording.fixture.ts';

const stub = <T>(parts: Partial<T>): T => parts as T;

test('every store call is one database operation with its outcome; counts and transactions are none', async () => {
  const { recorder, told } = recording();
  const store = instrumentStore(
    jointStore(
      stub<Store>({
        backend: 'sqlite',
        create: ({ id }) => {
          if (id === 'taken') throw new Error('it is there already');
        },
        retrieve: () => undefined,
        find: () => {
          throw new Error('disk gone');
        },
        transaction: (work) => work(),
        counts: () => ({ objects: 0, activeKeys: 0 }),
      }),
    ),
    recorder,
    systemClock,
  );
  store.transaction(() => store.retrieve('x'));
  assert.throws(() => store.find({}), /disk gone/);
  store.counts(0n);
  const added = ['new', 'taken', 'another'].map((id) => store.add(stub<StoredObject>({ id })));
  assert.equal(told('databaseOperation').length, 2, 'an addition ends when it is durable');
  await Promise.allSettled(added);
  assert.deepEqual(told('databaseOperation'), [
    { operation: 'retrieve', backend: 'sqlite', outcome: 'success' },
    { operation: 'find', backend: 'sqlite', outcome: 'error' },
    { operation: 'create', backend: 'sqlite', outcome: 'success' },
    { operation: 'create', backend: 'sqlite', outcome: 'error' },
    { operation: 'create', backend: 'sqlite', outcome: 'success' },
  ]);
});

test('what the HSM has done is counted, what it refused is not', async () => {
  const { recorder, told } = recording();
  const bytes = new Uint8Array(1);
  const hsm = instrumentHsm(
    stub<Hsm>({
      model: 'softhsm2',
      wrap: async () => bytes,
      unwrap: async () => bytes,
      sign: async () => {
        throw new Error('refused');
      },
      find: async () => [],
    }),
    recorder,
  );
  const address = { slot: 1, label: 'k' };
  await hsm.wrap(address, bytes);
  await hsm.unwrap(address, bytes);
  await hsm.find(1);
  await assert.rejects(hsm.sign(address, { mechanism: 'RSA-PSS', hash: 'SHA-256', data: bytes }), /refused/);
  assert.deepEqual(told('hsmOperation'), [
    ['Wrap', 'softhsm2'],
    ['Unwrap', 'softhsm2'],
  ]);
});
