import { randomUUID } from 'node:crypto';
import type { Meter } from '@opentelemetry/api';
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { Logger } from '../log/logger.ts';
import { reasonOf } from '../log/reason.ts';
import { redactUrl } from '../log/redact.ts';
import { ExportHealth } from './export-health.ts';
import type { Observed } from './meter-recorder.ts';
import { noRecorder } from './no-recorder.ts';
import type { PushConnection } from './push-connection.ts';
import type { Recorder } from './recorder.ts';
import { type RetryPolicy, retryPolicy } from './retry-policy.ts';
import { noTracing, type Tracing } from './tracing.ts';

/**
 * A collector that does not answer holds the end of the process no longer than this: long enough for the push under way
 * and the last one where each takes two seconds.
 */
const LAST_PUSH_LIMIT_MS = 4_000;

export interface Telemetry {
  readonly recorder: Recorder;
  readonly tracing: Tracing;
  /** The server is ready: one push at once, so that a collector sees it without waiting for the interval. */
  announce(): void;
  /** The last push, then nothing more. */
  stop(): Promise<void>;
}

export interface TelemetryOptions {
  readonly url: string | undefined;
  /** Beside the URL; headers of all signals. */
  readonly connection: Omit<PushConnection, 'url'>;
  readonly metricsHeaders: PushConnection['headers'];
  readonly tracesHeaders: PushConnection['headers'];
  readonly intervalMs: number;
  readonly environment: string;
  readonly version: string;
  readonly observed: Observed;
  readonly logger: Logger;
  readonly meter: (meter: Meter) => Meter;
  readonly metricExporter: (exporter: PushMetricExporter) => PushMetricExporter;
  readonly retryPolicy: (policy: RetryPolicy) => RetryPolicy;
  readonly mostPointsPerExport: number;
  readonly pushConnection: (connection: PushConnection) => PushConnection;
}

/** Without a URL nothing of OpenTelemetry is loaded and no connection is ever attempted. */
export const startTelemetry = async (options: TelemetryOptions): Promise<Telemetry> =>
  options.url === undefined ? telemetryOff : start(options, options.url);

const telemetryOff: Telemetry = {
  recorder: noRecorder,
  tracing: noTracing,
  announce: () => undefined,
  stop: async () => undefined,
};

const start = async (options: TelemetryOptions, url: string): Promise<Telemetry> => {
  const { version, environment, logger, observed } = options;
  const { startMetricPipeline } = await import('./metric-pipeline.ts');
  const { startTracePipeline } = await import('./trace-pipeline.ts');
  const { serverResource } = await import('./resource.ts');
  const { logSdkWarnings } = await import('./sdk-log.ts');
  const { meterRecorder } = await import('./meter-recorder.ts');
  const { forgetHeaderVariables, sentHeaders } = await import('./push-connection.ts');
  logSdkWarnings(logger, observed.clock.monotonicMs);
  const connectionWith = (headers: PushConnection['headers']): PushConnection =>
    options.pushConnection({
      ...options.connection,
      url,
      headers: { ...options.connection.headers, ...headers },
    });
  const connection = connectionWith(options.metricsHeaders);
  const { withheld } = sentHeaders(connection);
  if (withheld.length > 0)
    logger.warn('headers that are secret are not sent in clear text: give an https:// URL', {
      headers: withheld.join(', '),
    });
  forgetHeaderVariables(process.env);
  const resource = serverResource({ version, environment, instanceId: randomUUID() });
  const health = (signal: string) => new ExportHealth(signal, redactUrl(url), logger, observed.clock);
  const metrics = startMetricPipeline({
    connection,
    version,
    resource,
    intervalMs: options.intervalMs,
    mostPoints: options.mostPointsPerExport,
    retry: options.retryPolicy(retryPolicy(options.intervalMs, Math.random)),
    health: health('metrics'),
    exporter: options.metricExporter,
  });
  const traces = startTracePipeline(
    connectionWith(options.tracesHeaders),
    version,
    resource,
    health('traces'),
    observed.clock,
  );
  return {
    recorder: meterRecorder(options.meter(metrics.meter), observed),
    tracing: traces.tracing,
    announce: () => {
      metrics.push().catch((error: unknown) => logger.warn('start push failed', { reason: reasonOf(error) }));
    },
    stop: () => within(LAST_PUSH_LIMIT_MS, [metrics.stop(), traces.stop()]),
  };
};

const within = async (limitMs: number, work: readonly Promise<unknown>[]): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([Promise.allSettled(work), limit]);
  clearTimeout(timer);
};
