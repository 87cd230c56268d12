/** What the parts of the server tell the traces. No text of a client ever gets into a span. */
export interface Tracing {
  request(method: string, route: string): RequestSpan;
  /** A KMIP message that comes without HTTP around it. */
  message(): MessageSpan;
}

/** What KMIP operations are part of. */
export interface ParentSpan {
  operation(name: string): OperationSpan;
}

/** One HTTP request, from its head to its end. */
export interface RequestSpan extends ParentSpan {
  /** `status` is undefined when no answer was sent. */
  end(status: number | undefined): void;
}

/** One message, from its head until its answer is sent. */
export interface MessageSpan extends ParentSpan {
  end(answered: boolean): void;
}

/** One KMIP operation within a request or message. */
export interface OperationSpan {
  /** `failure` is the reason given to the client. */
  end(failure: string | undefined): void;
}

const nothing = (): void => undefined;
const noOperationSpan: OperationSpan = { end: nothing };
const noParentSpan = { operation: () => noOperationSpan, end: nothing };

/** Telemetry is off. */
export const noTracing: Tracing = { request: () => noParentSpan, message: () => noParentSpan };
