import { createHash } from 'node:crypto';
import type { Fault } from './fault.ts';

/**
 * A part of the faults that is the same for the same seed: of every kind at least one, so that no kind goes unplanted.
 * @param percent of each kind
 */
export function sampled<F extends Fault>(faults: readonly F[], percent: number, seed: string): readonly F[] {
  const kinds = [...Map.groupBy(faults, kindOf).values()];
  const drawn = new Set(
    kinds.flatMap((kind) =>
      kind
        .toSorted((a, b) => (lot(a, seed) < lot(b, seed) ? -1 : 1))
        .slice(0, Math.max(1, Math.round((kind.length * percent) / 100))),
    ),
  );
  return faults.filter((fault) => drawn.has(fault));
}

/** The same fault in other instruments; without them, the rows of the catalogue that are about the same. */
const kindOf = ({ id, of: row }: Fault): string =>
  id.includes('/')
    ? id.slice(0, id.indexOf('/'))
    : (row?.slice(0, row.indexOf('-')) ?? 'beyond the catalogue');

const lot = ({ id }: Fault, seed: string): string =>
  createHash('sha256').update(`${seed} ${id}`).digest('hex');
