import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { Rendezvous } from './rendezvous.ts';

/** A rendezvous whose observations are counted and numbered. */
function counting(...participants: readonly string[]) {
  const made: number[] = [];
  const rendezvous = new Rendezvous(participants, async () => {
    made.push(made.length + 1);
    return made.length;
  });
  return { made, rendezvous };
}

test('one observation serves everybody who waits', async () => {
  const { made, rendezvous } = counting('a', 'b', 'c');
  const first = [rendezvous.arrive(), rendezvous.arrive()];
  await setImmediate();
  assert.deepEqual(made, [], 'one still drives');
  assert.deepEqual(await Promise.all([...first, rendezvous.arrive()]), [1, 1, 1]);
});

test('who ends early is waited for no longer', async () => {
  const { rendezvous } = counting('a', 'b');
  const waiting = rendezvous.arrive();
  rendezvous.leave('b');
  rendezvous.leave('b');
  assert.equal(await waiting, 1);
});

test('a second wait is a second observation', async () => {
  const { rendezvous } = counting('a', 'b');
  assert.deepEqual(await Promise.all([rendezvous.arrive(), rendezvous.arrive()]), [1, 1]);
  assert.deepEqual(await Promise.all([rendezvous.arrive(), rendezvous.arrive()]), [2, 2]);
});

test('an observation that fails fails for everybody, and the next may succeed', async () => {
  let attempts = 0;
  const rendezvous = new Rendezvous(['a', 'b'], async () => {
    attempts += 1;
    if (attempts === 1) throw new Error('no export came');
    return 'seen';
  });
  const outcomes = await Promise.allSettled([rendezvous.arrive(), rendezvous.arrive()]);
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  assert.deepEqual(await Promise.all([rendezvous.arrive(), rendezvous.arrive()]), ['seen', 'seen']);
});

test('a later observation is made as soon as one of the waiters asks for it, and once', async () => {
  const asked: boolean[] = [];
  const rendezvous = new Rendezvous(['a', 'b'], async (isLater) => {
    asked.push(isLater);
  });
  await Promise.all([rendezvous.arrive(true), rendezvous.arrive()]);
  await Promise.all([rendezvous.arrive(), rendezvous.arrive()]);
  assert.deepEqual(asked, [true, false]);
});

test('after all: who wants the last word leaves the count and waits for the others', async () => {
  const { made, rendezvous } = counting('a', 'b', 'last');
  let isLast = false;
  const last = rendezvous.afterAll('last').then(() => {
    isLast = true;
  });
  await Promise.all([rendezvous.arrive(), rendezvous.arrive()]);
  rendezvous.leave('a');
  await setImmediate();
  assert.equal(isLast, false);
  rendezvous.leave('b');
  await last;
  assert.deepEqual(made, [1]);
});

test('nobody takes part: nobody is waited for', async () => {
  await counting().rendezvous.afterAll('nobody');
});
