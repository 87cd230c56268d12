import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editInstrument, editPoints } from '../../../faults/wire/edit.ts';
import { plain, T0 } from '../../ledger/entries.fixture.ts';
import type { NumberPoint } from '../../otlp/model.ts';
import { deltaOf } from '../delta.fixture.ts';
import { soundRecord } from '../record.fixture.ts';
import { sentences, stateOf } from '../rulings.fixture.ts';

const UPTIME = 'kms.server.uptime';
const START = 'kms.server.start_time';
const record = soundRecord({ collections: [2, 12, 62] });

const uptimes = (values: readonly number[], from = record) =>
  stateOf(
    `${UPTIME}/value`,
    editPoints(UPTIME, (point: NumberPoint, { index }) => ({ ...point, value: values[index] }))(from),
  );

const started = (value: number, from = record) =>
  stateOf(`${START}/value`, editPoints(START, (point: NumberPoint) => ({ ...point, value }))(from));

test('uptime grows with the clock, give or take a second', () => {
  const states = [58.9, 59, 60, 61, 61.1].map((growth) => uptimes([2, 12, 2 + growth]));
  assert.deepEqual(states, ['failed', 'passed', 'passed', 'passed', 'failed']);
});

test('an uptime that stands still, falls, or is no number is a finding', () => {
  assert.deepEqual(
    [uptimes([2, 2, 2]), uptimes([62, 12, 2]), uptimes([2, 12, Number.NaN])],
    ['failed', 'failed', 'failed'],
  );
});

test('less than two seconds prove nothing', () => {
  assert.equal(stateOf(`${UPTIME}/value`, soundRecord({ collections: [2, 3.9] })), 'not seen');
  assert.equal(stateOf(`${UPTIME}/value`, soundRecord({ collections: [2, 4] })), 'passed');
});

test('uptime in deltas adds up', () => {
  const delta = deltaOf(record);
  assert.deepEqual([uptimes([2, 10, 50], delta), uptimes([2, 10, 60], delta)], ['passed', 'failed']);
});

test('start time lies between two seconds before the spawn and two after the first answer', () => {
  const from = T0 / 1000;
  const states = [from - 2.1, from - 2, from, from + 2.2, from + 2.3].map((value) => started(value));
  assert.deepEqual(states, ['failed', 'passed', 'passed', 'passed', 'failed']);
});

test('a target whose clock is an hour ahead says so in its Date, and is believed', () => {
  const ahead = soundRecord({
    entries: [plain('GET', '/version', { sent: 0.1, dateAhead: 3600 })],
    collections: [2, 12],
  });
  assert.deepEqual([started(T0 / 1000, ahead), started(T0 / 1000 + 3600, ahead)], ['failed', 'passed']);
});

test('a start time that moves is a finding, in deltas as well', () => {
  const moving = editPoints(START, (point: NumberPoint, { index }) => ({
    ...point,
    value: BigInt(Number(point.value)) + BigInt(index),
  }));
  assert.equal(stateOf(`${START}/value`, moving(record)), 'failed');
  assert.equal(stateOf(`${START}/value`, deltaOf(moving(record))), 'failed');
});

test('Unix time in another unit is recognised by its size', () => {
  const hint = (factor: number) =>
    sentences(
      `${START}/value`,
      editPoints(START, (point: NumberPoint) => ({ ...point, value: (T0 / 1000) * factor }))(record),
    )[0]?.slice(-18);
  assert.match(hint(1e3) ?? '', /\(milliseconds\?\)$/);
  assert.match(hint(1e6) ?? '', /\(microseconds\?\)$/);
  assert.match(hint(1e9) ?? '', /\(nanoseconds\?\)$/);
});

test('that one of them is never exported is a finding once others have moved', () => {
  for (const name of [UPTIME, START]) {
    const without = editInstrument(name, () => []);
    assert.deepEqual(sentences(`${name}/name`, without(record)), [
      `${name} was never exported, although others of the same KMS were`,
    ]);
    assert.deepEqual(sentences(`${name}/name`, without({ ...record, entries: [] })), []);
  }
});
