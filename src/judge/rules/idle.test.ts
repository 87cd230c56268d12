import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editMetrics, editPoints } from '../../../faults/wire/edit.ts';
import { documented } from '../../contract/contract.fixture.ts';
import { bare, create, op, settingOf, T0 } from '../../ledger/entries.fixture.ts';
import type { HistogramPoint, NumberPoint } from '../../otlp/model.ts';
import { deltaOf } from '../delta.fixture.ts';
import { soundRecord, under } from '../record.fixture.ts';
import type { EpochRecord } from '../record.ts';
import { sentences, stateOf } from '../rulings.fixture.ts';

const CHECK = 'closed-world/idle';
/** Quiet from 8 s on. */
const record = soundRecord({ collections: [2, 4, 8, 9, 10, 11], observed: [2, 4, 8, 11] });

const oneMore = (name: string, from: number, original: EpochRecord = record) =>
  editPoints(name, (point: NumberPoint, { index }, first) =>
    first && index >= from ? { ...point, value: BigInt(Number(point.value)) + 1n } : point,
  )(original);

test('nothing moves: passed', () => assert.equal(stateOf(CHECK, record), 'passed'));

test('something moves in the window, and every instrument is watched', () => {
  for (const { name, kind } of documented().instruments) {
    if (kind === 'histogram' || name === 'kms.server.uptime') continue;
    assert.equal(stateOf(CHECK, oneMore(name, 4)), 'failed', name);
  }
});

test('a sum of durations moves', () => {
  const bent = editPoints('kms.http.request.duration', (point: HistogramPoint, { index }) =>
    index >= 4 ? { ...point, sum: (point.sum ?? 0) + 0.0001 } : point,
  )(record);
  assert.match(sentences(CHECK, bent).join('; '), /kms\.http\.request\.duration.* moved to/);
});

test('a series appears', () => {
  const bent = editMetrics((metric, { index }) =>
    metric.name === 'kms.errors.total' && index >= 4
      ? [
          {
            ...metric,
            data: {
              ...metric.data,
              points: metric.data.points.flatMap((point) => [
                point,
                { ...point, attributes: [{ key: 'error_type', value: 'new' }] },
              ]),
            } as typeof metric.data,
          },
        ]
      : [metric],
  )(record);
  assert.equal(stateOf(CHECK, bent), 'failed');
});

test('moves outside the window are not its affair', () => {
  assert.equal(stateOf(CHECK, oneMore('kms.errors.total', 2)), 'passed');
});

test('three collections make a window, two do not', () => {
  const three = soundRecord({ collections: [2, 8, 9, 10], observed: [2, 8, 10] });
  const two = soundRecord({ collections: [2, 8, 9], observed: [2, 8, 9] });
  assert.deepEqual([stateOf(CHECK, three), stateOf(CHECK, two)], ['passed', 'not seen']);
});

test('with traffic between two observations there is no window', () => {
  assert.equal(stateOf(CHECK, soundRecord({ collections: [2, 3, 4, 8], observed: [2, 8] })), 'not seen');
});

test('a key that expires in the window moves what it must', () => {
  const expiring = soundRecord({
    entries: [
      create('k', { sent: 1, deactivationUnixSeconds: T0 / 1000 + 9 }),
      bare('bob', op('Hash'), { sent: 1 }),
    ],
    collections: [8, 9, 10, 11],
    observed: [8, 11],
  });
  assert.equal(stateOf(CHECK, expiring), 'passed');
});

test('background work of the database is a matter of definition', () => {
  const busy = oneMore('kms.database.operations.total', 4);
  assert.equal(stateOf(CHECK, busy), 'failed');
  assert.equal(stateOf(CHECK, under(documented({ backgroundDatabase: 'any' }), busy)), 'passed');
  assert.equal(settingOf().contract.definitions.backgroundDatabase, 'none');
});

test('deltas of nothing are no move, in up-down counters neither', () => {
  assert.equal(stateOf(CHECK, deltaOf(record)), 'passed');
  assert.equal(stateOf(CHECK, deltaOf(oneMore('kms.errors.total', 4))), 'failed');
  assert.equal(stateOf(CHECK, deltaOf(oneMore('kms.objects.total', 4))), 'failed');
});

test('an up-down counter in deltas that moved just before the window stands still in it', () => {
  const justBefore = deltaOf(soundRecord({ collections: [2, 8, 9, 10], observed: [2, 8, 10] }));
  assert.equal(stateOf(CHECK, justBefore), 'passed');
});
