import {
  AggregationTemporality,
  type PushMetricExporter,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import { reasonOf } from '../log/reason.ts';
import type { ExportHealth } from './export-health.ts';

type Done = Parameters<PushMetricExporter['export']>[1];
type Result = Parameters<Done>[0];

/** ExportResultCode of @opentelemetry/core, which the SDK does not export again. */
const SUCCESS = 0;
const FAILED = 1;

/**
 * Takes every collection into custody at once and sends one at a time, as the metrics SDK specification demands of a
 * periodic reader: the SDK's own reader stops waiting for a slow collector after one interval and sends beside it.
 * While one is under way the newest collection waits in place of an older one, which it contains: counts are
 * cumulative. How the exports fare is told to `health`; the reader could do no more with a failure than log it.
 */
export class CustodyExporter implements PushMetricExporter {
  readonly #exporter: PushMetricExporter;
  readonly #health: ExportHealth;
  #waiting: ResourceMetrics | undefined;
  #underWay: Promise<void> | undefined;

  constructor(exporter: PushMetricExporter, health: ExportHealth) {
    this.#exporter = exporter;
    this.#health = health;
  }

  export(metrics: ResourceMetrics, done: Done): void {
    this.#waiting = metrics;
    this.#underWay ??= this.#sendWaiting();
    done({ code: SUCCESS });
  }

  selectAggregationTemporality: NonNullable<PushMetricExporter['selectAggregationTemporality']> = (type) =>
    this.#exporter.selectAggregationTemporality?.(type) ?? AggregationTemporality.CUMULATIVE;

  async forceFlush(): Promise<void> {
    await this.#underWay;
    await this.#exporter.forceFlush();
  }

  async shutdown(): Promise<void> {
    await this.#underWay;
    await this.#exporter.shutdown();
  }

  async #sendWaiting(): Promise<void> {
    while (this.#waiting !== undefined) {
      const metrics = this.#waiting;
      this.#waiting = undefined;
      const result = await this.#send(metrics);
      if (result.code === SUCCESS) this.#health.succeeded();
      else this.#health.failed(result.error?.message ?? 'no reason given');
    }
    this.#underWay = undefined;
  }

  #send(metrics: ResourceMetrics): Promise<Result> {
    return new Promise((resolve) => {
      try {
        this.#exporter.export(metrics, resolve);
      } catch (error) {
        resolve({ code: FAILED, error: new Error(reasonOf(error)) });
      }
    });
  }
}
