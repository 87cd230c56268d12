import type { Entry } from '../../ledger/entry.ts';
import { GrantModel } from '../../ledger/grants.ts';
import { describeLabels } from '../../ledger/label-text.ts';
import { RequestRules } from '../../ledger/request-rules.ts';
import { momentOf, StoreModel } from '../../ledger/store-rules.ts';
import type { Contribution } from '../../ledger/tally.ts';
import type { EpochRecord } from '../record.ts';
import { rememberedByName } from '../remembered.ts';
import { seriesText } from '../sample.ts';
import type { View } from '../view.ts';
import { renamed, renamingIn } from './series.ts';

/** Which entries move an instrument, and of these only those that move the one series where it is known. */
export function movers(view: View, instrument: string, series: string | undefined): readonly number[] {
  const { own, bySeries } = movesIn(view, instrument);
  return bySeries.get(series ?? '') ?? own;
}

interface Moves {
  /** Indices of entries, in order. */
  readonly own: readonly number[];
  /** By the series as the target words it. */
  readonly bySeries: ReadonlyMap<string, readonly number[]>;
}

/** What a run that is over did to one instrument. */
const movesIn = rememberedByName((view: View, instrument: string): Moves => {
  const own: number[] = [];
  const bySeries = new Map<string, number[]>();
  const wordsOf = wording(view, instrument);
  for (const [index, moves] of movesOf(view.record).entries()) {
    if (isMovedBy(instrument, view.record.entries[index], moves)) own.push(index);
    const all = new Set(moves.filter((one) => one.instrument === instrument).map(wordsOf));
    for (const series of all) {
      const known = bySeries.get(series);
      if (known === undefined) bySeries.set(series, [index]);
      else known.push(index);
    }
  }
  return { own, bySeries };
});

function wording(view: View, instrument: string): (one: Contribution) => string {
  const renaming = renamingIn(view, instrument);
  const isRenamed = [...renaming.values()].some(({ size }) => size > 0);
  return ({ labels, text }) =>
    seriesText(instrument, isRenamed ? describeLabels(renamed(labels, renaming)) : text);
}

/** What each entry adds to which series, given what came before it; in the order of the entries. */
function movesOf({ setting, entries }: EpochRecord): readonly (readonly Contribution[])[] {
  const requests = new RequestRules(setting.contract);
  const grants = new GrantModel(setting.contract);
  const store = new StoreModel(setting);
  const moves: (readonly Contribution[])[] = entries.map(() => []);
  const inOrder = [...entries.entries()].sort(([, a], [, b]) => momentOf(a) - momentOf(b));
  for (const [index, entry] of inOrder)
    moves[index] = [...requests.contributionsOf(entry), ...grants.apply(entry), ...store.apply(entry)];
  return moves;
}

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
