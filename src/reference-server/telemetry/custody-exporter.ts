import {
  AggregationTemporality,
  type PushMetricExporter,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import { reasonOf } from '../log/reason.ts';
import { collectionKey } from './collection-key.ts';
import type { ExportHealth } from './export-health.ts';

type Done = Parameters<PushMetricExporter['export']>[1];
type Result = Parameters<Done>[0];

/** ExportResultCode of @opentelemetry/core, which the SDK does not export again. */
const SUCCESS = 0;
const FAILED = 1;

/**
 * Takes every collection into custody at once and sends one part of it at a time, as the metrics SDK specification
 * demands of a periodic reader: the SDK's own reader stops waiting for a slow collector after one interval and sends
 * beside it. A big collection comes in parts, which belong together: the one under way is sent to its end. Meanwhile
 * the newest waits in place of an older one, which it contains: counts are cumulative. How the exports fare is told to
 * `health`; the reader could do no more with a failure than log it.
 */
export class CustodyExporter implements PushMetricExporter {
  readonly #exporter: PushMetricExporter;
  readonly #health: ExportHealth;
  #sending: Collection = nothing;
  #waiting: Collection = nothing;
  #underWay: Promise<void> | undefined;

  constructor(exporter: PushMetricExporter, health: ExportHealth) {
    this.#exporter = exporter;
    this.#health = health;
  }

  export(metrics: ResourceMetrics, done: Done): void {
    const key = collectionKey(metrics);
    if (this.#underWay !== undefined && key === this.#sending.key) this.#sending.parts.push(metrics);
    else if (key === this.#waiting.key) this.#waiting.parts.push(metrics);
    else this.#waiting = { key, parts: [metrics] };
    this.#underWay ??= this.#sendAll();
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

  async #sendAll(): Promise<void> {
    for (let part = this.#next(); part !== undefined; part = this.#next()) {
      const result = await this.#send(part);
      if (result.code === SUCCESS) this.#health.succeeded();
      else this.#health.failed(result.error?.message ?? 'no reason given');
    }
    this.#underWay = undefined;
  }

  /** The rest of the collection under way, then the one that waits. */
  #next(): ResourceMetrics | undefined {
    if (this.#sending.parts.length === 0) {
      this.#sending = this.#waiting;
      this.#waiting = nothing;
    }
    return this.#sending.parts.shift();
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

/** The parts of one collection that are still to be sent. */
interface Collection {
  readonly key: string | undefined;
  readonly parts: ResourceMetrics[];
}

const nothing: Collection = { key: undefined, parts: [] };
