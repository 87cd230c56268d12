/** The receiver's port cannot be had; the sentence says where, why and what to do. */
export class ListenError extends Error {
  /** The system's word, for example "EADDRINUSE". */
  readonly code: string;

  constructor(message: string, code: string, cause: unknown) {
    super(message, { cause });
    this.name = 'ListenError';
    this.code = code;
  }
}

const REASONS: ReadonlyMap<string, string> = new Map([
  [
    'EADDRINUSE',
    'the port is in use. Stop the program that holds it, or choose another port (0 takes a free one)',
  ],
  ['EACCES', 'the port is reserved. Choose one above 1023 (0 takes a free one)'],
  [
    'EADDRNOTAVAIL',
    'no network interface of this machine has that address. Choose 127.0.0.1, or 0.0.0.0 for all',
  ],
  ['ERR_SOCKET_BAD_PORT', 'there is no such port. Choose one between 0 (a free one) and 65535'],
  ['ENOTFOUND', 'the host name is not known. Choose 127.0.0.1, or 0.0.0.0 for all interfaces'],
]);

export function listenError(host: string, port: number, cause: unknown): ListenError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  const reason = REASONS.get(code) ?? (cause instanceof Error ? cause.message : String(cause));
  return new ListenError(`Cannot listen for OTLP on ${host}:${port} (${code}): ${reason}.`, code, cause);
}
