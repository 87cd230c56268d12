import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Turns } from './turns.ts';

const numbers = () => {
  let made = 0;
  return async () => {
    made += 1;
    return made;
  };
};

test('who comes second waits for the first, and gets what it left', async () => {
  const turns = new Turns<number>();
  const make = numbers();
  const first = await turns.take(make);
  let second: number | undefined;
  const waiting = turns.take(make).then(({ thing }) => {
    second = thing;
  });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(second, undefined);
  first.leave(first.thing);
  await waiting;
  assert.equal(second, 1);
});

test('what was not left in order is made anew', async () => {
  const turns = new Turns<number>();
  const make = numbers();
  (await turns.take(make)).leave(undefined);
  assert.equal((await turns.take(make)).thing, 2);
});

test('who cannot make it leaves the turn to the next', async () => {
  const turns = new Turns<number>();
  await assert.rejects(
    turns.take(() => Promise.reject(new Error('it does not start'))),
    /does not start/,
  );
  assert.equal((await turns.take(numbers())).thing, 1);
});
