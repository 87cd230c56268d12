import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KINDS } from './kinds.ts';
import { MOST_SEED, planned } from './plan.ts';

const runs = (slices: ReturnType<typeof planned>): number =>
  slices.reduce((sum, slice) => sum + slice.runs, 0);

for (const [what, kinds] of Object.entries(
  Object.groupBy(KINDS, ({ target }) => (target === 'exports' ? 'exports' : 'the server')),
))
  test(`the shares of all kinds of what is sent to ${what} are a whole`, () => {
    assert.equal(
      kinds.reduce((sum, { share }) => sum + share, 0),
      1_000,
    );
  });

for (const count of [1, 7, 999, 10_000, 1_000_000]) {
  test(`${count} inputs are planned as ${count}`, () => assert.equal(runs(planned(count, 1, KINDS)), count));
}

test('every slice has a seed of its own, that fast-check can take', () => {
  const seeds = planned(1_000_000, MOST_SEED - 3, KINDS).map(({ seed }) => seed);
  assert.equal(new Set(seeds).size, seeds.length);
  assert.ok(seeds.every((seed) => seed >= 0 && seed < MOST_SEED));
});
