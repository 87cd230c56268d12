import { CATALOGUE } from '../catalogue/catalogue.ts';
import { ELSEWHERE, NOT_HERE } from '../catalogue/elsewhere.ts';
import type { Row } from '../catalogue/row.ts';
import type { Kill, Outcome } from '../kill.ts';

/** How a row of the catalogue stands: what became of its faults, or why it has none here. */
export interface Standing {
  readonly row: Row;
  /** Planted faults by what became of them. */
  readonly outcomes: ReadonlyMap<Outcome, number>;
  /** Checks that are meant to catch it. */
  readonly checks: readonly string[];
  /** Where it is planted instead, or why nowhere. */
  readonly note: string | undefined;
}

export function standingsOf(kills: readonly Kill[]): readonly Standing[] {
  const byRow = Map.groupBy(kills, ({ fault }) => fault.of ?? '');
  return [...CATALOGUE.values()].map((row) => {
    const own = byRow.get(row.id) ?? [];
    const groups = Map.groupBy(own, ({ outcome }) => outcome);
    return {
      row,
      outcomes: new Map([...groups].map(([outcome, all]) => [outcome, all.length])),
      checks: [...new Set(own.map(({ fault }) => patternOf(fault.expects)))],
      note: noteOf(row.id),
    };
  });
}

const noteOf = (id: string): string | undefined => {
  const elsewhere = ELSEWHERE[id];
  if (elsewhere === undefined) return NOT_HERE[id];
  return 'fault' in elsewhere ? `planted as ${elsewhere.fault}` : `planted in ${elsewhere.file}`;
};

/** The same aspect of all instruments is one pattern. */
const patternOf = (check: string): string => check.replace(/^kms\.[a-z_.]+\//, '<instrument>/');
