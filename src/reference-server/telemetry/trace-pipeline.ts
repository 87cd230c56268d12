import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import type { Resource } from '@opentelemetry/resources';
import { BatchSpanProcessor, type ReadableSpan, type SpanExporter } from '@opentelemetry/sdk-trace';
import type { Clock } from './clock.ts';
import type { ExportHealth } from './export-health.ts';
import { SCOPE } from './metric-pipeline.ts';
import { exporterConfig, type PushConnection } from './push-connection.ts';
import { recordedTracing } from './recorded-tracing.ts';
import type { Tracing } from './tracing.ts';

/** ExportResultCode.SUCCESS of @opentelemetry/core, which the SDK does not export again. */
const SUCCESS = 0;

export interface TracePipeline {
  readonly tracing: Tracing;
  /** Sends what is left. */
  stop(): Promise<void>;
}

/** Spans in batches over OTLP/gRPC. */
export const startTracePipeline = (
  connection: PushConnection,
  version: string,
  resource: Resource,
  health: ExportHealth,
  clock: Clock,
): TracePipeline => {
  const exporter = new OTLPTraceExporter(exporterConfig(connection));
  const batches = new BatchSpanProcessor({ exporter: watched(exporter, health) });
  const instrumentationScope = { name: SCOPE, version };
  const ended = (span: ReadableSpan): void => batches.onEnd(span);
  return {
    tracing: recordedTracing({ resource, instrumentationScope, ended }, clock),
    stop: () => batches.shutdown(),
  };
};

/** Tells `health` how each export fares; the processor could do no more with a failure than log it. */
const watched = (exporter: SpanExporter, health: ExportHealth): SpanExporter => ({
  export: (spans, done) =>
    exporter.export(spans, (result) => {
      if (result.code === SUCCESS) health.succeeded();
      else health.failed(result.error?.message ?? 'no reason given');
      done({ code: SUCCESS });
    }),
  forceFlush: async () => exporter.forceFlush?.(),
  shutdown: () => exporter.shutdown(),
});
