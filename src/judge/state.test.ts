import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MetricData, Temporality } from '../otlp/model.ts';
import { collectionsOf } from './collections.ts';
import { exportOf, histogramPoint, numberPoint } from './record.fixture.ts';
import { samplesOf } from './sample.ts';
import { advance, EMPTY_STATE, seriesOf, stateWith, whole, wholeTotal } from './state.ts';

const metric = (name: string, data: MetricData) => ({ name, description: '', unit: '1', metadata: [], data });

const counts = (temporality: Temporality, values: readonly (bigint | number | undefined)[]) =>
  values.map((value, index) =>
    samplesOf(
      exportOf(
        [
          metric('c', {
            kind: 'sum',
            temporality,
            isMonotonic: true,
            points: [numberPoint(value, index + 1, { a: 'x' })],
          }),
        ],
        index,
      ),
    ),
  );

const standsAt = (steps: ReturnType<typeof counts>) =>
  seriesOf(
    steps.reduce((state, samples) => advance(state, samples), EMPTY_STATE),
    'c',
  ).map(({ value }) => value);

test('cumulative values stand as sent, deltas add up', () => {
  assert.deepEqual(standsAt(counts('cumulative', [1n, 3n, 6n])), [6n]);
  assert.deepEqual(standsAt(counts('delta', [1n, 2n, 3n])), [6n]);
  assert.deepEqual(standsAt(counts('delta', [1n, 0.5])), [1.5]);
  assert.deepEqual(standsAt(counts('delta', [1n, undefined])), [undefined]);
});

test('integers beyond the doubles stay exact', () => {
  assert.deepEqual(standsAt(counts('delta', [2n ** 60n, 1n])), [2n ** 60n + 1n]);
});

test('counts and sums of a histogram add up', () => {
  const state = [2n, 3n].reduce(
    (before, count, index) =>
      advance(
        before,
        samplesOf(
          exportOf(
            [
              metric('h', {
                kind: 'histogram',
                temporality: 'delta',
                points: [histogramPoint(count, 0.5, index + 1)],
              }),
            ],
            index,
          ),
        ),
      ),
    EMPTY_STATE,
  );
  assert.deepEqual(
    seriesOf(state, 'h').map(({ value, sum }) => [value, sum]),
    [[5n, 2.5]],
  );
});

test('whole numbers, however they were sent', () => {
  assert.deepEqual([3n, 3, -0, 2.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, undefined].map(whole), [
    3n,
    3n,
    0n,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test('a total is whole when all its parts are', () => {
  const total = (values: readonly (bigint | number)[]) =>
    wholeTotal(
      values.flatMap((value, index) =>
        seriesOf(
          advance(
            EMPTY_STATE,
            samplesOf(
              exportOf(
                [
                  metric('c', {
                    kind: 'sum',
                    temporality: 'cumulative',
                    isMonotonic: true,
                    points: [numberPoint(value, 1, { a: `${index}` })],
                  }),
                ],
                1,
              ),
            ),
          ),
          'c',
        ),
      ),
    );
  assert.deepEqual([total([]), total([1n, 2]), total([1n, 2.5])], [0n, 3n, undefined]);
});

const collectionOfUsers = (users: readonly string[], seconds: number, temporality: Temporality) => {
  const points = users.map((user, index) => numberPoint(BigInt(index + seconds), seconds, { user }));
  const data: MetricData = { kind: 'sum', temporality, isMonotonic: true, points };
  const [collection] = collectionsOf([exportOf([metric('c', data)], seconds)]);
  assert.ok(collection !== undefined);
  return collection;
};

for (const temporality of ['cumulative', 'delta'] as const)
  for (const [what, users] of [
    ['goes on', ['alice', 'bob', 'carol']],
    ['leaves a series out', ['bob', 'carol']],
    ['comes in another order', ['bob', 'alice']],
  ] as const)
    test(`a ${temporality} collection that ${what} leads to the state that its points lead to`, () => {
      const first = collectionOfUsers(['alice', 'bob'], 1, temporality);
      const second = collectionOfUsers(users, 2, temporality);
      const [state, wanted] = [
        [first, second].reduce(stateWith, EMPTY_STATE),
        [first, second].reduce((before, { samples }) => advance(before, samples), EMPTY_STATE),
      ].map((one) => seriesOf(one, 'c').map(({ sample, value }) => [sample.labels, value]));
      assert.deepEqual(state, wanted);
    });
