import assert from 'node:assert/strict';
import { test } from 'node:test';
import { soundRecord } from '../judge/record.fixture.ts';
import { at, bare, op } from '../ledger/entries.fixture.ts';
import { keptOf } from './kept.ts';

const EARLY = bare('alice', op('Hash'), { sent: 1 });
const LATE = bare('alice', op('Hash'), { sent: 5 });

/** One operation before the last export, two in all, then the end. */
const cutOff = {
  ...soundRecord({ entries: [EARLY, LATE], collections: [2, 4], observed: [] }),
  process: { spawnedAtUnixMs: at(0), firstAnswerAtUnixMs: at(0.2), stoppedAtUnixMs: at(6) },
};

const operations = (record: typeof cutOff) =>
  keptOf(record).find(({ instrument }) => instrument === 'kms.kmip.operations.total');

test('what came after the last export is not there, and that is no finding', () => {
  assert.deepEqual(operations(cutOff), {
    instrument: 'kms.kmip.operations.total',
    sent: { min: 2n, max: 2n },
    pushed: 1n,
    isTooMuch: false,
  });
});

test('more than was ever asked for is one', () => {
  assert.equal(operations({ ...cutOff, entries: [] })?.isTooMuch, true);
});

test('what goes up and down is not held against its last export', () => {
  assert.equal(
    keptOf(cutOff).some(({ instrument }) => instrument === 'kms.objects.total'),
    false,
  );
});
