import type { Entry } from '../../ledger/entry.ts';
import { GrantModel } from '../../ledger/grants.ts';
import { RequestRules } from '../../ledger/request-rules.ts';
import { momentOf, StoreModel } from '../../ledger/store-rules.ts';
import type { Contribution } from '../../ledger/tally.ts';
import type { EpochRecord } from '../record.ts';
import { remembered } from '../remembered.ts';
import { describeSeries } from '../sample.ts';
import type { Renaming } from '../split.ts';
import { renamed } from './series.ts';

/** Which entries move an instrument, and of these only those that move the one series where it is known. */
export function movers(
  record: EpochRecord,
  instrument: string,
  series: string | undefined,
  renaming: Renaming,
): readonly number[] {
  const moves = record.entries.map((entry) => movesOf(record).get(entry) ?? []);
  const own = [...record.entries.keys()].filter((index) =>
    isMovedBy(instrument, record.entries[index], moves[index] ?? []),
  );
  const ofSeries = own.filter((index) =>
    moves[index]?.some(
      (one) =>
        one.instrument === instrument && describeSeries(instrument, renamed(one.labels, renaming)) === series,
    ),
  );
  return ofSeries.length > 0 ? ofSeries : own;
}

/** What each entry adds to which series, given what came before it. */
const movesOf: (record: EpochRecord) => ReadonlyMap<Entry, readonly Contribution[]> = remembered(
  ({ setting, entries }) => {
    const requests = new RequestRules(setting.contract);
    const grants = new GrantModel(setting.contract);
    const store = new StoreModel(setting);
    return new Map(
      entries
        .toSorted((a, b) => momentOf(a) - momentOf(b))
        .map((entry) => [
          entry,
          [...requests.contributionsOf(entry), ...grants.apply(entry), ...store.apply(entry)],
        ]),
    );
  },
);

/** Object counts follow from effects, users from who asked: these are in no contribution. */
function isMovedBy(instrument: string, entry: Entry | undefined, moves: readonly Contribution[]): boolean {
  switch (instrument) {
    case 'kms.objects.total':
    case 'kms.keys.active.count':
      return (
        entry?.operations.some(({ effects }) =>
          effects.some(({ kind }) => kind !== 'used' && kind !== 'hsm'),
        ) ?? false
      );
    case 'kms.active.users':
      return (entry?.operations.length ?? 0) > 0;
    case 'kms.database.operation.duration':
      return moves.some((move) => move.instrument === 'kms.database.operations.total');
    default:
      return moves.some((move) => move.instrument === instrument);
  }
}
