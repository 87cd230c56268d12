import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Export } from '../otlp/export.ts';
import { collectionsOf, isComplete } from './collections.ts';
import { exportOf, numberPoint } from './record.fixture.ts';

/** An export of counters: "a b" at so many seconds. */
const pushed = (names: string, seconds: number, { value = 1n, arrived = seconds } = {}): Export => ({
  ...exportOf(
    names
      .split(' ')
      .filter(Boolean)
      .map((name) => ({
        name,
        description: '',
        unit: '1',
        metadata: [],
        data: {
          kind: 'sum',
          temporality: 'cumulative',
          isMonotonic: true,
          points: [numberPoint(value, seconds)],
        },
      })),
    seconds,
  ),
  arrivedAtUnixMs: 1_760_000_000_000 + arrived * 1000,
});

/** "0-1 ab, 1-2 abc": which exports make which collections, and of which instruments. */
const grouped = (...exports: readonly Export[]): string =>
  collectionsOf(exports)
    .map(({ from, to, samples }) => `${from}-${to} ${samples.map(({ instrument }) => instrument).join('')}`)
    .join(', ');

const CASES: readonly (readonly [string, string, string])[] = [
  ['nothing', grouped(), ''],
  ['one cycle after another', grouped(pushed('a b', 1), pushed('a b', 2)), '0-1 ab, 1-2 ab'],
  ['a cycle over two requests', grouped(pushed('a', 1), pushed('b', 1), pushed('a', 2)), '0-2 ab, 2-3 a'],
  [
    'two cycles over two requests each',
    grouped(pushed('a', 1), pushed('b', 1), pushed('a', 2), pushed('b', 2)),
    '0-2 ab, 2-4 ab',
  ],
  ['a new series in a cycle', grouped(pushed('a', 1), pushed('a b', 2)), '0-1 a, 1-2 ab'],
  [
    'another series just within the gap',
    grouped(pushed('a', 1), pushed('b', 7, { arrived: 1.999 })),
    '0-2 ab',
  ],
  ['another series after the gap', grouped(pushed('a', 1), pushed('b', 2)), '0-1 a, 1-2 b'],
  [
    'another series of the same time, from a slow machine',
    grouped(pushed('a', 1), pushed('b', 1.999, { arrived: 9 })),
    '0-2 ab',
  ],
  ['the same again', grouped(pushed('a b', 1), pushed('a b', 1), pushed('a b', 2)), '0-2 ab, 2-3 ab'],
  ['half of a cycle again', grouped(pushed('a', 1), pushed('b', 1), pushed('a', 1)), '0-3 ab'],
  [
    'the same time again with another value',
    grouped(pushed('a', 1), pushed('a', 1, { value: 2n })),
    '0-1 a, 1-2 a',
  ],
  ['an empty export', grouped(pushed('a', 1), pushed('', 1), pushed('a', 2)), '0-1 a, 1-2 , 2-3 a'],
];

for (const [what, received, expected] of CASES) {
  test(`collections: ${what}`, () => assert.equal(received, expected));
}

test('a collection is complete when every series of the one before is back', () => {
  const [first, same, more, fewer] = collectionsOf([
    pushed('a b', 1),
    pushed('a b', 2),
    pushed('a b c', 3),
    pushed('a b', 4),
  ]);
  assert.ok(first && same && more && fewer);
  assert.deepEqual(
    [isComplete(first, undefined), isComplete(same, first), isComplete(more, same), isComplete(fewer, more)],
    [true, true, true, false],
  );
});

test('the time of a collection is its latest', () => {
  const [collection] = collectionsOf([pushed('a', 5), pushed('b', 4)]);
  assert.equal(collection?.timeUnixNano, 1_760_000_005_000_000_000n);
});
