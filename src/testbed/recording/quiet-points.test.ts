import assert from 'node:assert/strict';
import { test } from 'node:test';
import { soundRecord } from '../../judge/record.fixture.ts';
import { at, plain } from '../../ledger/entries.fixture.ts';
import type { Entry } from '../../ledger/entry.ts';
import { quietPoints } from './quiet-points.ts';

const SETTLE_MS = 1000;

/** Collected at 5 s and 10 s; which of the exports are quiet points, and how much each covers? */
const pointsOf = (entries: readonly Entry[]) =>
  quietPoints(
    entries,
    soundRecord({ entries: [plain('GET', '/version', { sent: 0.1 })], collections: [5, 10] }).exports,
    SETTLE_MS,
  ).map(({ exportCount, entryCount, final }) => `${exportCount}: ${entryCount}${final ? ' final' : ''}`);

/** With a Date header, so that the clocks can be compared. */
const sent = (seconds: number, took = 0.01): Entry =>
  plain('GET', '/version', { sent: seconds, took, dateAhead: 0 });

test('what was answered a settling time before the collection is covered by it', () => {
  assert.deepEqual(pointsOf([sent(1), sent(3.9)]), ['1: 2', '2: 2 final']);
});

test('a request that is in flight, just over or about to be sent makes a collection unfit', () => {
  assert.deepEqual(pointsOf([sent(1), sent(4.5, 2)]), ['2: 2 final']);
  assert.deepEqual(pointsOf([sent(1), sent(4.2)]), ['2: 2 final']);
  assert.deepEqual(pointsOf([sent(1), sent(5.5)]), ['2: 2 final']);
  assert.deepEqual(pointsOf([sent(1), sent(6.5)]), ['1: 1', '2: 2 final']);
});

test('what comes after the last collection is covered by none, and none is final', () => {
  assert.deepEqual(pointsOf([sent(1), sent(12)]), ['1: 1', '2: 1']);
});

test('without a clock to compare with, the collection after the next one covers an answer', () => {
  const unclocked = plain('GET', '/version', { sent: 1 });
  assert.equal(unclocked.outcome.kind === 'answered' && unclocked.outcome.atUnixMs, at(1.01));
  assert.deepEqual(pointsOf([unclocked]), ['2: 1 final']);
});
