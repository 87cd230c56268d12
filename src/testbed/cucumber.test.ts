import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cucumber } from './cucumber.ts';

test('every run of a process has the same steps: they are imported once', async () => {
  const [first, second] = await Promise.all([Cucumber.load(), Cucumber.load()]);
  assert.equal(second, first);
  assert.equal(await Cucumber.load(), first);
});
