import type { EpochRecord } from './record.ts';
import { seriesOf, wholeTotal } from './state.ts';
import { viewOf } from './view.ts';

/** By how much the database operations grew up to the last observation but one, and up to the last. */
export function databaseGrowth(record: EpochRecord): {
  readonly once: bigint | undefined;
  readonly repeated: bigint | undefined;
} {
  const totals = viewOf(record).moments.map(({ state }) =>
    wholeTotal(seriesOf(state, 'kms.database.operations.total')),
  );
  const [before, between, after] = totals.slice(-3);
  return { once: difference(before, between), repeated: difference(between, after) };
}

const difference = (from: bigint | undefined, to: bigint | undefined): bigint | undefined =>
  from === undefined || to === undefined ? undefined : to - from;
