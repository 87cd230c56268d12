import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, during } from './faults.ts';

/** So short that a share of it is a matter of milliseconds. */
const SHORT = { words: 'short', users: 1, stages: [{ seconds: 0.05, users: 1 }] };
const LONG = { words: 'an hour', users: 1, stages: [{ seconds: 3600, users: 1 }] };

/** What was done, in order. */
function journal() {
  const done: string[] = [];
  const step = (name: string) => async () => {
    done.push(name);
  };
  return { done, begin: step('begin'), end: step('end'), act: step('act') };
}

test('a fault of the middle begins and ends by itself', async () => {
  const { done, begin, end } = journal();
  await during(SHORT, new AbortController().signal, { from: 1 / 4, length: 1 / 2 }, { begin, end });
  assert.deepEqual(done, ['begin', 'end']);
});

test('a load that is over before the fault has none', async () => {
  const { done, begin, end } = journal();
  await during(LONG, AbortSignal.timeout(1), { from: 1 / 4, length: 1 / 2 }, { begin, end });
  assert.deepEqual(done, []);
});

test('a fault ends with the load at the latest', async () => {
  const { done, begin, end } = journal();
  await during(LONG, AbortSignal.timeout(20), { from: 0, length: 1 / 2 }, { begin, end });
  assert.deepEqual(done, ['begin', 'end']);
});

test('a fault that cannot begin is undone all the same', async () => {
  const { done, end } = journal();
  const begin = async () => {
    throw new Error('cannot');
  };
  const stretch = { from: 0, length: 1 / 2 };
  await assert.rejects(during(SHORT, new AbortController().signal, stretch, { begin, end }), /cannot/);
  assert.deepEqual(done, ['end']);
});

test('what happens at shares of a load happens at each, until it is over', async () => {
  const whole = journal();
  await at(SHORT, new AbortController().signal, [1 / 4, 1 / 2, 3 / 4], whole.act);
  assert.deepEqual(whole.done, ['act', 'act', 'act']);
  const short = journal();
  await at(LONG, AbortSignal.timeout(20), [0, 1 / 2], short.act);
  assert.deepEqual(short.done, ['act']);
});
