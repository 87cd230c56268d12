import { createHash } from 'node:crypto';
import type { Contract } from '../contract/contract.ts';
import type { Entry, OperationFact } from './entry.ts';

/** The label of an operation: by the contract it may depend on the envelope that it came in. */
export function operationLabel(
  { operation, tag }: OperationFact,
  { bare }: Pick<Entry, 'bare'>,
  { labels, definitions }: Contract,
): string {
  if (bare && definitions.unknownOperations === 'as-sent') return tag ?? operation ?? labels.unknownOperation;
  const named = bare || labels.namedInMessages === undefined || labels.namedInMessages.has(operation ?? '');
  return named ? (operation ?? labels.unknownOperation) : labels.unknownOperation;
}

/** What tells failures apart. */
export const errorLabel = (failure: string, operation: string, { definitions }: Contract): string =>
  definitions.errorType === 'operation' ? operation : failure;

/** Half of these digits of a SHA-256 are its first 8 bytes. */
const HASH_DIGITS = 16;

export const userLabel = (user: string, { definitions }: Contract): string =>
  definitions.userLabel === 'sha256-16'
    ? createHash('sha256').update(user).digest('hex').slice(0, HASH_DIGITS)
    : user;
