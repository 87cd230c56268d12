import { createHash } from 'node:crypto';
import type { Contract } from '../contract/contract.ts';

/** SHA-256 of everything that a contract promises, in hexadecimal: the same for the same promises, however written. */
export const contractHash = (contract: Contract): string =>
  createHash('sha256')
    .update(JSON.stringify(canonical(contract)))
    .digest('hex');

function canonical(value: unknown): unknown {
  if (value instanceof Map) return canonical(Object.fromEntries(value));
  if (value instanceof Set) return [...value].sort();
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, canonical(item)]),
  );
}
