/** Status codes of gRPC that a call can be refused with, by name: number. https://grpc.io/docs/guides/status-codes/ */
export const STATUS_CODES = {
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  DATA_LOSS: 15,
  UNAUTHENTICATED: 16,
} as const;

export type StatusName = keyof typeof STATUS_CODES;

/** What a collector over TLS can show that a client must turn away from, or not be able to answer. */
export const CERTIFICATES = [
  'expired',
  'not-yet-valid',
  'unknown-authority',
  'self-signed',
  'wrong-host',
  'client-demanded',
] as const;

export type CertificateVariant = (typeof CERTIFICATES)[number];

/** What becomes of one call; of a certificate: of one connection. Times in milliseconds. */
export type Step =
  | { readonly kind: 'ok' }
  /** Refused; with RetryInfo where there is `retryAfterMs`. */
  | { readonly kind: 'status'; readonly status: StatusName; readonly retryAfterMs: number | undefined }
  /** Taken, with partial_success: so many points rejected; 0 = a warning only. */
  | { readonly kind: 'partial'; readonly rejected: number }
  /** Taken, and answered so much later. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Read and never answered. */
  | { readonly kind: 'black-hole' }
  /** The connection is reset (TCP RST) with the call unanswered. */
  | { readonly kind: 'reset' }
  /** Taken and answered, and the connection is told to go away (HTTP/2 GOAWAY). */
  | { readonly kind: 'goaway' }
  /** Taken, and answered with more than a client should read. */
  | { readonly kind: 'oversize' }
  /** The next connection is shown this; open ones are cut first. */
  | { readonly kind: 'certificate'; readonly variant: CertificateVariant };

export const OK: Step = { kind: 'ok' };

/** The step as a line of a script. */
export function describeStep(step: Step): string {
  switch (step.kind) {
    case 'status':
      return step.retryAfterMs === undefined
        ? step.status
        : `${step.status} retry-after ${seconds(step.retryAfterMs)}`;
    case 'partial':
      return `partial ${step.rejected} rejected`;
    case 'delay':
      return `delay ${seconds(step.ms)}`;
    case 'certificate':
      return `certificate ${step.variant}`;
    default:
      return step.kind;
  }
}

const seconds = (ms: number): string => `${ms / 1000}s`;
