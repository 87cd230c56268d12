import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cucumber } from './cucumber.ts';

test('every run of a process has the steps: they are loaded once', async () => {
  const [first, second] = await Promise.all([Cucumber.load(), Cucumber.load()]);
  assert.ok(first.stepCount > 0);
  assert.equal(second.stepCount, first.stepCount);
  assert.equal((await Cucumber.load()).stepCount, first.stepCount);
});
