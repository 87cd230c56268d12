import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compared, type Figure, inTurns } from './figure.ts';
import { tableOf } from './table.ts';

const figure: Figure = {
  name: 'Get, 1 client',
  unit: 'operations/s',
  value: 1234.5,
  peer: 'other',
  peerValue: 98.76,
  ratio: 12.5,
};

test('a table has the columns that have something in them, numbers with their units', () => {
  assert.equal(
    tableOf([figure]),
    [
      '               here                ratio  beside it',
      'Get, 1 client  1,235 operations/s  12.50  98.8 operations/s (other)',
      '',
    ].join('\n'),
  );
});

for (const [aim, told] of [
  [{ least: 10 }, '≥ 10 met'],
  [{ least: 12.5 }, '≥ 12.5 met'],
  [{ least: 13 }, '≥ 13 missed'],
  [{ most: 12.5 }, '≤ 12.5 met'],
  [{ most: 1.5 }, '≤ 1.5 missed'],
] as const) {
  test(`a ratio of 12.5 and its aim: ${told}`, () => {
    assert.match(tableOf([{ ...figure, aim }]), new RegExp(`12\\.50 +${told} `));
  });
}

test('latencies stand behind the rates', () => {
  const latency = { p50Ms: 0.5, p99Ms: 12.34 };
  assert.match(
    tableOf([{ ...figure, latency, peerLatency: latency }]),
    /\(other\) +0\.50 \/ 12\.3 ms +0\.50/,
  );
});

test('everything is measured once in every round, and ratios are of one round', async () => {
  const order: string[] = [];
  const results = [
    [1, 10, 3],
    [1, 5, 1],
  ].map((values, subject) => () => {
    order.push(`${subject}`);
    return values.shift() ?? Number.NaN;
  });
  const [values = [], peerValues = []] = await inTurns(3, results);
  assert.deepEqual(order, ['0', '1', '0', '1', '0', '1']);
  assert.deepEqual(compared(values, peerValues), { value: 3, peerValue: 1, ratio: 2 });
});
