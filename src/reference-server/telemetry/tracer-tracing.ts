import { ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import {
  ATTR_ERROR_TYPE,
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_NETWORK_PROTOCOL_NAME,
} from '@opentelemetry/semantic-conventions';
import type { ParentSpan, Tracing } from './tracing.ts';

const FIRST_SERVER_ERROR = 500;

/** One server span for each HTTP request and each message without HTTP, with a child span for each KMIP operation. */
export const tracerTracing = (tracer: Tracer): Tracing => {
  const server = (name: string, attributes: Readonly<Record<string, string>>): Span =>
    tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, ROOT_CONTEXT);
  return {
    request: (method, route) => {
      const span = server(`${method} ${route}`, {
        [ATTR_HTTP_REQUEST_METHOD]: method,
        [ATTR_HTTP_ROUTE]: route,
      });
      return {
        ...parentOf(tracer, span),
        end: (status) => {
          if (status !== undefined) span.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, status);
          end(span, status !== undefined && status < FIRST_SERVER_ERROR);
        },
      };
    },
    message: () => {
      const span = server('KMIP', { [ATTR_NETWORK_PROTOCOL_NAME]: 'kmip' });
      return { ...parentOf(tracer, span), end: (answered) => end(span, answered) };
    },
  };
};

const end = (span: Span, isWell: boolean): void => {
  if (!isWell) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
};

const parentOf = (tracer: Tracer, span: Span): ParentSpan => {
  const inside = trace.setSpan(ROOT_CONTEXT, span);
  return {
    operation: (name) => {
      const child = tracer.startSpan(name, { kind: SpanKind.INTERNAL }, inside);
      return {
        end: (failure) => {
          if (failure !== undefined) child.setAttribute(ATTR_ERROR_TYPE, failure);
          end(child, failure === undefined);
        },
      };
    },
  };
};
