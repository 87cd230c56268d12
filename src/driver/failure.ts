import { enumerationCode, enumerationName } from '../kmip/tables.ts';

/** How an operation failed: by KMIP's own word where the answer gives one. */
export interface Failure {
  /** OASIS name of the ResultReason, or "HTTP 500" where the answer tells no more. */
  readonly reason: string;
  readonly message: string;
}

/** KMIP 2.x calls an unknown identifier ObjectNotFound, KMIP 1.x and many servers ItemNotFound: one kind of failure. */
export const kindOfFailure = (reason: string): string =>
  reason === 'ItemNotFound' ? 'ObjectNotFound' : reason;

/** Reads the failure of a bare operation from the HTTP status and its plain text ("Item_Not_Found: ..."). */
export function bareFailure(status: number, body: string): Failure {
  const word = /^([A-Za-z0-9_]+):/.exec(body)?.[1];
  const named = word === undefined ? undefined : reasonName(word);
  return {
    reason: kindOfFailure(named ?? BY_STATUS[status] ?? `HTTP ${status}`),
    message: body.slice(0, 500),
  };
}

/** facts of the HTTP binding: a missing permission is 401, an unknown operation 404. */
const BY_STATUS: Readonly<Record<number, string>> = { 401: 'PermissionDenied', 404: 'OperationNotSupported' };

function reasonName(word: string): string | undefined {
  try {
    return enumerationName('ResultReason', enumerationCode('ResultReason', word));
  } catch {
    return undefined;
  }
}
