import type { Finding, Ruling } from './finding.ts';
import { judge } from './judge.ts';
import type { EpochRecord } from './record.ts';

/** Ids of the checks that are red, sorted. */
export const redIn = (rulings: readonly Ruling[]): readonly string[] =>
  [...new Set(rulings.filter(({ kind }) => kind === 'finding').map(({ check }) => check))].sort();

/** Ids of the checks that were put to the test, sorted. */
export const exercisedIn = (rulings: readonly Ruling[]): readonly string[] =>
  [...new Set(rulings.filter(({ kind }) => kind === 'exercised').map(({ check }) => check))].sort();

export const findingsFor = (check: string, rulings: readonly Ruling[]): readonly (Ruling & Finding)[] =>
  rulings.flatMap((ruling) => (ruling.kind === 'finding' && ruling.check === check ? [ruling] : []));

/** Sentences of the findings against one check. */
export const sentences = (check: string, record: EpochRecord): readonly string[] =>
  findingsFor(check, judge(record)).map(({ message }) => message);

export const isRed = (check: string, record: EpochRecord): boolean => sentences(check, record).length > 0;

/** "passed", "failed" or "not seen": what this record alone says of a check. */
export function stateOf(check: string, record: EpochRecord): string {
  const own = judge(record).filter((ruling) => ruling.check === check);
  if (own.some(({ kind }) => kind === 'finding')) return 'failed';
  return own.length > 0 ? 'passed' : 'not seen';
}
