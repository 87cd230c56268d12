import { isDeepStrictEqual } from 'node:util';
import type { Contract } from '../src/contract/contract.ts';
import { judgeEpochs } from '../src/judge/judge.ts';
import type { EpochRecord } from '../src/judge/record.ts';
import type { Fault, WireFault } from './fault.ts';
import { instrumentFaults } from './wire/instrument-faults.ts';
import { originFaults } from './wire/origin-faults.ts';
import { streamFaults } from './wire/stream-faults.ts';
import { strictest } from './wire/strictest.ts';

/**
 * What became of one planted fault. killed: the check meant for it is red. misdiagnosed: only others are. survived: none
 * is. not covered: it never came into play. equivalent: nothing is wrong with it, and no check is red. false alarm:
 * nothing is wrong with it, and one is. broken off: the run ended without a verdict.
 */
export type Outcome =
  | 'killed'
  | 'misdiagnosed'
  | 'survived'
  | 'not covered'
  | 'equivalent'
  | 'false alarm'
  | 'broken off';

export interface Kill {
  readonly fault: Fault;
  readonly outcome: Outcome;
  /** Every check that is red. */
  readonly red: readonly string[];
  /** Why it is what it is, where more is known than what is red. */
  readonly reason?: string | undefined;
}

type Records = readonly (readonly EpochRecord[])[];

export const wireFaults = (contract: Contract): readonly WireFault[] => [
  ...contract.instruments.flatMap(instrumentFaults),
  ...originFaults,
  ...streamFaults,
];

/** Judges one recorded run again and again, each time with another fault in every export. */
export function wireBench(contract: Contract, records: Records): (fault: WireFault) => Kill {
  const strict = underContract(strictest(contract, records), records);
  const bySize = (all: Records) => all.toSorted((a, b) => exportsOf(a) - exportsOf(b));
  const [usual, strictly] = [bySize(records), bySize(strict)];
  return (fault) => killOnWire(fault, fault.strict ? strictly : usual);
}

const underContract = (contract: Contract, records: Records): Records =>
  records.map((epochs) => epochs.map((record) => ({ ...record, setting: { ...record.setting, contract } })));

/** Instance by instance, the smallest first, until it is caught; an instance that it leaves as it is tells nothing. */
function killOnWire(fault: WireFault, records: Records): Kill {
  const red = new Set<string>();
  let hasStruck = false;
  for (const epochs of records) {
    const planted = epochs.map(fault.apply);
    if (planted.every((record, index) => isTheSame(record, epochs[index]))) continue;
    hasStruck = true;
    for (const ruling of judgeEpochs(planted)) if (ruling.kind === 'finding') red.add(ruling.check);
    if (red.has(fault.expects) || (red.size > 0 && fault.equivalent !== undefined)) break;
  }
  return killOf(fault, [...red], hasStruck, fault.equivalent);
}

const exportsOf = (epochs: readonly EpochRecord[]): number =>
  epochs.reduce((sum, { exports }) => sum + exports.length, 0);

/** Up to the first export that differs. */
function isTheSame(a: EpochRecord, b: EpochRecord | undefined): boolean {
  if (b === undefined || a.exports.length !== b.exports.length) return false;
  if (!isDeepStrictEqual(a.wrongWays, b.wrongWays) || a.undecodable !== b.undecodable) return false;
  return a.exports.every((exported, index) => {
    const other = b.exports[index];
    return (
      exported === other ||
      (exported.raw === other?.raw &&
        (exported.request === other.request || isDeepStrictEqual(exported.request, other.request)) &&
        exported.issues === other.issues)
    );
  });
}

export function killOf(
  fault: Fault,
  checks: readonly string[],
  hasStruck: boolean,
  reason?: string,
  isEquivalent = reason !== undefined && hasStruck,
): Kill {
  const red = [...new Set(checks)].sort();
  const kill = (outcome: Outcome): Kill => ({ fault, outcome, red, reason });
  if (!hasStruck && red.length === 0) return kill('not covered');
  if (isEquivalent) return kill(red.length === 0 ? 'equivalent' : 'false alarm');
  if (red.includes(fault.expects)) return kill('killed');
  return kill(red.length > 0 ? 'misdiagnosed' : 'survived');
}
