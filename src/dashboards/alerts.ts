import type { Contract } from '../contract/contract.ts';
import { prometheusName, prometheusValue } from '../contract/prometheus.ts';
import { named } from './series.ts';

/** An alerting rule of Prometheus. */
export interface Alert {
  readonly name: string;
  readonly expr: string;
  /** How long it must be true, as PromQL writes times; undefined: at once. */
  readonly for?: string;
  readonly severity: 'info' | 'warning' | 'critical';
  /** One line, with templates of Prometheus. */
  readonly summary: string;
  /** What to look at and what to do. */
  readonly runbook: string;
  /** Whose series it reads. */
  readonly of: 'kms' | 'collector';
}

/** Every alert of the eighteen instruments, and of the Collector on their way. */
export const alertsOf = (contract: Contract): readonly Alert[] => {
  const value = (instrument: string, where = '') =>
    `${prometheusValue(named(contract, instrument))}{job!=""${where}}`;
  const buckets = (instrument: string) => `${prometheusName(named(contract, instrument))}_bucket{job!=""}`;
  const p95 = (instrument: string, by: string) =>
    `histogram_quantile(0.95, sum by (job, ${by}, le) (rate(${buckets(instrument)}[5m])))`;

  const uptime = value('kms.server.uptime');
  const operations = value('kms.kmip.operations.total');
  const errors = value('kms.errors.total');
  const database = (where = '') => value('kms.database.operations.total', where);
  const http = (where = '') => value('kms.http.requests.total', where);
  const hsm = value('kms.hsm.operations.total');
  const objects = value('kms.objects.total');
  const grants = value('kms.permissions.granted.per_user.total');
  const cache = (where = '') => value('kms.cache.operations.total', where);

  return [
    {
      name: 'KmsSilent',
      expr: `(time() - max by (job, instance) (max_over_time(timestamp(${uptime})[1h:15s])) > 120) or (max by (job, instance) (increase(${uptime}[2m])) == 0)`,
      severity: 'critical',
      summary: '{{ $labels.job }} ({{ $labels.instance }}) has not pushed for two minutes',
      runbook:
        'A KMS pushes every 30 s. Ask its /health; read its log for failed exports; ask the Collector on port 13133 and read its log. An instance that was taken away on purpose is reported for an hour at most.',
      of: 'kms',
    },
    {
      name: 'KmsAbsent',
      expr: `absent(${uptime})`,
      for: '5m',
      severity: 'critical',
      summary: 'No KMS pushes',
      runbook:
        'Prometheus knows no KMS at all: look at the Collector first, then at the OTLP URL of the KMS. A new installation sees this until the first push.',
      of: 'kms',
    },
    {
      name: 'KmsRestarted',
      expr: `max by (job, instance) (${uptime}) < 300`,
      severity: 'info',
      summary: '{{ $labels.job }} ({{ $labels.instance }}) has started within the last five minutes',
      runbook:
        'Expected after a release. Otherwise read the end of the log of the process before. Counters have begun at 0; increase and rate know that.',
      of: 'kms',
    },
    {
      name: 'KmsErrorRatioHigh',
      expr: `sum by (job) (rate(${errors}[5m])) / sum by (job) (rate(${operations}[5m])) > 0.05`,
      for: '10m',
      severity: 'warning',
      summary: '{{ $value | humanizePercentage }} of the KMIP operations of {{ $labels.job }} fail',
      runbook:
        'Dashboard "KMS: KMIP operations", panel "Errors by type": which failure, and which operation. Many PermissionDenied or ObjectNotFound are one client; GeneralFailure is the KMS, its database or its HSM.',
      of: 'kms',
    },
    {
      name: 'KmsOperationsSlow',
      expr: `${p95('kms.kmip.operation.duration', 'operation')} > 1`,
      for: '10m',
      severity: 'warning',
      summary:
        '5 % of the {{ $labels.operation }} operations take longer than {{ $value | humanizeDuration }}',
      runbook:
        'Making RSA keys may take seconds. Else compare with the database and the HSM: what they are slow in, operations are slow in. Open a trace of the operation in Jaeger.',
      of: 'kms',
    },
    {
      name: 'KmsHttpSlow',
      expr: `${p95('kms.http.request.duration', 'path')} > 2`,
      for: '10m',
      severity: 'warning',
      summary: '5 % of the requests to {{ $labels.path }} take longer than {{ $value | humanizeDuration }}',
      runbook:
        'When KMIP operations are not slow, time is lost around them: TLS, authentication, large bodies, too many requests in flight.',
      of: 'kms',
    },
    {
      name: 'KmsHttpServerErrors',
      expr: `sum by (job) (rate(${http(',status=~"5.."')}[5m])) / sum by (job) (rate(${http()}[5m])) > 0.01`,
      for: '5m',
      severity: 'critical',
      summary:
        '{{ $value | humanizePercentage }} of the HTTP requests of {{ $labels.job }} end with a status from 500 on',
      runbook: 'The KMS itself fails. Read its log at level error, then look at the database.',
      of: 'kms',
    },
    {
      name: 'KmsDatabaseErrors',
      expr: `sum by (job, backend) (rate(${database(',outcome="error"')}[5m])) > 0`,
      for: '5m',
      severity: 'critical',
      summary: 'Operations of the database {{ $labels.backend }} of {{ $labels.job }} fail',
      runbook: 'Is the database reachable, is its disk full, does the user of the KMS still have its rights?',
      of: 'kms',
    },
    {
      name: 'KmsDatabaseSlow',
      expr: `${p95('kms.database.operation.duration', 'backend')} > 0.5`,
      for: '10m',
      severity: 'warning',
      summary:
        '5 % of the operations of the database {{ $labels.backend }} take longer than {{ $value | humanizeDuration }}',
      runbook: 'Look at locks, at the disk and at the size of the table of objects.',
      of: 'kms',
    },
    {
      name: 'KmsHsmSilent',
      expr: `sum by (job) (increase(${hsm}[1h])) > 0 and sum by (job) (increase(${hsm}[10m])) == 0 and sum by (job) (increase(${errors}[10m])) > 0`,
      for: '5m',
      severity: 'critical',
      summary:
        'The HSM of {{ $labels.job }} was used within the hour and does nothing any more, while operations fail',
      runbook:
        'kms.hsm.operations.total counts what the HSM did, so an HSM that fails is one that stops counting. Is the device there, is the PIN locked, are sessions left?',
      of: 'kms',
    },
    {
      name: 'KmsCacheMisses',
      expr: `sum by (job) (rate(${cache(',result="miss"')}[15m])) / sum by (job) (rate(${cache(',result=~"hit|miss"')}[15m])) > 0.5`,
      for: '15m',
      severity: 'info',
      summary: '{{ $value | humanizePercentage }} of the look-ups in the cache of {{ $labels.job }} miss',
      runbook:
        'Every miss is an unwrap in the HSM. Is the cache too small, or its lifetime too short, for the keys in use?',
      of: 'kms',
    },
    {
      name: 'KmsObjectsVanish',
      expr: `max by (job) (${objects}) < 0.8 * max by (job) (${objects} offset 1h)`,
      severity: 'critical',
      summary: 'A fifth of the objects of {{ $labels.job }} is gone within an hour',
      runbook:
        'Was it a planned clean-up? If not: who sent Destroy ("Operations by user")? Was the KMS started on another database? Stop the user, keep the database as it is.',
      of: 'kms',
    },
    {
      name: 'KmsManyPermissionsGranted',
      expr: `sum by (job, user) (increase(${grants}[10m])) > 100`,
      severity: 'warning',
      summary: '{{ $labels.user }} was granted {{ $value | humanize }} permissions within ten minutes',
      runbook:
        'Somebody opens many objects to one user. Find out who granted them, and whether it was meant.',
      of: 'kms',
    },
    {
      name: 'KmsTelemetryRefused',
      expr: `sum by (job) (rate(${collector('otelcol_receiver_refused_metric_points')}[5m])) > 0`,
      for: '2m',
      severity: 'warning',
      summary: 'The Collector refuses metrics',
      runbook:
        'Its memory limiter refuses: the Collector needs more memory, or what stands behind it is too slow.',
      of: 'collector',
    },
    {
      name: 'KmsTelemetryLost',
      expr: `sum by (job, exporter) (rate(${collector('otelcol_exporter_send_failed_metric_points')}[5m])) > 0`,
      for: '2m',
      severity: 'warning',
      summary: 'The exporter {{ $labels.exporter }} of the Collector loses metrics',
      runbook:
        'Its log says "Exporting failed. Dropping data." with the reason. Metrics sent to Jaeger are always lost: it stores traces only.',
      of: 'collector',
    },
  ];
};

/** The Collector puts _total behind its own counters, or does not, as it is configured; 0.155 by itself does not. */
const collector = (name: string): string => `{__name__=~"${name}(_total)?",job!=""}`;
