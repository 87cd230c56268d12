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

/** Instrumentation scope of everything that the server measures. */
export const SCOPE = 'kms-otlp-testbed/reference-server';
export const EXPORT_TIMEOUT_MS = 10_000;

export interface MetricPipelineOptions {
  readonly url: string;
  readonly intervalMs: number;
  readonly version: string;
  readonly resource: Resource;
  readonly health: ExportHealth;
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

/** Cumulative metrics over OTLP/gRPC, the first after one interval. No connection before the first push. */
export const startMetricPipeline = (options: MetricPipelineOptions): MetricPipeline => {
  const { url, intervalMs, version, resource, health } = options;
  const otlp = new OTLPMetricExporter({
    url,
    timeoutMillis: EXPORT_TIMEOUT_MS,
    temporalityPreference: AggregationTemporality.CUMULATIVE,
  });
  const reader = new PeriodicExportingMetricReader({
    exporter: new CustodyExporter(options.exporter(otlp), health),
    exportIntervalMillis: intervalMs,
    exportTimeoutMillis: Math.min(EXPORT_TIMEOUT_MS, intervalMs),
  });
  const provider = new MeterProvider({ resource, readers: [reader] });
  return {
    meter: provider.getMeter(SCOPE, version),
    push: () => provider.forceFlush(),
    stop: () => provider.shutdown(),
  };
};
