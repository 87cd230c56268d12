import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Metric, MetricData } from '../../otlp/model.ts';
import { judgeInstances } from '../judge.ts';
import { soundRecord } from '../record.fixture.ts';
import type { EpochRecord } from '../record.ts';
import type { FindingReport } from './evidence.ts';
import { evidenceFor } from './finding.ts';

type Edit = (metric: Metric) => readonly Metric[];

/** The same record as a target with this defect would have left it. */
const edited = (name: string, edit: Edit): EpochRecord => {
  const record = soundRecord();
  return {
    ...record,
    exports: record.exports.map((exported) => ({
      ...exported,
      request: {
        resourceMetrics: exported.request.resourceMetrics.map((resource) => ({
          ...resource,
          scopeMetrics: resource.scopeMetrics.map((scope) => ({
            ...scope,
            metrics: scope.metrics.flatMap((metric) => (metric.name === name ? edit(metric) : [metric])),
          })),
        })),
      },
    })),
  };
};

const points = (change: (point: MetricData['points'][number]) => object): Edit => {
  return (metric) => [
    { ...metric, data: { ...metric.data, points: metric.data.points.map(change) } as MetricData },
  ];
};

/** Evidence for the first finding against a check. */
function found(check: string, record: EpochRecord): FindingReport {
  const records = [record];
  const finding = judgeInstances([records]).find(
    (ruling) => ruling.kind === 'finding' && ruling.check === check,
  );
  assert.ok(finding?.kind === 'finding', `nothing was found against ${check}`);
  return evidenceFor(finding, records);
}

const ERRORS = 'kms.errors.total';
const OPERATIONS = 'kms.kmip.operations.total';
const DURATION = 'kms.kmip.operation.duration';

const scaled = (factor: number) =>
  points((point) =>
    'value' in point
      ? { ...point, value: BigInt(Number(point.value) * factor) }
      : { ...point, sum: (('sum' in point ? point.sum : 0) ?? 0) * factor, max: undefined },
  );
const renamedKey = (from: string, to: string) =>
  points((point) => ({
    ...point,
    attributes: point.attributes.map(({ key, value }) => ({ key: key === from ? to : key, value })),
  }));
const asGauge: Edit = (metric) => [
  { ...metric, data: { kind: 'gauge', points: metric.data.points } as MetricData },
];
const named =
  (name: string): Edit =>
  (metric) => [{ ...metric, name }];

const CASES: readonly (readonly [
  defect: string,
  check: string,
  instrument: string,
  edit: Edit,
  mends: string,
])[] = [
  [
    'a name in another case',
    `${ERRORS}/name`,
    ERRORS,
    named('kms.Errors.total'),
    'rename "kms.Errors.total" to "kms.errors.total": only upper and lower case differ',
  ],
  [
    'underscores for dots',
    `${ERRORS}/name`,
    ERRORS,
    named('kms_errors_total'),
    'rename "kms_errors_total" to "kms.errors.total": only the separators differ',
  ],
  [
    'a missing ending',
    `${ERRORS}/name`,
    ERRORS,
    named('kms.errors'),
    'rename "kms.errors" to "kms.errors.total": the ending ".total" is missing',
  ],
  [
    'another name altogether, known by its number',
    `${OPERATIONS}/name`,
    OPERATIONS,
    named('cosmian.kmip.requests'),
    'rename "cosmian.kmip.requests" to "kms.kmip.operations.total"',
  ],
  [
    'never exported',
    `${ERRORS}/name`,
    ERRORS,
    () => [],
    'export kms.errors.total, counter, unit {error}, by error_type',
  ],
  [
    'a gauge for a counter',
    `${ERRORS}/kind`,
    ERRORS,
    asGauge,
    'make kms.errors.total a counter (Sum, monotonic) instead of a gauge',
  ],
  [
    'ms for s, though seconds they are',
    `${DURATION}/unit`,
    DURATION,
    (metric) => [{ ...metric, unit: 'ms' }],
    'declare the unit "s" instead of "ms": the values are seconds already',
  ],
  ['no unit', `${ERRORS}/unit`, ERRORS, (metric) => [{ ...metric, unit: '' }], 'declare the unit "{error}"'],
  [
    'a renamed attribute',
    `${ERRORS}/attributes`,
    ERRORS,
    renamedKey('error_type', 'error.kind'),
    'rename the attribute error.kind to error_type',
  ],
  [
    'a surplus attribute',
    `${ERRORS}/attributes`,
    ERRORS,
    points((point) => ({ ...point, attributes: [...point.attributes, { key: 'host', value: 'a' }] })),
    'drop the attribute host',
  ],
  ['doubled', `${ERRORS}/value`, ERRORS, scaled(2), 'count every event once, not twice'],
  [
    'standing still',
    `${ERRORS}/value`,
    ERRORS,
    scaled(0),
    'count where the event happens: the instrument is there, and nothing is ever added',
  ],
  [
    'milliseconds for seconds',
    `${DURATION}/value`,
    DURATION,
    scaled(1000),
    'divide by 1000: the values are milliseconds, not seconds',
  ],
  [
    'a label that nothing was counted on',
    `${OPERATIONS}/value`,
    OPERATIONS,
    (metric) => [
      {
        ...metric,
        data: {
          ...metric.data,
          points: metric.data.points.filter(({ attributes }) => attributes[0]?.value !== 'Encrypt'),
        } as MetricData,
      },
    ],
    'count 2 more on {operation="Encrypt"}',
  ],
  [
    'an uptime that does not run',
    'kms.server.uptime/value',
    'kms.server.uptime',
    scaled(0),
    'report the seconds since the process began, anew at every collection',
  ],
  [
    'ms for s, where nothing tells which they are',
    'kms.server.uptime/unit',
    'kms.server.uptime',
    (metric) => [{ ...metric, unit: 'ms' }],
    'declare the unit "s" instead of "ms", and divide the values by 1000 if they are no seconds yet',
  ],
  [
    'a start time after the point',
    `${ERRORS}/time`,
    ERRORS,
    points((point) => ({ ...point, startTimeUnixNano: point.timeUnixNano + 1n })),
    'set start_time_unix_nano to the start of the series, before time_unix_nano',
  ],
];

for (const [defect, check, instrument, edit, mends] of CASES) {
  test(`${defect}: the smallest edit`, () => {
    const { nearest } = found(check, edited(instrument, edit));
    assert.equal(nearest?.edit, mends);
    assert.ok((nearest?.received.length ?? 0) > 0);
  });
}

test('expected and received read the same but for what is wrong', () => {
  const { expected, received } = found(`${ERRORS}/kind`, edited(ERRORS, asGauge));
  const differing = expected?.split('\n').filter((line) => !received?.split('\n').includes(line));
  assert.deepEqual(differing, ['kind        counter']);
});

test('a wrong value shows its series side by side', () => {
  const { expected, received } = found(`${ERRORS}/value`, edited(ERRORS, scaled(2)));
  assert.equal(expected, '{error_type="ObjectNotFound"}  1\n{error_type="PermissionDenied"}  2\nin all  3');
  assert.equal(received, '{error_type="ObjectNotFound"}  2\n{error_type="PermissionDenied"}  4\nin all  6');
});

test('the requests that led there are those that moved the instrument, up to the wrong observation', () => {
  const record = edited(ERRORS, scaled(2));
  const { requests } = found(`${ERRORS}/value`, record);
  assert.deepEqual(
    requests.map((index) => record.entries[index]?.operations[0]?.failure),
    ['ObjectNotFound', 'PermissionDenied', 'PermissionDenied'],
  );
});

test('the raw points are those that were read', () => {
  const { points: shown, epoch } = found(`${ERRORS}/value`, edited(ERRORS, scaled(2)));
  assert.equal(epoch, 0);
  assert.deepEqual(
    shown.map(({ attributes, value }) => [attributes.error_type, value]),
    [
      ['ObjectNotFound', '2'],
      ['PermissionDenied', '4'],
    ],
  );
});

test('what a scenario found by itself shows where its traffic went', () => {
  const { epoch, requests, nearest } = evidenceFor(
    { check: 'push/grpc', message: 'scenario: nobody came', scenarios: ['scenario'] },
    [soundRecord({ entries: [] }), soundRecord()],
  );
  assert.deepEqual([epoch, requests.length, nearest], [1, 19, undefined]);
});
