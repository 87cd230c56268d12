import type { Bounds } from '../ledger/bounds.ts';

/** What a wrong number looks like, in brackets: the words that lead to its cause. */
export function describeDifference(expected: Bounds, received: bigint): string {
  const { min, max } = expected;
  if (min !== max) return '';
  if (received === 0n) return ' (did not move)';
  if (min !== 0n && received === 2n * min) return ' (twice as much)';
  if (min !== 0n && received % min === 0n && received / min > 0n) return ` (${received / min} times as much)`;
  const difference = received - min;
  return difference > 0n ? ` (${difference} too many)` : ` (${-difference} too few)`;
}
