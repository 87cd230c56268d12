import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editInstrument, editPoints } from '../../../faults/wire/edit.ts';
import { bare, op } from '../../ledger/entries.fixture.ts';
import type { KeyValue, MetricData, NumberPoint } from '../../otlp/model.ts';
import { judge } from '../judge.ts';
import { soundRecord } from '../record.fixture.ts';
import { redIn, sentences } from '../rulings.fixture.ts';

const OPERATIONS = 'kms.kmip.operations.total';
const PER_USER = 'kms.kmip.operations.per_user.total';
const HTTP = 'kms.http.requests.total';

/** Alice: 1 Get, 2 Hash. Bob: 4 Get, 8 Hash. */
const record = soundRecord({
  entries: [
    ['alice', 'Get', 1],
    ['alice', 'Hash', 2],
    ['bob', 'Get', 4],
    ['bob', 'Hash', 8],
  ].flatMap(([user, operation, times]) =>
    Array.from({ length: Number(times) }, () => bare(`${user}`, op(`${operation}`), { sent: 1 })),
  ),
  collections: [3],
});

/** As a client would count that labels in this way: points whose labels become the same are one. */
const relabel = (name: string, edit: (attributes: readonly KeyValue[]) => readonly KeyValue[]) =>
  editInstrument(name, (metric) => {
    const points = new Map<string, NumberPoint>();
    for (const point of metric.data.points as readonly NumberPoint[]) {
      const attributes = edit(point.attributes);
      const same = points.get(JSON.stringify(attributes));
      const value = BigInt(Number(point.value)) + BigInt(Number(same?.value ?? 0));
      points.set(JSON.stringify(attributes), { ...point, attributes, value });
    }
    return [{ ...metric, data: { ...metric.data, points: [...points.values()] } as MetricData }];
  });

const words = (key: string, map: (word: string) => string) => (attributes: readonly KeyValue[]) =>
  attributes.map((pair) => (pair.key === key ? { key, value: map(String(pair.value)) } : pair));

const redOf = (name: string, edit: (attributes: readonly KeyValue[]) => readonly KeyValue[]) =>
  redIn(judge(relabel(name, edit)(record)));

test('other words, one for one, are right where the contract allows them', () => {
  assert.deepEqual(
    redOf(
      PER_USER,
      words('user', (word) => `cn=${word}`),
    ),
    [],
  );
  assert.deepEqual(
    redOf(
      OPERATIONS,
      words('operation', (word) => word.toLowerCase()),
    ),
    [],
  );
});

test('other words are wrong where the contract does not allow them', () => {
  assert.deepEqual(
    redOf(
      HTTP,
      words('method', (word) => word.toLowerCase()),
    ),
    [`${HTTP}/attributes`],
  );
});

test('two words that become one are wrong', () => {
  assert.deepEqual(
    redOf(
      OPERATIONS,
      words('operation', () => 'any'),
    ),
    [`${OPERATIONS}/attributes`],
  );
});

test('two words that change places are wrong', () => {
  const swapped = relabel(
    OPERATIONS,
    words('operation', (word) => (word === 'Get' ? 'Hash' : 'Get')),
  )(record);
  assert.deepEqual(sentences(`${OPERATIONS}/attributes`, swapped), [
    `${OPERATIONS}{operation="Get"} must stand at 5, but stands at 10`,
    `${OPERATIONS}{operation="Hash"} must stand at 10, but stands at 5`,
  ]);
});

test('users who change places by operation are wrong, though every total is right', () => {
  const crossed = editPoints(PER_USER, (point: NumberPoint) => ({
    ...point,
    value: ({ '1': 2n, '2': 1n, '4': 3n, '8': 9n } as Record<string, bigint>)[`${point.value}`],
  }))(record);
  assert.deepEqual(redIn(judge(crossed)), [`${PER_USER}/attributes`]);
});

test('users who cannot be told apart fail the value, whatever the attribute is called', () => {
  assert.deepEqual(
    redOf(
      PER_USER,
      words('user', () => 'admin'),
    ),
    [`${PER_USER}/attributes`, `${PER_USER}/value`],
  );
});

test('users may be told apart by an attribute of another name, which SHOULD be the documented one', () => {
  assert.deepEqual(
    redOf(PER_USER, (attributes) =>
      attributes.map(({ key, value }) => ({ key: key === 'user' ? 'enduser.id' : key, value })),
    ),
    [`${PER_USER}/attributes`],
  );
});

test('a key too many, a key too few, and one finding for each', () => {
  const host = { key: 'host', value: 'kms-0' };
  assert.deepEqual(
    sentences(`${OPERATIONS}/attributes`, relabel(OPERATIONS, (attributes) => [...attributes, host])(record)),
    [`${OPERATIONS} must carry the attribute keys {operation}, but a point carries {host, operation}`],
  );
  assert.deepEqual(
    redOf(OPERATIONS, () => []),
    [`${OPERATIONS}/attributes`],
  );
});

test('the overflow series of a cardinality cap is no wrong key', () => {
  const overflow = editInstrument(OPERATIONS, (metric) => [
    {
      ...metric,
      data: {
        ...metric.data,
        points: metric.data.points.map((point, index) =>
          index === 0 ? { ...point, attributes: [{ key: 'otel.metric.overflow', value: true }] } : point,
        ),
      } as MetricData,
    },
  ])(record);
  assert.deepEqual(redIn(judge(overflow)), []);
});
