import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editInstrument, editPoints, increased } from '../../../faults/wire/edit.ts';
import { documented } from '../../contract/contract.fixture.ts';
import { bare, op, plain } from '../../ledger/entries.fixture.ts';
import type { HistogramPoint, NumberPoint } from '../../otlp/model.ts';
import { soundRecord, under } from '../record.fixture.ts';
import type { EpochRecord } from '../record.ts';
import { stateOf } from '../rulings.fixture.ts';

const record = soundRecord();

const more = (name: string, by = 1n) =>
  editPoints(name, (point: NumberPoint, _, first) =>
    first ? { ...point, value: BigInt(Number(point.value)) + by } : point,
  )(record);
const onceMore = (name: string) =>
  editPoints(name, (point: HistogramPoint, _, first) => (first ? increased(point) : point))(record);

const EQUAL: readonly (readonly [string, EpochRecord])[] = [
  ['invariant/operations-per-user', more('kms.kmip.operations.per_user.total')],
  ['invariant/operation-duration', onceMore('kms.kmip.operation.duration')],
  ['invariant/permissions', more('kms.permissions.granted.total')],
  ['invariant/database-duration', onceMore('kms.database.operation.duration')],
  ['invariant/http-duration', onceMore('kms.http.request.duration')],
];

for (const [check, oneOff] of EQUAL) {
  test(`${check}: equal passes, one off fails`, () => {
    assert.deepEqual([stateOf(check, record), stateOf(check, oneOff)], ['passed', 'failed']);
  });
}

/** Operations 11, errors 3; objects 2, active keys 2; misses 1, unwraps 1. */
const atEnd = (name: string, value: bigint, labelled?: string) =>
  editPoints(name, (point: NumberPoint) =>
    labelled === undefined || point.attributes.some((attribute) => attribute.value === labelled)
      ? { ...point, value }
      : { ...point, value: 0n },
  )(soundRecord({ collections: [8] }));

test('as many errors as operations, and no more', () => {
  const only = (errors: bigint) =>
    editPoints('kms.errors.total', (point: NumberPoint, _, first) => ({
      ...point,
      value: first ? errors : 0n,
    }))(soundRecord({ collections: [8] }));
  assert.deepEqual(
    [12n, 13n].map((errors) => stateOf('invariant/errors', only(errors))),
    ['passed', 'failed'],
  );
  assert.equal(
    stateOf('invariant/errors', under(documented({ errorScope: 'all' }), only(13n))),
    'not seen',
    'refused requests are errors, too, where the contract says so',
  );
});

test('as many active keys as objects, and no more', () => {
  assert.deepEqual(
    [2n, 3n].map((keys) => stateOf('invariant/active-keys', atEnd('kms.keys.active.count', keys))),
    ['passed', 'failed'],
  );
});

test('as many unwraps in the HSM as misses, and no more', () => {
  assert.deepEqual(
    [1n, 2n].map((unwraps) =>
      stateOf('invariant/cache-hsm', atEnd('kms.hsm.operations.total', unwraps, 'Unwrap')),
    ),
    ['passed', 'failed'],
  );
});

test('start time and uptime add up to the time of collection, give or take two seconds', () => {
  const off = (by: bigint) => stateOf('invariant/uptime', more('kms.server.start_time', by));
  assert.deepEqual([-3n, -2n, 0n, 2n, 3n].map(off), ['failed', 'passed', 'passed', 'passed', 'failed']);
});

test('what never moved on both sides is not put to the test', () => {
  const quiet = soundRecord({ entries: [plain('GET', '/version', { sent: 0.1 })] });
  for (const check of ['invariant/errors', 'invariant/permissions', 'invariant/operations-per-user']) {
    assert.equal(stateOf(check, quiet), 'not seen', check);
  }
});

test('one broken moment is enough', () => {
  const once = editPoints('kms.permissions.granted.total', (point: NumberPoint, { index }) =>
    index === 2 ? { ...point, value: 99n } : point,
  )(record);
  assert.equal(stateOf('invariant/permissions', once), 'failed');
});

const WITHIN = 'invariant/kmip-within-http';

test('operations take no longer than the requests that carried them', () => {
  const two = soundRecord({
    entries: [
      bare('alice', op('Get'), { sent: 0.3, took: 0.2 }),
      bare('alice', op('Get'), { sent: 0.6, took: 0.2 }),
      plain('GET', '/version', { sent: 1, took: 0.2 }),
    ],
    collections: [3],
  });
  const taking = (sum: number) =>
    stateOf(
      WITHIN,
      editPoints('kms.kmip.operation.duration', (point: HistogramPoint) => ({
        ...point,
        sum,
        min: undefined,
        max: undefined,
      }))(two),
    );
  assert.deepEqual([0.016, 0.0161].map(taking), ['passed', 'failed'], 'two requests took 8 ms each');
});

test('nothing is said where operations came another way than HTTP as well', () => {
  const overSocket = { ...bare('alice', op('Get'), { sent: 0.6, took: 0.2 }), http: undefined };
  const both = soundRecord({
    entries: [bare('alice', op('Get'), { sent: 0.3, took: 0.2 }), overSocket],
    collections: [3],
  });
  assert.equal(stateOf(WITHIN, both), 'not seen');
});

test('without HTTP durations nothing is said', () => {
  assert.equal(stateOf(WITHIN, editInstrument('kms.http.request.duration', () => [])(record)), 'not seen');
});
