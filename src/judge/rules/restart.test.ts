import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editInstrument, editPoints } from '../../../faults/wire/edit.ts';
import { bare, create, op, predictAt, settingOf, T0 } from '../../ledger/entries.fixture.ts';
import type { NumberPoint } from '../../otlp/model.ts';
import { judgeEpochs } from '../judge.ts';
import { soundRecord } from '../record.fixture.ts';
import type { EpochRecord } from '../record.ts';
import { exercisedIn, findingsFor } from '../rulings.fixture.ts';

const CHECK = 'restart/epoch';
const START = 'kms.server.start_time';

const stored = [create('k', { sent: 0.3 }), create('l', { sent: 0.4, isKey: false })];
const before = soundRecord({ entries: stored, collections: [2] });
const restarted = settingOf({}, { initialObjects: predictAt(stored).objects });
const after = soundRecord({
  setting: restarted,
  entries: [bare('alice', op('Hash'), { sent: 3 })],
  collections: [2, 4],
});

const startedAt = (seconds: number) =>
  editPoints(START, (point: NumberPoint) => ({ ...point, value: BigInt(T0 / 1000 + seconds) }));

/** What is said of a restart: sentences, or "passed". */
const said = (first: EpochRecord, second: EpochRecord): readonly string[] => {
  const rulings = judgeEpochs([first, second]);
  const found = findingsFor(CHECK, rulings).map(({ message }) => message);
  return found.length === 0 && exercisedIn(rulings).includes(CHECK) ? ['passed'] : found;
};

test('a later start time and the counts of the store', () => {
  assert.deepEqual(said(startedAt(-10)(before), after), ['passed']);
});

test('the start time must be later, not the same', () => {
  assert.match(said(before, after).join(), /must be later after a restart/);
  assert.deepEqual(said(startedAt(-1)(before), after), ['passed']);
  assert.match(said(startedAt(1)(before), after).join(), /must be later after a restart/);
});

test('the first export counts what the store holds', () => {
  const old = startedAt(-10)(before);
  const empty = editPoints('kms.objects.total', (point: NumberPoint, { index }) =>
    index === 0 ? { ...point, value: 0n } : point,
  )(after);
  const without = editInstrument('kms.keys.active.count', (metric, { index }) =>
    index === 0 ? [] : [metric],
  )(after);
  assert.deepEqual(said(old, empty), [
    'kms.objects.total must be 2 in the first export after a restart, but is 0',
  ]);
  assert.deepEqual(said(old, without), [
    'kms.keys.active.count must be 1 in the first export after a restart, but is absent',
  ]);
});

test('a first export that came after new traffic puts nothing to the test', () => {
  const late = soundRecord({
    setting: restarted,
    entries: [create('m', { sent: 0.5 }), bare('alice', op('Hash'), { sent: 3 })],
    collections: [2, 4],
  });
  assert.deepEqual(said(startedAt(-10)(before), late), []);
  assert.match(said(before, late).join(), /must be later after a restart/);
});

test('without exports on both sides nothing is said', () => {
  assert.deepEqual(said({ ...before, exports: [] }, after), []);
  assert.deepEqual(said(startedAt(-10)(before), { ...after, exports: [] }), []);
});
