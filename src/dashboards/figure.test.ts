import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documented } from '../contract/contract.fixture.ts';
import { expectedScreens } from './expected.ts';
import { type Figure, instrumentsOf, type Known, numberOf, type Points, queryOf } from './figure.ts';
import { screenText } from './screen.ts';
import { DASHBOARDS, STATS } from './stats.ts';

const CHOSEN = 'job=~"$job",instance=~"$instance"';
const UPTIME = `kms_server_uptime_seconds_total{${CHOSEN}}`;

const POINTS: Readonly<Record<string, Points>> = {
  'kms.cache.operations.total': [
    { labels: { operation: 'get', result: 'hit' }, value: 3 },
    { labels: { operation: 'get', result: 'miss' }, value: 1 },
    { labels: { operation: 'insert', result: 'ok' }, value: 1 },
  ],
  'kms.objects.total': [
    { labels: {}, value: 42 },
    { labels: {}, value: 41 },
  ],
  'kms.http.requests.total': [
    { labels: { status: '200' }, value: 7 },
    { labels: { status: '503' }, value: 2 },
  ],
};
const KNOWN: Known = { instances: 2, points: (instrument) => POINTS[instrument] ?? [] };

const CACHE = 'kms.cache.operations.total';
const FIGURES: readonly (readonly [string, Figure, string, number])[] = [
  [
    'a sum is 0 where an instance reports and nothing was counted',
    { is: 'sum', of: 'kms.errors.total' },
    `(sum(kms_errors_total{${CHOSEN}}) or 0 * sum(${UPTIME}))`,
    0,
  ],
  [
    'a sum of some series',
    { is: 'sum', of: 'kms.http.requests.total', where: { status: '5..' } },
    `(sum(kms_http_requests_total{${CHOSEN},status=~"5.."}) or 0 * sum(${UPTIME}))`,
    2,
  ],
  [
    'a sum of the operations that are chosen',
    { is: 'sum', of: 'kms.kmip.operation.duration', ofChosenOperations: true },
    `(sum(kms_kmip_operation_duration_seconds_count{${CHOSEN},operation=~"$operation"}) or 0 * sum(${UPTIME}))`,
    0,
  ],
  [
    'what replicas on one database share is not added up',
    { is: 'max', of: 'kms.objects.total' },
    `max(kms_objects_total{${CHOSEN}})`,
    42,
  ],
  ['instances', { is: 'instances' }, `count(${UPTIME})`, 2],
  [
    'a share',
    {
      is: 'share',
      part: { is: 'sum', of: CACHE, where: { result: 'hit' } },
      whole: { is: 'sum', of: CACHE, where: { result: 'hit|miss' } },
    },
    `(sum(kms_cache_operations_total{${CHOSEN},result="hit"}) or 0 * sum(${UPTIME})) / ((sum(kms_cache_operations_total{${CHOSEN},result=~"hit|miss"}) or 0 * sum(${UPTIME})) > 0)`,
    0.75,
  ],
];

for (const [what, figure, query, number] of FIGURES)
  test(what, () => {
    assert.equal(queryOf(documented(), figure), query);
    assert.equal(numberOf(figure, KNOWN), number);
  });

const TEXTS = [
  [904, 'none', '904'],
  [12345678, 'none', '12345678'],
  [0.12345, 'percentunit', '12.3%'],
  [3661.9, 'dthms', '01:01:01'],
  [360_000, 'dthms', '100:00:00'],
  [1_700_000_000_123, 'dateTimeAsIso', '2023-11-14 22:13:20'],
] as const;

for (const [number, unit, text] of TEXTS)
  test(`${number} in ${unit} is ${text}`, () => assert.equal(screenText(number, unit), text));

test('every dashboard has its screens, and what nobody knows is not expected', () => {
  const screens = expectedScreens(KNOWN);
  assert.deepEqual(Object.keys(screens), [...DASHBOARDS]);
  assert.equal(screens['kms-overview']?.Objects, '42');
  assert.equal(screens['kms-cache-hsm']?.['Cache hits'], '75.0%');
  assert.equal('Active keys' in (screens['kms-overview'] ?? {}), false);
});

test('one more of any instrument changes a screen', () => {
  const { instruments } = documented();
  const shown = new Set(
    Object.values(STATS).flatMap((stats) => stats.flatMap(({ figure }) => instrumentsOf(figure))),
  );
  const at = (moved: string | undefined): Known => ({
    instances: 1,
    points: (name) => [
      { labels: { result: 'hit', status: '500', outcome: 'error' }, value: name === moved ? 8 : 7 },
    ],
  });
  for (const { name } of instruments) {
    assert.ok(shown.has(name), `${name} is in no stat panel`);
    assert.notDeepEqual(expectedScreens(at(name)), expectedScreens(at(undefined)), name);
  }
});
