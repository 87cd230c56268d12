import type { Meter } from '@opentelemetry/api';
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { Hsm } from './hsm/hsm.ts';
import type { LogStream } from './log/logger.ts';
import type { Store } from './store/store.ts';
import { MOST_POINTS_PER_EXPORT } from './telemetry/batch-size.ts';
import { type Clock, systemClock } from './telemetry/clock.ts';
import type { PushConnection } from './telemetry/push-connection.ts';
import type { Recorder } from './telemetry/recorder.ts';
import type { RetryPolicy } from './telemetry/retry-policy.ts';

/** Where a part of the server can be wrapped or replaced from outside, by tests above all. */
export interface Seams {
  readonly store: (store: Store) => Store;
  readonly hsm: (hsm: Hsm) => Hsm;
  readonly recorder: (recorder: Recorder) => Recorder;
  readonly meter: (meter: Meter) => Meter;
  readonly metricExporter: (exporter: PushMetricExporter) => PushMetricExporter;
  /** When an export is sent again. */
  readonly retryPolicy: (policy: RetryPolicy) => RetryPolicy;
  /** Where telemetry goes, as whom, and whether the collector's certificate is checked. */
  readonly pushConnection: (connection: PushConnection) => PushConnection;
  /** Points in one request at most; a bigger collection is sent in parts. */
  readonly mostPointsPerExport: number;
  readonly clock: Clock;
  /** Where the log lines go. */
  readonly log: LogStream;
}

const asItIs = <T>(part: T): T => part;

export const noSeams: Seams = {
  store: asItIs,
  hsm: asItIs,
  recorder: asItIs,
  meter: asItIs,
  metricExporter: asItIs,
  retryPolicy: asItIs,
  pushConnection: asItIs,
  mostPointsPerExport: MOST_POINTS_PER_EXPORT,
  clock: systemClock,
  log: process.stdout,
};
