import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usersAt } from './users-at.ts';

const PROFILE = {
  words: 'up, level, and down at once',
  users: 0,
  stages: [
    { seconds: 10, users: 20 },
    { seconds: 5, users: 20 },
    { seconds: 1, users: 0 },
  ],
};

for (const [seconds, users] of [
  [0, 0],
  [5, 10],
  [10, 20],
  [14.9, 20],
  [15.5, 10],
  [16, undefined],
] as const)
  test(`after ${seconds} s: ${users ?? 'over'}`, () => {
    assert.equal(usersAt(PROFILE, seconds), users);
  });
