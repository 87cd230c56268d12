import assert from 'node:assert/strict';
import { test } from 'node:test';
import { T0 } from '../ledger/entries.fixture.ts';
import type { Entry } from '../ledger/entry.ts';
import { byTargetClock, clockSkewMs } from './skew.ts';

/** Sent and answered so many ms after T0, with a Date of so many ms after T0. */
const dated = (sent: number, answered: number, date: number | undefined): Entry => ({
  scenario: 's',
  sentAtUnixMs: T0 + sent,
  outcome: {
    kind: 'answered',
    status: 200,
    atUnixMs: T0 + answered,
    targetDateUnixMs: date === undefined ? undefined : T0 + date,
  },
  http: { method: 'GET', route: '/version' },
  user: undefined,
  bare: false,
  operations: [],
  grants: [],
  canaries: [],
});

const CASES: readonly (readonly [string, readonly Entry[], number | undefined])[] = [
  ['no answer carries a Date', [dated(0, 10, undefined)], undefined],
  ['no answer at all', [], undefined],
  ['a Date of the same second', [dated(300, 310, 0)], 0],
  ['a Date one second ahead, which a target within 700 ms may send', [dated(300, 1000, 1000)], 0],
  ['a Date that a busy server has kept for a second too long', [dated(1990, 2000, 0)], 0],
  ['a Date that is a millisecond older than that', [dated(2001, 2011, 0)], (-2011 - 1) / 2],
  ['a Date ten seconds ahead', [dated(300, 310, 10_000)], (9690 + 11_700) / 2],
  ['a Date ten seconds behind', [dated(300, 310, -10_000)], (-10_310 - 8300) / 2],
  ['two answers, which narrow it', [dated(300, 310, 10_000), dated(900, 910, 10_000)], (9690 + 11_100) / 2],
  [
    'a target less than a second ahead, which two answers show',
    [dated(0, 10, 0), dated(500, 510, 1000)],
    1245,
  ],
];

for (const [what, entries, skew] of CASES) {
  test(`clock skew: ${what}`, () => assert.equal(clockSkewMs(entries), skew));
}

test('a request without an answer tells nothing of the clock', () => {
  const lost: Entry = { ...dated(0, 0, 0), outcome: { kind: 'lost' } };
  assert.equal(clockSkewMs([lost]), undefined);
});

test('by the clock of a target that is ahead, everything happened later', () => {
  const [moved] = byTargetClock([dated(300, 310, 10_000)], 9690);
  assert.deepEqual(moved, { ...dated(9990, 10_000, 10_000) });
  const entries = [dated(0, 10, 0)];
  assert.equal(byTargetClock(entries, 0), entries);
});
