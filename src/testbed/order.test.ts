import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inOrderOf, newSeed } from './order.ts';

const items = [...'abcdefghij'].map((name) => ({ name }));
const order = (seed: string, some = items) => inOrderOf(seed, some).map(({ name }) => name);

test('a seed is an order: the same again, another for another seed, nothing lost', () => {
  assert.deepEqual(order('one'), order('one', items.toReversed()));
  assert.notDeepEqual(order('one'), order('two'));
  assert.deepEqual(order('one').toSorted(), [...'abcdefghij']);
});

test('what is left out changes nothing for the rest', () => {
  const even = items.filter((_, index) => index % 2 === 0);
  const names = even.map(({ name }) => name);
  assert.deepEqual(
    order('one', even),
    order('one').filter((name) => names.includes(name)),
  );
});

test('every run has a seed of its own', () => {
  assert.notEqual(newSeed(), newSeed());
});
