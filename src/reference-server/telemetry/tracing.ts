/** What the parts of the server tell the traces. No text of a client ever gets into a span. */
export interface Tracing {
  request(method: string, route: string): RequestSpan;
}

/** One HTTP request, from its head to its end. */
export interface RequestSpan {
  operation(name: string): OperationSpan;
  /** `status` is undefined when no answer was sent. */
  end(status: number | undefined): void;
}

/** One KMIP operation within a request. */
export interface OperationSpan {
  /** `failure` is the reason given to the client. */
  end(failure: string | undefined): void;
}

const nothing = (): void => undefined;
const noOperationSpan: OperationSpan = { end: nothing };
const noRequestSpan: RequestSpan = { operation: () => noOperationSpan, end: nothing };

/** Telemetry is off. */
export const noTracing: Tracing = { request: () => noRequestSpan };
