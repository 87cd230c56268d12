import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeriesMap } from './series-map.ts';

const name = (family: string, labels: string) => ({ family, labels });

test('the same labels in two families are two series', () => {
  const map = new SeriesMap<number>();
  map.set(name('a', 'x'), 1);
  map.set(name('b', 'x'), 2);
  map.set(name('a', 'y'), 3);
  assert.deepEqual([map.get(name('a', 'x')), map.get(name('b', 'x')), map.size], [1, 2, 3]);
  assert.deepEqual(map.values(), [1, 3, 2]);
  assert.deepEqual([map.has(name('b', 'y')), map.get(name('c', 'x'))], [false, undefined]);
});

test('of several the last counts, and they stay what they were', () => {
  const [one, other] = [new SeriesMap<number>(), new SeriesMap<number>()];
  one.set(name('a', 'x'), 1);
  one.set(name('a', 'y'), 2);
  other.set(name('a', 'y'), 3);
  other.set(name('b', 'x'), 4);
  const both = new SeriesMap(one, other);
  assert.deepEqual(both.values(), [1, 3, 4]);
  both.set(name('b', 'x'), 5);
  assert.deepEqual(
    [one.values(), other.values()],
    [
      [1, 2],
      [3, 4],
    ],
  );
});
