import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editInstrument } from '../../../faults/wire/edit.ts';
import { at } from '../../ledger/entries.fixture.ts';
import { soundRecord } from '../record.fixture.ts';
import type { EpochRecord } from '../record.ts';
import { sentences, stateOf } from '../rulings.fixture.ts';

const CADENCE = 'push/cadence';

const pushedAt = (...collections: readonly number[]): EpochRecord =>
  soundRecord({ collections, observed: collections.slice(0, 1), testIntervalMs: undefined });

const CADENCES: readonly (readonly [string, EpochRecord, string])[] = [
  ['thirty seconds apart', pushedAt(30, 60, 90), 'passed'],
  ['29 s, the least that passes', pushedAt(30, 59, 88), 'passed'],
  ['31 s, the most that passes', pushedAt(30, 61, 92), 'passed'],
  ['28.9 s', pushedAt(30, 60, 88.9), 'failed'],
  ['31.1 s', pushedAt(30, 60, 91.1), 'failed'],
  ['one interval proves nothing', pushedAt(30, 60), 'not seen'],
  ['a push right after the start, then in step', pushedAt(1, 30, 60, 90), 'passed'],
  ['a push right after the start, and too few after it', pushedAt(1, 29, 59), 'not seen'],
  ['a push after ten seconds, and again', pushedAt(10, 20, 30, 40), 'failed'],
  ['one too many in the middle', pushedAt(30, 60, 75, 90), 'failed'],
  ['one left out', pushedAt(30, 60, 120), 'failed'],
  ['every minute', pushedAt(60, 120, 180), 'failed'],
  ['two readers, each in step', pushedAt(30, 30.4, 60, 60.4, 90, 90.4), 'failed'],
  ['a first push 31 s after the first answer, the latest that passes', pushedAt(31.2, 61.2, 91.2), 'passed'],
  ['a first push that comes late', pushedAt(31.3, 61.3, 91.3), 'failed'],
];

for (const [what, record, state] of CADENCES) {
  test(`cadence: ${what}: ${state}`, () => assert.equal(stateOf(CADENCE, record), state));
}

test('a finding says all intervals', () => {
  assert.deepEqual(sentences(CADENCE, pushedAt(30, 60, 91.1)), [
    'collections must be 30 s +- 1 s apart, but were 30.00 s, 31.10 s',
  ]);
});

test('the push at the stop comes when it comes', () => {
  const record = pushedAt(30, 60, 90, 95);
  const stopped = { ...record, process: { ...record.process, stoppedAtUnixMs: at(94.9) } };
  assert.equal(stateOf(CADENCE, stopped), 'passed');
  assert.equal(stateOf(CADENCE, record), 'failed');
});

test('an instance with a test interval says nothing of the documented one', () => {
  assert.equal(stateOf(CADENCE, soundRecord({ collections: [2, 32, 62] })), 'not seen');
});

/** Seconds after the start, until a push that was taken again. */
const away = (record: EpochRecord, from: number, to: number): EpochRecord => ({
  ...record,
  outages: [{ fromUnixMs: at(from), toUnixMs: at(to) }],
});

test('what came while the collector was away, and what came first after it, says nothing', () => {
  const record = pushedAt(30, 60, 90, 150, 180, 210);
  assert.equal(stateOf(CADENCE, record), 'failed');
  assert.equal(stateOf(CADENCE, away(record, 100, 150.1)), 'passed');
  assert.equal(stateOf(CADENCE, away(record, 151, 179)), 'failed');
  assert.equal(stateOf(CADENCE, away(pushedAt(30, 60, 120), 70, 120.1)), 'not seen');
});

test('a push that is sent again is no push of its own', () => {
  const record = pushedAt(30, 60, 90);
  assert.equal(
    stateOf(CADENCE, {
      ...record,
      exports: record.exports.flatMap((exported) => [exported, exported]),
      observations: [{ exportCount: 2, entryCount: record.entries.length, final: true }],
    }),
    'passed',
  );
});

const GRPC = 'push/grpc';
const typed = (type: string | undefined): EpochRecord => {
  const record = soundRecord();
  return {
    ...record,
    exports: record.exports.map((exported) => ({
      ...exported,
      transport: { ...exported.transport, headers: type === undefined ? {} : { 'content-type': type } },
    })),
  };
};

test('gRPC by its content type, and no attempt in another way', () => {
  assert.deepEqual(
    [
      stateOf(GRPC, typed('application/grpc')),
      stateOf(GRPC, typed('application/grpc+proto')),
      stateOf(GRPC, typed('application/json')),
      stateOf(GRPC, typed(undefined)),
      stateOf(GRPC, { ...soundRecord(), wrongWays: ['http1 POST /v1/metrics'] }),
      stateOf(GRPC, { ...soundRecord(), exports: [], wrongWays: ['tls'] }),
      stateOf(GRPC, { ...soundRecord(), exports: [] }),
    ],
    ['passed', 'passed', 'failed', 'failed', 'failed', 'failed', 'not seen'],
  );
});

test('what needs no traffic is in the first collection, not only in a later one', () => {
  const without = (indexes: readonly number[]) =>
    editInstrument('kms.keys.active.count', (metric, { index }) => (indexes.includes(index) ? [] : [metric]))(
      soundRecord(),
    );
  assert.deepEqual(sentences('push/first-export', without([0])), [
    'kms.keys.active.count is missing in the first export',
  ]);
  assert.deepEqual(sentences('push/first-export', without([1, 2])), []);
});
