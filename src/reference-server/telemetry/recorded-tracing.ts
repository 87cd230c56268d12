import type { Attributes } from '@opentelemetry/api';
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_NETWORK_PROTOCOL_NAME,
} from '@opentelemetry/semantic-conventions';
import type { Clock } from './clock.ts';
import { SpanRecord, type SpanSink } from './span-record.ts';
import type { OperationSpan, Tracing } from './tracing.ts';

const FIRST_SERVER_ERROR = 500;
const MESSAGE_ATTRIBUTES: Attributes = Object.freeze({ [ATTR_NETWORK_PROTOCOL_NAME]: 'kmip' });

/** One server span for each HTTP request and each message without HTTP, with a child span for each KMIP operation. */
export const recordedTracing = (sink: SpanSink, clock: Clock): Tracing => {
  const server = (name: string, attributes: Attributes) => {
    // All spans of one request are timed by one reading of the wall clock: none lies outside of its parent.
    const wallMs = clock.nowMs() - clock.monotonicMs();
    const nowMs = (): number => wallMs + clock.monotonicMs();
    const span = new SpanRecord(sink, name, nowMs(), { attributes });
    const operation = (of: string): OperationSpan => {
      const child = new SpanRecord(sink, of, nowMs(), { parent: span.spanContext() });
      return {
        end: (failure) => {
          if (failure !== undefined) child.attributes = { [ATTR_ERROR_TYPE]: failure };
          child.end(nowMs(), failure === undefined);
        },
      };
    };
    return { span, operation, nowMs };
  };
  return {
    request: (method, route) => {
      const attributes = { [ATTR_HTTP_REQUEST_METHOD]: method, [ATTR_HTTP_ROUTE]: route };
      const { span, operation, nowMs } = server(`${method} ${route}`, attributes);
      return {
        operation,
        end: (status) => {
          if (status !== undefined)
            span.attributes = { ...attributes, [ATTR_HTTP_RESPONSE_STATUS_CODE]: status };
          span.end(nowMs(), status !== undefined && status < FIRST_SERVER_ERROR);
        },
      };
    },
    message: () => {
      const { span, operation, nowMs } = server('KMIP', MESSAGE_ATTRIBUTES);
      return { operation, end: (answered) => span.end(nowMs(), answered) };
    },
  };
};
