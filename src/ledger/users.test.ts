import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bare, message, op, plain, predictAt, settingOf, totalIn } from './entries.fixture.ts';
import type { Entry } from './entry.ts';

const by = (user: string, sent: number, lost?: true): Entry =>
  bare(user, op('Hash'), lost ? { sent, lost } : { sent, took: 0 });

const CASES: readonly (readonly [string, readonly Entry[], string, number?])[] = [
  ['nobody', [], '0'],
  ['one user', [by('alice', 0)], '1'],
  ['the same user again', [by('alice', 0), by('alice', 1)], '1'],
  ['a second user', [by('alice', 0), by('bob', 1)], '2'],
  ['a refused login', [message(undefined, [], { status: 401 })], '0'],
  ['a request that is no operation', [plain('GET', '/version')], '0'],
  ['an operation without an answer', [by('alice', 0, true)], '0 to 1'],
  ['the same user with and without an answer', [by('alice', 0, true), by('alice', 1)], '1'],
  ['another user without an answer', [by('alice', 0), by('bob', 1, true)], '1 to 2'],
  ['a user at the edge of the window', [by('alice', 100), by('bob', 3000)], '2', 3700],
  ['a user just out of the window', [by('alice', 99.999), by('bob', 3000)], '1', 3700],
];

for (const [what, entries, users, seconds = 60] of CASES) {
  test(`active users: ${what}`, () => {
    assert.equal(totalIn(predictAt(entries, settingOf(), seconds), 'kms.active.users'), users);
  });
}

test('the window is a definition', () => {
  const entries = [by('alice', 0), by('bob', 5)];
  const short = settingOf({ activeUsersWindowSeconds: 5 });
  assert.equal(totalIn(predictAt(entries, short, 5), 'kms.active.users'), '2');
  assert.equal(totalIn(predictAt(entries, short, 5.001), 'kms.active.users'), '1');
  assert.equal(totalIn(predictAt(entries, short, 11), 'kms.active.users'), '0');
});
