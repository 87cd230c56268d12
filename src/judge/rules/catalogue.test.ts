import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editInstrument, editMetrics } from '../../../faults/wire/edit.ts';
import type { MetricData } from '../../otlp/model.ts';
import { soundRecord } from '../record.fixture.ts';
import { isRed, sentences } from '../rulings.fixture.ts';

const CHECK = 'catalogue/near-misses';
const record = soundRecord();

const beside = (name: string) =>
  editInstrument('kms.active.users', (metric) => [metric, { ...metric, name }])(record);

const NEAR = [
  'kms.Active.users',
  'kms_active_users',
  'kms.active-users',
  'kms.active.users.total',
  'kms.active.user',
  'kms.active.uesrs',
  'kms.\u0430ctive.users',
  'kms.active.users ',
  '\uff4bms.active.users',
];
const OWN = ['kms.licence.seats', 'kms.active.sessions', 'kms.users', 'http.server.request.duration', 'kms'];

for (const name of NEAR)
  test(`${JSON.stringify(name)} is a slip`, () => assert.ok(isRed(CHECK, beside(name))));
for (const name of OWN)
  test(`${JSON.stringify(name)} is an instrument of its own`, () => assert.ok(!isRed(CHECK, beside(name))));

test('three edits are another name, two are a slip', () => {
  assert.ok(isRed(CHECK, beside('kms.active.usexy')));
  assert.ok(!isRed(CHECK, beside('kms.active.uxyzs')));
});

test('a letter that only looks right is named by its code point', () => {
  assert.match(
    sentences(CHECK, beside('kms.\u0430ctive.users'))[0] ?? '',
    /nearly kms\.active\.users \(it contains U\+0430\)/,
  );
});

const bent = (name: string, edit: (data: MetricData) => MetricData) =>
  editInstrument(name, (metric) => [{ ...metric, data: edit(metric.data) }])(record);

test('kinds: a counter that may fall, an up-down counter that may not, a gauge, a histogram as a sum', () => {
  const flipped = (data: MetricData): MetricData =>
    data.kind === 'sum' ? { ...data, isMonotonic: !data.isMonotonic } : data;
  const gauge = (data: MetricData): MetricData =>
    data.kind === 'sum' ? { kind: 'gauge', points: data.points } : data;
  assert.deepEqual(
    [
      sentences('kms.errors.total/kind', bent('kms.errors.total', flipped)),
      sentences('kms.objects.total/kind', bent('kms.objects.total', flipped)),
      sentences('kms.objects.total/kind', bent('kms.objects.total', gauge)),
    ],
    [
      ['kms.errors.total must be a counter, but is exported as up-down-counter'],
      ['kms.objects.total must be a up-down-counter, but is exported as counter'],
      ['kms.objects.total must be a up-down-counter, but is exported as gauge'],
    ],
  );
});

test('a wrong kind is one finding; the value is still judged', () => {
  const gauge = bent('kms.objects.total', (data) =>
    data.kind === 'sum'
      ? { kind: 'gauge', points: data.points.map((point) => ({ ...point, value: 99n })) }
      : data,
  );
  assert.equal(sentences('kms.objects.total/kind', gauge).length, 1);
  assert.ok(isRed('kms.objects.total/value', gauge));
});

test('a unit is one finding, however often it is wrong', () => {
  const milliseconds = editMetrics((metric) => [metric.unit === 's' ? { ...metric, unit: 'ms' } : metric])(
    record,
  );
  assert.deepEqual(sentences('kms.server.uptime/unit', milliseconds), [
    'kms.server.uptime must have the unit "s", but has "ms"',
  ]);
});
