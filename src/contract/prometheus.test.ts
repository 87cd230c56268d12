import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documented } from './contract.fixture.ts';
import { loadProfile } from './profiles.ts';
import {
  type Named,
  prometheusLabel,
  prometheusName,
  prometheusSeries,
  prometheusValue,
  STRATEGIES,
} from './prometheus.ts';

/** Measured with otlptranslator 1.0.0: the name of each strategy; '=' stands for the name as it was. */
const MEASURED: readonly (readonly [string, string, string, string, string])[] = [
  [
    'kms.kmip.operations.total',
    'kms_kmip_operations_total',
    'kms_kmip_operations_total',
    'kms.kmip.operations_total',
    '=',
  ],
  [
    'kms.kmip.operations.per_user.total',
    'kms_kmip_operations_per_user_total',
    'kms_kmip_operations_per_user_total',
    'kms.kmip.operations.per_user_total',
    '=',
  ],
  [
    'kms.kmip.operation.duration',
    'kms_kmip_operation_duration_seconds',
    'kms_kmip_operation_duration',
    'kms.kmip.operation.duration_seconds',
    '=',
  ],
  ['kms.active.users', 'kms_active_users', 'kms_active_users', '=', '='],
  [
    'kms.permissions.granted.per_user.total',
    'kms_permissions_granted_per_user_total',
    'kms_permissions_granted_per_user_total',
    'kms.permissions.granted.per_user_total',
    '=',
  ],
  [
    'kms.permissions.granted.total',
    'kms_permissions_granted_total',
    'kms_permissions_granted_total',
    'kms.permissions.granted_total',
    '=',
  ],
  [
    'kms.database.operations.total',
    'kms_database_operations_total',
    'kms_database_operations_total',
    'kms.database.operations_total',
    '=',
  ],
  [
    'kms.database.operation.duration',
    'kms_database_operation_duration_seconds',
    'kms_database_operation_duration',
    'kms.database.operation.duration_seconds',
    '=',
  ],
  [
    'kms.http.requests.total',
    'kms_http_requests_total',
    'kms_http_requests_total',
    'kms.http.requests_total',
    '=',
  ],
  [
    'kms.http.request.duration',
    'kms_http_request_duration_seconds',
    'kms_http_request_duration',
    'kms.http.request.duration_seconds',
    '=',
  ],
  [
    'kms.server.uptime',
    'kms_server_uptime_seconds_total',
    'kms_server_uptime',
    'kms.server.uptime_seconds_total',
    '=',
  ],
  [
    'kms.server.start_time',
    'kms_server_start_time_seconds',
    'kms_server_start_time',
    'kms.server.start_time_seconds',
    '=',
  ],
  ['kms.active.connections', 'kms_active_connections', 'kms_active_connections', '=', '='],
  ['kms.errors.total', 'kms_errors_total', 'kms_errors_total', 'kms.errors_total', '='],
  ['kms.objects.total', 'kms_objects_total', 'kms_objects_total', '=', '='],
  ['kms.keys.active.count', 'kms_keys_active_count', 'kms_keys_active_count', '=', '='],
  [
    'kms.cache.operations.total',
    'kms_cache_operations_total',
    'kms_cache_operations_total',
    'kms.cache.operations_total',
    '=',
  ],
  [
    'kms.hsm.operations.total',
    'kms_hsm_operations_total',
    'kms_hsm_operations_total',
    'kms.hsm.operations_total',
    '=',
  ],
];

test('the instruments of the document have the measured names in every strategy', () => {
  const { instruments } = documented();
  assert.deepEqual(
    instruments.map((instrument) => [
      instrument.name,
      ...STRATEGIES.map((strategy) => prometheusName(instrument, strategy)),
    ]),
    MEASURED.map(([name, ...names]) => [name, ...names.map((one) => (one === '=' ? name : one))]),
  );
});

test('every profile keeps its kinds and units, and so the names of the default', () => {
  for (const profile of ['cosmian-5.17', 'cosmian-5.26', 'cosmian-5.28'])
    assert.deepEqual(
      loadProfile(profile).instruments.map((instrument) => prometheusName(instrument)),
      documented().instruments.map((instrument) => prometheusName(instrument)),
    );
});

const OTHERS: readonly (readonly [string, Named, string, string])[] = [
  [
    'a gauge of unit 1 becomes a ratio',
    { name: 'kms.keys.active.count', kind: 'gauge', unit: '1' },
    'kms_keys_active_count_ratio',
    'kms.keys.active.count_ratio',
  ],
  [
    'an up-down counter does not',
    { name: 'kms.keys.active.count', kind: 'up-down-counter', unit: '1' },
    'kms_keys_active_count',
    'kms.keys.active.count',
  ],
  [
    'a gauge keeps its total',
    { name: 'kms.objects.total', kind: 'gauge', unit: '1' },
    'kms_objects_total_ratio',
    'kms.objects.total_ratio',
  ],
  [
    'a unit without braces is a suffix',
    { name: 'kms.active.users', kind: 'up-down-counter', unit: 'user' },
    'kms_active_users_user',
    'kms.active.users_user',
  ],
  [
    'milliseconds are told',
    { name: 'kms.kmip.operation.duration', kind: 'histogram', unit: 'ms' },
    'kms_kmip_operation_duration_milliseconds',
    'kms.kmip.operation.duration_milliseconds',
  ],
  [
    'no unit, no suffix',
    { name: 'kms.server.uptime', kind: 'counter', unit: '' },
    'kms_server_uptime_total',
    'kms.server.uptime_total',
  ],
  [
    'a unit that is in the name is not said twice',
    { name: 'kms.seconds.spent', kind: 'gauge', unit: 's' },
    'kms_seconds_spent',
    'kms.seconds.spent_seconds',
  ],
  [
    'what a unit is divided by',
    { name: 'kms.speed', kind: 'gauge', unit: 'By/s' },
    'kms_speed_bytes_per_second',
    'kms.speed_bytes_per_second',
  ],
  [
    'a total in the middle moves to the end',
    { name: 'kms.total.keys', kind: 'counter', unit: '{key}' },
    'kms_keys_total',
    'kms.total.keys_total',
  ],
  [
    'separators collapse, a digit is not first',
    { name: '9kms..keys__x', kind: 'gauge', unit: '' },
    '_9kms_keys_x',
    '9kms..keys__x',
  ],
];

for (const [what, instrument, escaped, utf8] of OTHERS)
  test(what, () => {
    assert.equal(prometheusName(instrument), escaped);
    assert.equal(prometheusName(instrument, 'NoUTF8EscapingWithSuffixes'), utf8);
  });

test('a histogram has three series, and its value is its count', () => {
  const instrument: Named = { name: 'kms.http.request.duration', kind: 'histogram', unit: 's' };
  assert.deepEqual(prometheusSeries(instrument), [
    'kms_http_request_duration_seconds_bucket',
    'kms_http_request_duration_seconds_sum',
    'kms_http_request_duration_seconds_count',
  ]);
  assert.equal(prometheusValue(instrument), 'kms_http_request_duration_seconds_count');
  assert.deepEqual(prometheusSeries({ ...instrument, kind: 'counter' }), [
    'kms_http_request_duration_seconds_total',
  ]);
});

test('labels are escaped as names are, unless names are not', () => {
  assert.equal(prometheusLabel('service.name'), 'service_name');
  assert.equal(prometheusLabel('a..b__c'), 'a_b_c');
  assert.equal(prometheusLabel('5xx'), 'key_5xx');
  assert.equal(prometheusLabel('service.name', 'NoTranslation'), 'service.name');
});
