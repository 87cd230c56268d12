import { checkId } from '../../contract/checks.ts';
import type { Entry } from '../../ledger/entry.ts';
import { finding, type Ruling } from '../finding.ts';
import type { Moment } from '../moment.ts';
import { seriesOf, wholeTotal } from '../state.ts';
import type { Rule } from './rule.ts';

const INSTRUMENT = 'kms.active.connections';

/**
 * Where open connections count, idle ones included, how many there are is not known; held ones come on top of the
 * value that stood before, and leave it behind when they are released.
 */
export const connections: Rule = ({ contract, record, moments }) => {
  if (contract.definitions.connections !== 'open-connections') return [];
  let before: bigint | undefined;
  const rulings: Ruling[] = [];
  let wasHeld = false;
  for (const moment of moments) {
    const held = heldIn(record.entries.slice(0, moment.entryCount));
    const stands = valueAt(moment);
    if (stands === undefined) continue;
    if (before !== undefined && (held > 0n || wasHeld) && stands !== before + held) {
      rulings.push(
        finding(
          checkId(INSTRUMENT, 'value'),
          `${INSTRUMENT} must stand at ${before + held}, ${held} held connections on top of ${before}, but stands at ${stands}`,
        ),
      );
    }
    if (held === 0n) before = stands;
    wasHeld = held > 0n;
  }
  return rulings.slice(0, 1);
};

const heldIn = (entries: readonly Entry[]): bigint =>
  entries.reduce(
    (sum, { outcome }) => sum + (outcome.kind === 'held' ? 1n : outcome.kind === 'released' ? -1n : 0n),
    0n,
  );

/** Absent is as good as none before the first connection. */
const valueAt = ({ state }: Moment): bigint | undefined => wholeTotal(seriesOf(state, INSTRUMENT));
