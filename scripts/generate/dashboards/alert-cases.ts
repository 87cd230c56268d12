/** What happens to some series, and at which moments an alert fires. */
export interface AlertCase {
  readonly alert: string;
  readonly says: string;
  /** Series -> samples 30 s apart, in promtool's notation: "0+30x10" begins at 0 and grows ten times by 30. */
  readonly series: Readonly<Record<string, string>>;
  readonly quietAt: readonly string[];
  readonly firesAt: readonly Firing[];
}

interface Firing {
  readonly at: string;
  /** Beside severity, which the rule gives. */
  readonly labels: Readonly<Record<string, string>>;
  readonly summary: string;
}

const KMS = 'job="kms",instance="a"';
const ONE = { job: 'kms', instance: 'a' };
const JOB = { job: 'kms' };

const buckets = (name: string, more: string, fast: string, slow: string, bound = '2') => ({
  [`${name}_bucket{${KMS},${more},le="0.1"}`]: fast,
  [`${name}_bucket{${KMS},${more},le="${bound}"}`]: slow,
  [`${name}_bucket{${KMS},${more},le="+Inf"}`]: slow,
});

/** Each alert fires when it must, and not before. */
export const ALERT_CASES: readonly AlertCase[] = [
  {
    alert: 'KmsSilent',
    says: 'the pushes end',
    series: { [`kms_server_uptime_seconds_total{${KMS}}`]: '1000+30x20 _x60' },
    quietAt: ['5m', '10m', '12m'],
    firesAt: [
      { at: '12m30s', labels: ONE, summary: 'kms (a) has not pushed for two minutes' },
      { at: '30m', labels: ONE, summary: 'kms (a) has not pushed for two minutes' },
    ],
  },
  {
    alert: 'KmsSilent',
    says: 'a Collector that is scraped repeats the last push',
    series: { [`kms_server_uptime_seconds_total{${KMS}}`]: '1000+30x20 1600x60' },
    quietAt: ['10m', '11m'],
    firesAt: [{ at: '12m30s', labels: ONE, summary: 'kms (a) has not pushed for two minutes' }],
  },
  {
    alert: 'KmsSilent',
    says: 'a restart is no silence',
    series: { [`kms_server_uptime_seconds_total{${KMS}}`]: '1000+30x20 5+30x20' },
    quietAt: ['10m30s', '11m', '20m'],
    firesAt: [],
  },
  {
    alert: 'KmsAbsent',
    says: 'nobody pushes',
    series: { [`kms_server_uptime_seconds_total{${KMS}}`]: '_x10 30+30x20' },
    quietAt: ['4m', '6m'],
    firesAt: [],
  },
  {
    alert: 'KmsAbsent',
    says: 'nobody has ever pushed',
    series: { up: '1x40' },
    quietAt: ['4m30s'],
    firesAt: [{ at: '5m', labels: {}, summary: 'No KMS pushes' }],
  },
  {
    alert: 'KmsRestarted',
    says: 'the uptime begins anew',
    series: { [`kms_server_uptime_seconds_total{${KMS}}`]: '1000+30x20 5+30x20' },
    quietAt: ['10m', '16m'],
    firesAt: [{ at: '11m', labels: ONE, summary: 'kms (a) has started within the last five minutes' }],
  },
  {
    alert: 'KmsErrorRatioHigh',
    says: 'one in ten operations fails',
    series: {
      [`kms_kmip_operations_total{${KMS},operation="Get"}`]: '0+100x60',
      [`kms_errors_total{${KMS},error_type="ObjectNotFound"}`]: '0x20 10+10x40',
    },
    quietAt: ['10m', '15m'],
    firesAt: [{ at: '25m', labels: JOB, summary: '10% of the KMIP operations of kms fail' }],
  },
  {
    alert: 'KmsErrorRatioHigh',
    says: 'one in a hundred is usual',
    series: {
      [`kms_kmip_operations_total{${KMS},operation="Get"}`]: '0+100x60',
      [`kms_errors_total{${KMS},error_type="ObjectNotFound"}`]: '0+1x60',
    },
    quietAt: ['15m', '30m'],
    firesAt: [],
  },
  {
    alert: 'KmsOperationsSlow',
    says: 'all of one operation are slow',
    series: buckets('kms_kmip_operation_duration_seconds', 'operation="Sign"', '0x60', '0+10x60'),
    quietAt: ['5m'],
    firesAt: [
      {
        at: '20m',
        labels: { ...JOB, operation: 'Sign' },
        summary: '5 % of the Sign operations take longer than 1.905s',
      },
    ],
  },
  {
    alert: 'KmsOperationsSlow',
    says: 'all are fast',
    series: buckets('kms_kmip_operation_duration_seconds', 'operation="Sign"', '0+10x60', '0+10x60'),
    quietAt: ['20m'],
    firesAt: [],
  },
  {
    alert: 'KmsHttpSlow',
    says: 'a route is slow',
    series: buckets('kms_http_request_duration_seconds', 'path="/kmip/2_1"', '0x60', '0+10x60', '4'),
    quietAt: ['5m'],
    firesAt: [
      {
        at: '20m',
        labels: { ...JOB, path: '/kmip/2_1' },
        summary: '5 % of the requests to /kmip/2_1 take longer than 3.805s',
      },
    ],
  },
  {
    alert: 'KmsHttpServerErrors',
    says: 'one in twenty requests ends with 503; refusals do not count',
    series: {
      [`kms_http_requests_total{${KMS},method="POST",path="/kmip/2_1",status="200"}`]: '0+90x60',
      [`kms_http_requests_total{${KMS},method="POST",path="/kmip/2_1",status="422"}`]: '0+5x60',
      [`kms_http_requests_total{${KMS},method="POST",path="/kmip/2_1",status="503"}`]: '0x20 5+5x40',
    },
    quietAt: ['10m', '14m'],
    firesAt: [
      {
        at: '25m',
        labels: JOB,
        summary: '5% of the HTTP requests of kms end with a status from 500 on',
      },
    ],
  },
  {
    alert: 'KmsDatabaseErrors',
    says: 'the database refuses',
    series: {
      [`kms_database_operations_total{${KMS},operation="find",backend="sqlite",outcome="success"}`]:
        '0+10x60',
      [`kms_database_operations_total{${KMS},operation="find",backend="sqlite",outcome="error"}`]:
        '0x20 1+1x40',
    },
    quietAt: ['10m', '14m'],
    firesAt: [
      {
        at: '20m',
        labels: { ...JOB, backend: 'sqlite' },
        summary: 'Operations of the database sqlite of kms fail',
      },
    ],
  },
  {
    alert: 'KmsDatabaseSlow',
    says: 'the database is slow',
    series: buckets(
      'kms_database_operation_duration_seconds',
      'operation="find",backend="sqlite"',
      '0x60',
      '0+10x60',
    ),
    quietAt: ['5m'],
    firesAt: [
      {
        at: '20m',
        labels: { ...JOB, backend: 'sqlite' },
        summary: '5 % of the operations of the database sqlite take longer than 1.905s',
      },
    ],
  },
  {
    alert: 'KmsHsmSilent',
    says: 'the HSM does nothing any more while operations fail',
    series: {
      [`kms_hsm_operations_total{${KMS},operation="Sign",hsm_model="softhsm2"}`]: '0+5x40 200x60',
      [`kms_errors_total{${KMS},error_type="GeneralFailure"}`]: '0x40 5+5x60',
    },
    quietAt: ['15m', '25m'],
    firesAt: [
      {
        at: '40m',
        labels: JOB,
        summary: 'The HSM of kms was used within the hour and does nothing any more, while operations fail',
      },
    ],
  },
  {
    alert: 'KmsHsmSilent',
    says: 'an HSM that nobody asks is no fault',
    series: {
      [`kms_hsm_operations_total{${KMS},operation="Sign",hsm_model="softhsm2"}`]: '0+5x40 200x60',
      [`kms_errors_total{${KMS},error_type="GeneralFailure"}`]: '0x100',
    },
    quietAt: ['40m'],
    firesAt: [],
  },
  {
    alert: 'KmsCacheMisses',
    says: 'three of four look-ups miss',
    series: {
      [`kms_cache_operations_total{${KMS},operation="get",result="hit"}`]: '0+1x100',
      [`kms_cache_operations_total{${KMS},operation="get",result="miss"}`]: '0+3x100',
      [`kms_cache_operations_total{${KMS},operation="insert",result="ok"}`]: '0+3x100',
    },
    quietAt: ['10m'],
    firesAt: [{ at: '30m', labels: JOB, summary: '75% of the look-ups in the cache of kms miss' }],
  },
  {
    alert: 'KmsObjectsVanish',
    says: 'a quarter is gone, on two replicas that tell the same',
    series: {
      [`kms_objects_total{${KMS}}`]: '100x130 75x60',
      'kms_objects_total{job="kms",instance="b"}': '100x130 75x60',
    },
    quietAt: ['65m'],
    firesAt: [{ at: '66m', labels: JOB, summary: 'A fifth of the objects of kms is gone within an hour' }],
  },
  {
    alert: 'KmsObjectsVanish',
    says: 'a tenth is usual, and so is a new installation',
    series: { [`kms_objects_total{${KMS}}`]: '100x130 90x60' },
    quietAt: ['1m', '66m', '80m'],
    firesAt: [],
  },
  {
    alert: 'KmsManyPermissionsGranted',
    says: 'somebody opens everything to one user',
    series: {
      [`kms_permissions_granted_per_user_total{${KMS},user="bob",permission_type="get"}`]: '0+20x60',
      [`kms_permissions_granted_per_user_total{${KMS},user="carol",permission_type="get"}`]: '0+1x60',
    },
    quietAt: ['2m'],
    firesAt: [
      {
        at: '20m',
        labels: { ...JOB, user: 'bob' },
        summary: 'bob was granted 400 permissions within ten minutes',
      },
    ],
  },
  {
    alert: 'KmsTelemetryRefused',
    says: 'the memory limiter of the Collector refuses',
    series: {
      'otelcol_receiver_refused_metric_points{job="otel-collector",receiver="otlp"}': '0x10 5+5x40',
    },
    quietAt: ['5m'],
    firesAt: [{ at: '15m', labels: { job: 'otel-collector' }, summary: 'The Collector refuses metrics' }],
  },
  {
    alert: 'KmsTelemetryLost',
    says: 'an exporter of the Collector drops what it has',
    series: {
      'otelcol_exporter_send_failed_metric_points_total{job="otel-collector",exporter="otlp_grpc/jaeger"}':
        '0x10 5+5x40',
    },
    quietAt: ['5m'],
    firesAt: [
      {
        at: '15m',
        labels: { job: 'otel-collector', exporter: 'otlp_grpc/jaeger' },
        summary: 'The exporter otlp_grpc/jaeger of the Collector loses metrics',
      },
    ],
  },
];
