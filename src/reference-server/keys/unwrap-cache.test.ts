import assert from 'node:assert/strict';
import { test } from 'node:test';
import { structure } from '../../kmip/ttlv.ts';
import { UnwrapCache } from './unwrap-cache.ts';

const IDLE_MS = 1000;
const SEALED = Uint8Array.of(1, 2, 3);
const OBJECT = structure('SymmetricKey');

function cache(maxEntries = 2) {
  const clock = { ms: 0 };
  return { clock, cache: new UnwrapCache({ idleMs: IDLE_MS, maxEntries, monotonicMs: () => clock.ms }) };
}

test('what was inserted is found under the same identifier and seal only', () => {
  const { cache: unwrapped } = cache();
  unwrapped.insert('a', SEALED, OBJECT);
  assert.equal(unwrapped.get('a', SEALED), OBJECT);
  assert.equal(unwrapped.get('b', SEALED), undefined);
  assert.equal(unwrapped.get('a', Uint8Array.of(9)), undefined);
  assert.equal(unwrapped.get('a', SEALED), undefined, 'another seal means that the object was replaced');
});

test('idle time counts from the last use, its edge included', () => {
  const { cache: unwrapped, clock } = cache();
  unwrapped.insert('a', SEALED, OBJECT);
  clock.ms += IDLE_MS;
  assert.equal(unwrapped.get('a', SEALED), OBJECT);
  clock.ms += IDLE_MS;
  assert.equal(unwrapped.get('a', SEALED), OBJECT);
  clock.ms += IDLE_MS + 1;
  assert.equal(unwrapped.get('a', SEALED), undefined);
});

test('the least recently used leaves first', () => {
  const { cache: unwrapped } = cache(2);
  unwrapped.insert('a', SEALED, OBJECT);
  unwrapped.insert('b', SEALED, OBJECT);
  unwrapped.get('a', SEALED);
  unwrapped.insert('c', SEALED, OBJECT);
  assert.deepEqual(
    ['a', 'b', 'c'].map((id) => unwrapped.get(id, SEALED) === OBJECT),
    [true, false, true],
  );
});

test('forgotten is forgotten', () => {
  const { cache: unwrapped } = cache();
  unwrapped.insert('a', SEALED, OBJECT);
  unwrapped.forget('a');
  assert.equal(unwrapped.get('a', SEALED), undefined);
});
