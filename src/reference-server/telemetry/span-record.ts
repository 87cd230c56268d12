import {
  type Attributes,
  type HrTime,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
} from '@opentelemetry/api';
import { RandomIdGenerator, type ReadableSpan } from '@opentelemetry/sdk-trace';

/** Where spans go that have ended, and what all of them share. */
export interface SpanSink extends Pick<ReadableSpan, 'resource' | 'instrumentationScope'> {
  ended(span: ReadableSpan): void;
}

const NO_TIME: HrTime = [0, 0];
const NO_ATTRIBUTES: Attributes = Object.freeze({});
const NO_LINKS: ReadableSpan['links'] = [];
const NO_EVENTS: ReadableSpan['events'] = [];
const UNSET = Object.freeze({ code: SpanStatusCode.UNSET });
const ERROR = Object.freeze({ code: SpanStatusCode.ERROR });

const ids = new RandomIdGenerator();

const hrTime = (unixMs: number): HrTime => {
  const seconds = Math.floor(unixMs / 1000);
  return [seconds, Math.floor((unixMs - seconds * 1000) * 1e6)];
};

/**
 * A span as the exporters of the SDK read it. Its tracer would do the same with several times as many objects, for
 * samplers, limits, links and events that this server has none of: half of what all its telemetry costs a request.
 */
export class SpanRecord implements ReadableSpan {
  readonly name: string;
  readonly kind: SpanKind;
  readonly parentSpanContext?: SpanContext;
  readonly links = NO_LINKS;
  readonly events = NO_EVENTS;
  readonly droppedAttributesCount = 0;
  readonly droppedEventsCount = 0;
  readonly droppedLinksCount = 0;
  readonly startTime: HrTime;
  attributes: Attributes;
  endTime = NO_TIME;
  ended = false;
  status: ReadableSpan['status'] = UNSET;
  readonly #sink: SpanSink;
  readonly #context: SpanContext;

  constructor(
    sink: SpanSink,
    name: string,
    startUnixMs: number,
    { parent, attributes }: { readonly parent?: SpanContext; readonly attributes?: Attributes },
  ) {
    this.#sink = sink;
    this.name = name;
    this.kind = parent === undefined ? SpanKind.SERVER : SpanKind.INTERNAL;
    if (parent !== undefined) this.parentSpanContext = parent;
    this.#context = {
      traceId: parent?.traceId ?? ids.generateTraceId(),
      spanId: ids.generateSpanId(),
      traceFlags: TraceFlags.SAMPLED,
    };
    this.startTime = hrTime(startUnixMs);
    this.attributes = attributes ?? NO_ATTRIBUTES;
  }

  readonly spanContext = (): SpanContext => this.#context;

  get resource(): SpanSink['resource'] {
    return this.#sink.resource;
  }

  get instrumentationScope(): SpanSink['instrumentationScope'] {
    return this.#sink.instrumentationScope;
  }

  get duration(): HrTime {
    const [seconds, nanoseconds] = this.startTime;
    const [endSeconds, endNanoseconds] = this.endTime;
    const more = endNanoseconds - nanoseconds;
    return more < 0 ? [endSeconds - seconds - 1, more + 1e9] : [endSeconds - seconds, more];
  }

  /** Hands the span over; nothing of it changes after. */
  end(endUnixMs: number, isWell: boolean): void {
    if (!isWell) this.status = ERROR;
    this.endTime = hrTime(endUnixMs);
    this.ended = true;
    this.#sink.ended(this);
  }
}
