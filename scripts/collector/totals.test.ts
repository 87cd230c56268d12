import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MetricsRequest, Temporality } from '../../src/otlp/model.ts';
import { namesIn, temporalitiesIn, totalsOf } from './totals.ts';

/** A counter of one series: value, and from when to when. */
const counter = (temporality: Temporality, value: bigint, from: bigint, to: bigint): MetricsRequest => ({
  resourceMetrics: [
    {
      attributes: [],
      schemaUrl: '',
      scopeMetrics: [
        {
          ...{ name: '', version: '', attributes: [], schemaUrl: '' },
          metrics: [
            {
              ...{ name: 'c', description: '', unit: '', metadata: [] },
              data: {
                ...{ kind: 'sum', temporality, isMonotonic: true },
                points: [
                  {
                    ...{ attributes: [{ key: 'k', value: 'v' }], value, exemplars: [], flags: 0 },
                    ...{ startTimeUnixNano: from, timeUnixNano: to },
                  },
                ],
              },
            },
          ],
        },
      ],
    },
  ],
});

const totals = (...requests: readonly MetricsRequest[]) => [...totalsOf(requests).values()];

test('deltas are added up, of cumulative values the last counts', () => {
  assert.deepEqual(totals(counter('delta', 2n, 0n, 1n), counter('delta', 3n, 1n, 2n)), [5]);
  assert.deepEqual(totals(counter('cumulative', 2n, 0n, 1n), counter('cumulative', 3n, 0n, 2n)), [3]);
});

test('what a first point of unknown start holds belongs to nobody', () => {
  assert.deepEqual(totals(counter('cumulative', 2n, 1n, 1n), counter('cumulative', 7n, 1n, 2n)), [5]);
});

test('names and temporalities come once', () => {
  const both = [
    counter('delta', 2n, 0n, 1n),
    counter('cumulative', 3n, 0n, 2n),
    counter('delta', 1n, 1n, 2n),
  ];
  assert.deepEqual([namesIn(both), temporalitiesIn(both)], [['c'], ['delta', 'cumulative']]);
});
