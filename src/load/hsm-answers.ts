import { type Entry, timesOf } from '../ledger/entry.ts';

/** KMIP's word for a device that does not work; nothing else in a load is answered with it. */
const BROKEN = 'GeneralFailure';

/** Answers that say that the HSM refused. */
export const refusedByHsm = (entries: readonly Entry[]): bigint =>
  entries
    .filter(({ outcome }) => outcome.kind === 'answered')
    .reduce((sum, entry) => {
      const failed = entry.operations.filter(({ failure }) => failure === BROKEN).length;
      return sum + BigInt(failed) * timesOf(entry);
    }, 0n);
