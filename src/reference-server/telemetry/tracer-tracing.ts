import { ROOT_CONTEXT, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
} from '@opentelemetry/semantic-conventions';
import type { Tracing } from './tracing.ts';

const FIRST_SERVER_ERROR = 500;

/** One server span for each HTTP request, with a child span for each KMIP operation. */
export const tracerTracing = (tracer: Tracer): Tracing => ({
  request: (method, route) => {
    const attributes = { [ATTR_HTTP_REQUEST_METHOD]: method, [ATTR_HTTP_ROUTE]: route };
    const span = tracer.startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, ROOT_CONTEXT);
    const inside = trace.setSpan(ROOT_CONTEXT, span);
    return {
      operation: (name) => {
        const child = tracer.startSpan(name, { kind: SpanKind.INTERNAL }, inside);
        return {
          end: (failure) => {
            if (failure !== undefined) {
              child.setAttribute(ATTR_ERROR_TYPE, failure);
              child.setStatus({ code: SpanStatusCode.ERROR });
            }
            child.end();
          },
        };
      },
      end: (status) => {
        if (status !== undefined) span.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, status);
        if (status === undefined || status >= FIRST_SERVER_ERROR)
          span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      },
    };
  },
});
