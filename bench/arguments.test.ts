import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedFor } from './arguments.ts';
import type { Part } from './part.ts';

const part = (name: string): Part => ({ name, words: `all about ${name}`, measure: async () => [] });
const parts = [part('one'), part('two'), part('three')];
const names = (args: readonly string[]) => {
  const asked = askedFor(args, parts);
  return 'measure' in asked ? asked.measure.map(({ name }) => name) : asked;
};

test('without a name everything is measured, with names those parts in their own order', () => {
  assert.deepEqual(names([]), ['one', 'two', 'three']);
  assert.deepEqual(names(['three', 'one']), ['one', 'three']);
});

test('a name that there is not is refused with those that there are', () => {
  assert.deepEqual(names(['one', 'four']), {
    wrong: 'There is no part "four": name some of one, two, three, or none for all.',
  });
});

test('help and list name every part', () => {
  for (const flag of ['--help', '-h', '--list']) {
    const asked = askedFor(['one', flag], parts);
    assert.ok('print' in asked);
    for (const { name, words } of parts) assert.match(asked.print, new RegExp(`^${name} +${words}$`, 'm'));
  }
});
