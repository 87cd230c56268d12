import type { Meter } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-grpc';
import type { Resource } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from '@opentelemetry/sdk-metrics';
import { CustodyExporter } from './custody-exporter.ts';
import type { ExportHealth } from './export-health.ts';
import { instruments } from './instruments.ts';
import { exporterConfig, type PushConnection } from './push-connection.ts';
import type { RetryPolicy } from './retry-policy.ts';
import { RetryingExporter } from './retrying-exporter.ts';

/** Instrumentation scope of everything that the server measures. */
export const SCOPE = 'kms-otlp-testbed/reference-server';

/** Series of one instrument: what comes beyond is counted together, under otel.metric.overflow. */
export const MOST_SERIES = 2_000;

/** The same for instruments that tell users apart: ten thousand users, each with a handful of operations. */
export const MOST_SERIES_OF_USERS = 50_000;

export interface MetricPipelineOptions {
  readonly connection: PushConnection;
  readonly intervalMs: number;
  readonly version: string;
  readonly resource: Resource;
  /** In one request; a bigger collection is sent in parts. */
  readonly mostPoints: number;
  readonly health: ExportHealth;
  readonly retry: RetryPolicy;
  /** Puts another exporter around or in place of the OTLP one. */
  readonly exporter: (otlp: PushMetricExporter) => PushMetricExporter;
}

export interface MetricPipeline {
  readonly meter: Meter;
  /** One push now, beside the periodic ones. */
  push(): Promise<void>;
  /** The last push. */
  stop(): Promise<void>;
}

const TELLING_USERS_APART = [instruments.kmipOperationsPerUser, instruments.permissionsGrantedPerUser];

/** Cumulative metrics over OTLP/gRPC, the first after one interval. No connection before the first push. */
export const startMetricPipeline = (options: MetricPipelineOptions): MetricPipeline => {
  const { connection, intervalMs, version, resource, health } = options;
  const otlp = new OTLPMetricExporter({
    ...exporterConfig(connection),
    temporalityPreference: AggregationTemporality.CUMULATIVE,
  });
  const retrying = new RetryingExporter(options.exporter(otlp), {
    policy: options.retry,
    failed: (reason) => health.failed(reason),
  });
  const reader = new PeriodicExportingMetricReader({
    exporter: new CustodyExporter(retrying, health),
    exportIntervalMillis: intervalMs,
    exportTimeoutMillis: Math.min(connection.timeoutMs, intervalMs),
    maxExportBatchSize: options.mostPoints,
    cardinalityLimits: { default: MOST_SERIES },
  });
  const views = TELLING_USERS_APART.map(({ name }) => ({
    instrumentName: name,
    aggregationCardinalityLimit: MOST_SERIES_OF_USERS,
  }));
  const provider = new MeterProvider({ resource, readers: [reader], views });
  return {
    meter: provider.getMeter(SCOPE, version),
    push: () => provider.forceFlush(),
    stop: () => {
      retrying.hurry();
      return provider.shutdown();
    },
  };
};
