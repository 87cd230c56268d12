import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editInstrument, editPoints } from '../../../faults/wire/edit.ts';
import { bare, create, op, plain } from '../../ledger/entries.fixture.ts';
import type { HistogramPoint, NumberPoint } from '../../otlp/model.ts';
import { judge } from '../judge.ts';
import { soundRecord } from '../record.fixture.ts';
import { findingsFor, isRed, redIn, sentences } from '../rulings.fixture.ts';

const ERRORS = 'kms.errors.total';
const DURATION = 'kms.kmip.operation.duration';
const DATABASE = 'kms.database.operations.total';

/** Two operations of 200 ms and 300 ms; the clients waited 502 ms with what is granted. */
const timed = soundRecord({
  entries: [
    bare('alice', op('Get'), { sent: 0.3, took: 0.2 }),
    bare('bob', op('Get'), { sent: 1, took: 0.3 }),
  ],
  collections: [3],
});

const withSum = (name: string, sum: number | undefined, record = timed) =>
  editPoints(name, (point: HistogramPoint) => ({ ...point, sum, min: undefined, max: undefined }))(record);

const withValue = (name: string, value: NumberPoint['value']) =>
  editPoints(name, (point: NumberPoint) => ({ ...point, value }));

test('a count that is one off is a finding, with the numbers, the cause and the scenarios', () => {
  const record = soundRecord({
    entries: [bare('alice', op('Get', { failure: 'ObjectNotFound' }), { sent: 1, scenario: 'Errors: one' })],
    collections: [3],
  });
  const findings = findingsFor(`${ERRORS}/value`, judge(withValue(ERRORS, 2n)(record)));
  assert.deepEqual(
    findings.map(({ message, scenarios }) => [message, scenarios]),
    [[`${ERRORS} must stand at 1, but stands at 2 (twice as much)`, ['Errors: one']]],
  );
});

test('an interval is kept at both ends, and broken beyond', () => {
  const lost = soundRecord({
    entries: [bare('alice', op('Get'), { sent: 1, lost: true }), bare('alice', op('Get'), { sent: 1.5 })],
    collections: [3],
  });
  const red = [0n, 1n, 2n, 3n].map((value) =>
    isRed('kms.kmip.operations.total/value', withValue('kms.kmip.operations.total', value)(lost)),
  );
  assert.deepEqual(red, [true, false, false, true]);
});

test('a value that is no whole number is a finding', () => {
  assert.match(
    sentences(`${ERRORS}/value`, withValue(ERRORS, 1.5)(soundRecord()))[0] ?? '',
    /must count whole things, but stands at 1\.5/,
  );
  assert.ok(isRed(`${ERRORS}/value`, withValue(ERRORS, undefined)(soundRecord())));
});

test('the sum of durations lies above nothing and at most at what the clients waited', () => {
  const red = (sum: number | undefined) => isRed(`${DURATION}/value`, withSum(DURATION, sum));
  assert.deepEqual([0, 1e-9, 0.5019, 0.5021, 500, undefined].map(red), [
    true,
    false,
    false,
    true,
    true,
    true,
  ]);
});

test('the sum of database durations may be ten times what the clients waited', () => {
  const name = 'kms.database.operation.duration';
  const red = (sum: number) => isRed(`${name}/value`, withSum(name, sum));
  assert.deepEqual([5.019, 5.021].map(red), [false, true]);
});

test('a slow operation sets a least for the sum', () => {
  const slow = soundRecord({
    entries: [bare('alice', op('CreateKeyPair', { atLeastSeconds: 0.4 }), { sent: 0.3, took: 1 })],
    collections: [3],
  });
  const red = (sum: number) => isRed(`${DURATION}/value`, withSum(DURATION, sum, slow));
  assert.deepEqual([0.4, 0.400001, 1.0009, 1.0011].map(red), [true, false, false, true]);
});

test('the database counts at least every Create', () => {
  const two = soundRecord({
    entries: [create('k', { sent: 0.3 }), create('l', { sent: 0.6 })],
    collections: [3],
  });
  const red = (value: bigint) => isRed(`${DATABASE}/value`, withValue(DATABASE, value)(two));
  assert.deepEqual([1n, 2n, 900n].map(red), [true, false, false]);
});

test('an instrument that is never exported lacks its name, unless nothing has moved it', () => {
  const gone = editInstrument(ERRORS, () => [])(soundRecord());
  assert.deepEqual(
    redIn(judge(gone)).filter((check) => !check.endsWith('/attributes')),
    [`${ERRORS}/name`],
  );
  const quiet = soundRecord({ entries: [plain('GET', '/version', { sent: 0.1 })] });
  assert.deepEqual(redIn(judge(editInstrument(ERRORS, () => [])(quiet))), []);
});

test('what is right at every observation but the final one is a matter of the balance', () => {
  const late = editPoints(ERRORS, (point: NumberPoint, { index }, first) =>
    first && index === 4 ? { ...point, value: BigInt(Number(point.value)) + 1n } : point,
  )(soundRecord());
  const red = redIn(judge(late));
  assert.ok(red.includes('closed-world/balance'));
  assert.ok(!red.includes(`${ERRORS}/value`));
});

test('requests after the final observation leave the balance open', () => {
  const record = soundRecord();
  const more = { ...record, entries: [...record.entries, plain('GET', '/version', { sent: 30 })] };
  assert.deepEqual(sentences('closed-world/balance', more), [
    '1 requests were sent after the final observation and could not be judged',
  ]);
});
