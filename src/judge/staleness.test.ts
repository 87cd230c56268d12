import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editPoints } from '../../faults/wire/edit.ts';
import { create } from '../ledger/entries.fixture.ts';
import type { NumberPoint } from '../otlp/model.ts';
import { soundRecord } from './record.fixture.ts';
import type { EpochRecord } from './record.ts';
import { stateOf } from './rulings.fixture.ts';
import { countsLagMs } from './view.ts';

const KEYS = 'kms.keys.active.count';

/** Two keys a second after the start; collected at these seconds, where the count still says `stale`. */
const refreshed = (collections: readonly number[], stale: bigint, until: number): EpochRecord =>
  editPoints(KEYS, (point: NumberPoint, { index }) => ({
    ...point,
    value: (collections[index] ?? 0) <= until ? stale : 2n,
  }))(
    soundRecord({
      entries: [create('k', { sent: 1, took: 0 }), create('l', { sent: 1.5, took: 0 })],
      collections,
      testIntervalMs: undefined,
    }),
  );

test('counts may be one push interval and a second late, and no more', () => {
  assert.equal(stateOf(`${KEYS}/value`, refreshed([31.9, 61.9], 0n, 31.9)), 'passed');
  assert.equal(stateOf(`${KEYS}/value`, refreshed([32.6, 62.6], 0n, 32.6)), 'failed');
});

test('what they say late is what was true then: any value between will do, others will not', () => {
  assert.equal(stateOf(`${KEYS}/value`, refreshed([31.9, 61.9], 1n, 31.9)), 'passed');
  assert.equal(stateOf(`${KEYS}/value`, refreshed([31.9, 61.9], 3n, 31.9)), 'failed');
});

test('a count that never catches up has not moved', () => {
  assert.equal(stateOf(`${KEYS}/value`, refreshed([31.9], 0n, 31.9)), 'not seen');
});

test('catching up is no move without traffic; moving later is', () => {
  const check = 'closed-world/idle';
  assert.equal(stateOf(check, refreshed([30, 60, 90, 120], 0n, 30)), 'passed');
  assert.equal(stateOf(check, refreshed([30, 60, 90, 120], 0n, 60)), 'failed');
});

test('a target that was told to push at a test interval counts at once, unless it says otherwise', () => {
  const record = soundRecord({ testIntervalMs: 100 });
  assert.equal(countsLagMs(record), 0);
  assert.equal(countsLagMs({ ...record, setting: { ...record.setting, countsLagMs: 1100 } }), 1100);
  assert.equal(countsLagMs({ ...record, testIntervalMs: undefined }), 31_000);
});
