import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from './eventually.ts';

const never = new AbortController().signal;

test('what is wanted at last is given back', async () => {
  const answers = [1, 2, 3];
  const ask = async () => answers.shift();
  const wanted = (answer: number | undefined) => answer === 3;
  assert.equal(await eventually({ ask, wanted, what: 'three', limitMs: 10_000, signal: never }), 3);
});

test('what does not come says what was wanted, and what came instead', async () => {
  const ask = async () => 1;
  const wait = eventually({ ask, wanted: () => false, what: 'two', limitMs: 0, signal: never });
  await assert.rejects(wait, /waited 0 s in vain for two; last came 1/);
});

test('what cannot be asked yet is asked again', async () => {
  let asked = 0;
  const ask = async () => {
    asked += 1;
    if (asked === 1) throw new Error('connection refused');
    return asked;
  };
  const wanted = () => true;
  assert.equal(await eventually({ ask, wanted, what: 'an answer', limitMs: 10_000, signal: never }), 2);
});

test('who is interrupted asks no more', async () => {
  const interrupted = AbortSignal.abort(new Error('interrupted by SIGINT'));
  const ask = async () => assert.fail('asked');
  const wait = eventually({ ask, wanted: () => true, what: 'nothing', limitMs: 1000, signal: interrupted });
  await assert.rejects(wait, /interrupted by SIGINT/);
});
