import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shuffled } from './shuffle.ts';

const items = [...'abcdefghijklmnopqrstuvwxyz'];
const order = (seed: string, of = items) => shuffled(of, seed, (item) => item).join('');

test('nothing is lost, and nothing stays where it was for sure', () => {
  assert.equal([...order('1')].sort().join(''), items.join(''));
  assert.notEqual(order('1'), items.join(''));
});

test('the seed alone decides: not what the order was before', () => {
  assert.equal(order('1'), order('1', items.toReversed()));
  assert.notEqual(order('1'), order('2'));
});
