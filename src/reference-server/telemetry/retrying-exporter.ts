import type { PushMetricExporter, ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { reasonOf } from '../log/reason.ts';
import { retryDelayMs } from './retry-info.ts';
import type { PushFailure, RetryPolicy } from './retry-policy.ts';

type Done = Parameters<PushMetricExporter['export']>[1];
type Result = Parameters<Done>[0];

/** ExportResultCode of @opentelemetry/core, which the SDK does not export again. */
const SUCCESS = 0;
const FAILED = 1;

export interface RetryParts {
  readonly policy: RetryPolicy;
  /** Is told why an attempt failed that is followed by another. */
  readonly failed: (reason: string) => void;
}

/**
 * Sends the same export again where the protocol says so: the OTLP/gRPC exporter of the SDK makes one attempt and
 * hands on what gRPC said (measured; its transport never returns "retryable").
 */
export class RetryingExporter implements PushMetricExporter {
  readonly #exporter: PushMetricExporter;
  readonly #parts: RetryParts;
  #isStopping = false;
  #endPause: () => void = () => undefined;
  #underWay: Promise<unknown> = Promise.resolve();

  constructor(exporter: PushMetricExporter, parts: RetryParts) {
    this.#exporter = exporter;
    this.#parts = parts;
  }

  export(metrics: ResourceMetrics, done: Done): void {
    const sent = this.#send(metrics);
    this.#underWay = Promise.all([this.#underWay, sent]);
    void sent.then(done);
  }

  selectAggregationTemporality: NonNullable<PushMetricExporter['selectAggregationTemporality']> = (type) =>
    this.#exporter.selectAggregationTemporality?.(type) as ReturnType<
      NonNullable<PushMetricExporter['selectAggregationTemporality']>
    >;

  /** The server ends: nothing is waited for any more, and what comes has one attempt. */
  hurry(): void {
    this.#isStopping = true;
    this.#endPause();
  }

  async forceFlush(): Promise<void> {
    await this.#underWay;
    await this.#exporter.forceFlush();
  }

  async shutdown(): Promise<void> {
    this.hurry();
    await this.#underWay;
    await this.#exporter.shutdown();
  }

  async #send(metrics: ResourceMetrics): Promise<Result> {
    for (let attempts = 1; ; attempts += 1) {
      const result = await this.#attempt(metrics);
      if (result.code === SUCCESS) return result;
      const pauseMs = this.#isStopping ? undefined : this.#parts.policy(failureOf(result.error), attempts);
      if (pauseMs === undefined) return result;
      this.#parts.failed(result.error?.message ?? 'no reason given');
      await this.#pause(pauseMs);
      if (this.#isStopping) return result;
    }
  }

  async #pause(ms: number): Promise<void> {
    const over = Promise.withResolvers<void>();
    const timer = setTimeout(over.resolve, ms);
    this.#endPause = over.resolve;
    await over.promise;
    clearTimeout(timer);
  }

  #attempt(metrics: ResourceMetrics): Promise<Result> {
    return new Promise((resolve) => {
      try {
        this.#exporter.export(metrics, resolve);
      } catch (error) {
        resolve({ code: FAILED, error: new Error(reasonOf(error)) });
      }
    });
  }
}

/** What gRPC said, in an error of @grpc/grpc-js. */
const failureOf = (error: Error | undefined): PushFailure => {
  const { code, metadata } = (error ?? {}) as {
    readonly code?: unknown;
    readonly metadata?: { get?(name: string): readonly (string | Uint8Array)[] };
  };
  const [details] = metadata?.get?.('grpc-status-details-bin') ?? [];
  return {
    code: typeof code === 'number' ? code : undefined,
    retryAfterMs: details instanceof Uint8Array ? retryDelayMs(details) : undefined,
  };
};
