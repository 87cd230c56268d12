import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plain, predictAt } from '../ledger/entries.fixture.ts';
import type { Entry } from '../ledger/entry.ts';
import type { MetricData } from '../otlp/model.ts';
import { groupingOf } from './grouping.ts';
import { exportOf, numberPoint } from './record.fixture.ts';
import { samplesOf } from './sample.ts';
import type { SeriesState } from './state.ts';

const REQUESTS: readonly Entry[] = [
  ...Array.from({ length: 3 }, () => plain('POST', '/access/grant')),
  plain('POST', '/access/revoke'),
  plain('GET', '/access/owned'),
  ...Array.from({ length: 4 }, () => plain('POST', '/kmip/2_1')),
  plain('GET', '/version'),
];
const predicted = predictAt(REQUESTS).instruments.get('kms.http.requests.total')?.series ?? [];

const stands = (method: string, path: string, value: bigint): SeriesState => {
  const point = numberPoint(value, 1, { method, path, status: '200' });
  const data: MetricData = { kind: 'sum', temporality: 'cumulative', isMonotonic: true, points: [point] };
  const metric = { name: 'kms.http.requests.total', description: '', unit: '', metadata: [], data };
  const [sample] = samplesOf(exportOf([metric], 1));
  assert.ok(sample !== undefined);
  return { sample, value, sum: undefined };
};

const grouped = (...received: readonly SeriesState[]) =>
  Object.fromEntries([...groupingOf(predicted, received, 'path')].toSorted());

test('values of the same name stay, the others are laid where they make up what came', () => {
  assert.deepEqual(
    grouped(
      stands('POST', '/access/{...}', 4n),
      stands('GET', '/access/{...}', 1n),
      stands('POST', '/kmip/2_1', 4n),
      stands('GET', '/version', 1n),
    ),
    {
      '/access/grant': '/access/{...}',
      '/access/owned': '/access/{...}',
      '/access/revoke': '/access/{...}',
    },
  );
});

test('words of its own throughout', () => {
  assert.deepEqual(
    grouped(
      stands('POST', 'access', 4n),
      stands('GET', 'access', 1n),
      stands('POST', '/kmip/2_1', 4n),
      stands('GET', 'probe', 1n),
    ),
    {
      '/access/grant': 'access',
      '/access/owned': 'access',
      '/access/revoke': 'access',
      '/version': 'probe',
    },
  );
});

test('a value under the name of another is no group', () => {
  assert.deepEqual(
    grouped(
      stands('POST', '/access/{...}', 4n),
      stands('GET', '/access/{...}', 1n),
      stands('POST', '/kmip/2_1', 4n),
      stands('GET', '/kmip/2_1', 1n),
    )['/version'],
    undefined,
  );
});

test('what does not add up is not grouped', () => {
  assert.deepEqual(
    grouped(stands('POST', 'all', 7n), stands('GET', 'all', 2n)),
    {},
    'eight requests were posted',
  );
});

test('a search without end is given up', () => {
  const many = Array.from({ length: 2000 }, (_, index) => stands('POST', `/raw/${index}`, 4n));
  assert.deepEqual(grouped(...many), {});
});
