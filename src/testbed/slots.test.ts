import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Slots } from './slots.ts';

test('never more at a time than there are slots, and a failure frees its own', async () => {
  const slots = new Slots(2);
  let now = 0;
  let most = 0;
  const work = (fails: boolean) =>
    slots.use(async () => {
      now += 1;
      most = Math.max(most, now);
      await Promise.resolve();
      now -= 1;
      if (fails) throw new Error('it broke');
    });
  const ends = await Promise.allSettled([true, false, true, false, false].map(work));
  assert.equal(most, 2);
  assert.deepEqual(
    ends.map(({ status }) => status),
    ['rejected', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
  );
});
