import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bare,
  create,
  does,
  oneAfterAnother,
  op,
  predictAt,
  settingOf,
  splitIn,
  totalIn,
} from './entries.fixture.ts';
import type { Entry } from './entry.ts';

const CACHE = 'kms.cache.operations.total';
const HSM = 'kms.hsm.operations.total';
const DATABASE = 'kms.database.operations.total';
const KEK = { wrappingKeyId: 'hsm::1::kek' };

const use = (id: string, how = {}): Entry => does('Encrypt', { kind: 'used', id }, how);

/** Series that certainly stand at zero left out: they may be absent. */
const moved = (entries: readonly Entry[], name: string, setting = settingOf()) =>
  Object.fromEntries(
    Object.entries(splitIn(predictAt(oneAfterAnother(entries), setting), name)).filter(
      ([, value]) => value !== '0',
    ),
  );

test('an object stored in clear leaves cache and HSM alone', () => {
  const entries = [create('k'), use('k'), use('k')];
  assert.deepEqual(moved(entries, CACHE), {});
  assert.deepEqual(moved(entries, HSM), {});
});

test('a wrapped object misses once, then hits', () => {
  const entries = [create('k', { wrappingKeyId: 'w' }), use('k'), use('k'), use('k')];
  assert.deepEqual(moved(entries, CACHE), {
    'operation=get, result=miss': '1',
    'operation=insert, result=ok': '1',
    'operation=get, result=hit': '2',
  });
  assert.deepEqual(moved(entries, HSM), {});
});

test('a wrapping key in the HSM wraps at creation and unwraps at every miss', () => {
  const entries = [create('k', KEK), use('k'), use('k')];
  assert.deepEqual(moved(entries, HSM), {
    'hsm_model=softhsm2, operation=Wrap': '1',
    'hsm_model=softhsm2, operation=Unwrap': '1',
  });
  assert.deepEqual(moved(entries, HSM, settingOf({}, { cache: 'off' })), {
    'hsm_model=softhsm2, operation=Wrap': '1',
    'hsm_model=softhsm2, operation=Unwrap': '2',
  });
});

test('a use in vain misses and fills nothing, up the chain of what wraps it', () => {
  const inVain = does('Encrypt', { kind: 'used', id: 'k', inVain: true });
  assert.deepEqual(moved([create('k', KEK), inVain, inVain, use('k')], CACHE), {
    'operation=get, result=miss': '3',
    'operation=insert, result=ok': '1',
  });
  assert.deepEqual(moved([create('k', KEK), inVain], HSM), { 'hsm_model=softhsm2, operation=Wrap': '1' });
  assert.deepEqual(moved([create('k'), inVain], CACHE), {});
  const chain = [create('w', KEK), create('k', { wrappingKeyId: 'w' })];
  const misses = (entries: readonly Entry[]) => moved(entries, CACHE)['operation=get, result=miss'];
  assert.equal(misses(chain), '1');
  assert.equal(misses([...chain, inVain]), '3');
});

test('what the HSM does for the caller counts by its name', () => {
  const entries = [
    create('hsm::1::k', { place: 'hsm' }),
    does('Encrypt', { kind: 'hsm', operation: 'Encrypt' }),
    does('Sign', { kind: 'hsm', operation: 'Sign' }),
  ];
  assert.deepEqual(moved(entries, HSM), {
    'hsm_model=softhsm2, operation=Encrypt': '1',
    'hsm_model=softhsm2, operation=Sign': '1',
  });
});

test('after its destruction an identifier begins anew', () => {
  const destroyed = does('Destroy', { kind: 'destroyed', id: 'k' });
  const entries = [create('k', KEK), use('k'), destroyed, create('k', KEK), use('k')];
  assert.deepEqual(moved(entries, CACHE), {
    'operation=get, result=miss': '2',
    'operation=insert, result=ok': '2',
  });
});

test('a replaced object is not the one that was cached', () => {
  const entries = [create('k', KEK), use('k'), create('k', KEK), use('k')];
  assert.deepEqual(moved(entries, CACHE), {
    'operation=get, result=miss': '2',
    'operation=insert, result=ok': '2',
  });
});

test('a wrapping key that is wrapped itself is used at creation, and at a miss of what it wraps', () => {
  const entries = [create('w', KEK), create('k', { wrappingKeyId: 'w' }), use('k'), use('k')];
  assert.deepEqual(moved(entries, CACHE), {
    'operation=get, result=miss': '2',
    'operation=insert, result=ok': '2',
    'operation=get, result=hit': '2',
  });
  assert.deepEqual(moved(entries, HSM), {
    'hsm_model=softhsm2, operation=Wrap': '1',
    'hsm_model=softhsm2, operation=Unwrap': '1',
  });
  assert.deepEqual(moved(entries, CACHE, settingOf({}, { cache: 'off' })), {
    'operation=get, result=miss': '5',
  });
});

test('what is wrapped enters the cache after the key that wraps it', () => {
  const entries = [create('w', KEK), create('k', { wrappingKeyId: 'w' }), use('k'), use('k')];
  assert.deepEqual(moved(entries, CACHE, settingOf({}, { cache: { idleSeconds: 900, maxEntries: 1 } })), {
    'operation=get, result=miss': '2',
    'operation=insert, result=ok': '2',
    'operation=get, result=hit': '2',
  });
});

test('of a miss that is not certain the use of the wrapping key is not either', () => {
  const lost = does('Encrypt', { kind: 'used', id: 'k' }, { lost: true });
  const entries = [create('w', KEK), create('k', { wrappingKeyId: 'w' }), lost];
  assert.deepEqual(moved(entries, CACHE), {
    'operation=get, result=miss': '1 to 2',
    'operation=insert, result=ok': '1 to 2',
    'operation=get, result=hit': '0 to 1',
  });
});

test('a use that perhaps took place has counted once or not at all', () => {
  const perhaps = does('Encrypt', { kind: 'used', id: 'k', perhaps: true });
  const wrapped = create('k', { wrappingKeyId: 'w' });
  assert.deepEqual(moved([wrapped, perhaps], CACHE), {
    'operation=get, result=miss': '0 to 1',
    'operation=insert, result=ok': '0 to 1',
  });
  assert.deepEqual(moved([wrapped, use('k'), perhaps, use('k')], CACHE), {
    'operation=get, result=miss': '1',
    'operation=insert, result=ok': '1',
    'operation=get, result=hit': '1 to 2',
  });
});

test('every stored object costs the database at least one operation, and what that is in all is not known', () => {
  const entries = [create('k'), create('l', { lost: true }), create('hsm::1::m', { place: 'hsm' })];
  assert.equal(totalIn(predictAt(oneAfterAnother(entries)), DATABASE), 'at least 1');
  assert.equal(totalIn(predictAt([]), DATABASE), 'at least 0');
  assert.equal(totalIn(predictAt(oneAfterAnother(entries)), 'kms.database.operation.duration'), 'at least 1');
});

test('effects follow each other in the order of the answers, not of the sending', () => {
  const slowCreate = create('k', { sent: 0, took: 5 });
  const quickUse = bare('alice', op('Encrypt', { effects: [{ kind: 'used', id: 'k' }] }), {
    sent: 6,
    took: 1,
  });
  const prediction = predictAt([quickUse, { ...slowCreate, operations: create('k', KEK).operations }]);
  assert.equal(splitIn(prediction, CACHE)['operation=get, result=miss'], '1');
});
