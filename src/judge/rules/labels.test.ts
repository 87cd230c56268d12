import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editMetrics, editPoints } from '../../../faults/wire/edit.ts';
import { bare, op, plain } from '../../ledger/entries.fixture.ts';
import type { NumberPoint } from '../../otlp/model.ts';
import { soundRecord } from '../record.fixture.ts';
import { sentences, stateOf } from '../rulings.fixture.ts';

const CHECK = 'labels/bounded';
const record = soundRecord({
  entries: [
    bare('alice', op(undefined, { failure: 'OperationNotSupported' }), {
      sent: 1,
      status: 404,
      canaries: ['Frobnicate1'],
    }),
    plain('GET', 'other', { sent: 1.2, status: 404, canaries: ['made-up-path'] }),
  ],
  collections: [3],
});

const labelled = (name: string, value: string) =>
  editPoints(name, (point: NumberPoint) => ({
    ...point,
    attributes: point.attributes.map(({ key }) => ({ key, value })),
  }))(record);

test('no text of the client in any label', () => assert.equal(stateOf(CHECK, record), 'passed'));

test('an operation of the client’s own as a label', () => {
  assert.deepEqual(sentences(CHECK, labelled('kms.kmip.operations.total', 'Frobnicate1')), [
    'kms.kmip.operations.total{operation="Frobnicate1"} repeats the client\'s text "Frobnicate1"',
  ]);
});

test('the text of the client as part of a label', () => {
  assert.equal(stateOf(CHECK, labelled('kms.http.requests.total', '/made-up-path?x')), 'failed');
});

test('the text of the client beside an exemplar', () => {
  const exemplified = (value: string) =>
    editPoints('kms.kmip.operations.total', (point: NumberPoint) => ({
      ...point,
      exemplars: [
        {
          filteredAttributes: [{ key: 'uid', value }],
          ...{ timeUnixNano: point.timeUnixNano, value: 1n },
          ...{ traceId: new Uint8Array(16), spanId: new Uint8Array(8) },
        },
      ],
    }))(record);
  assert.equal(stateOf(CHECK, exemplified('made-up-path')), 'failed');
  assert.equal(stateOf(CHECK, exemplified('softhsm2')), 'passed');
});

test('an instrument of the product’s own may say what it likes', () => {
  const own = editMetrics((metric) => [metric, { ...metric, name: `own.${metric.name}` }]);
  const leaking = own(record);
  assert.equal(
    stateOf(
      CHECK,
      editPoints('own.kms.kmip.operations.total', (point) => ({
        ...point,
        attributes: [{ key: 'operation', value: 'Frobnicate1' }],
      }))(leaking),
    ),
    'passed',
  );
});

test('without text of the client nothing is put to the test', () => {
  const plainTraffic = soundRecord({ entries: [bare('alice', op('Hash'), { sent: 1 })], collections: [3] });
  assert.equal(stateOf(CHECK, plainTraffic), 'not seen');
});
