import { ASPECTS, type Instrument } from '../../src/contract/contract.ts';
import type { WireFault } from '../fault.ts';
import { offline, type Rewriting } from './rewriting.ts';

/** How what one instrument sends is rewritten. */
export type Making = (instrument: Instrument) => Rewriting;

/** A defect that many instruments can have, each in the same way. */
export interface KindOfFault {
  readonly id: string;
  /** Row of the catalogue. */
  readonly of?: string;
  /** What the instrument does, after its name. */
  readonly words: string;
  /** The aspect of the instrument that is meant to turn red, or a whole check. */
  readonly expects: string;
  readonly applies?: (instrument: Instrument) => boolean;
  readonly rewriting?: Making;
  /** For what a single request does not tell. */
  readonly apply?: (instrument: Instrument) => WireFault['apply'];
  readonly strict?: true;
  readonly equivalent?: string;
}

/** The fault of this kind that an instrument has; none where it does not apply. */
export function expanded(kind: KindOfFault, instrument: Instrument): readonly WireFault[] {
  if (!(kind.applies?.(instrument) ?? true)) return [];
  const rewriting = kind.rewriting?.(instrument);
  const apply = rewriting === undefined ? kind.apply?.(instrument) : offline(rewriting);
  if (apply === undefined) throw new Error(`${kind.id} says not what it does`);
  const { id, of, words, expects, strict, equivalent } = kind;
  return [
    {
      id: `${id}/${instrument.name}`,
      ...(of === undefined ? {} : { of }),
      words: `${instrument.name} ${words}`,
      expects: ASPECTS.some((aspect) => aspect === expects) ? `${instrument.name}/${expects}` : expects,
      apply,
      ...(rewriting === undefined ? {} : { rewriting }),
      ...(strict === undefined ? {} : { strict }),
      ...(equivalent === undefined ? {} : { equivalent }),
    },
  ];
}

export const isCounter = ({ kind }: Instrument): boolean => kind === 'counter';
export const isUpDown = ({ kind }: Instrument): boolean => kind === 'up-down-counter';
export const isHistogram = ({ kind }: Instrument): boolean => kind === 'histogram';
export const isLabelled = ({ attributes }: Instrument): boolean => attributes.length > 0;
/** How many operations a database needs for what is the product's own affair. */
export const isDatabase = ({ name }: Instrument): boolean => name.startsWith('kms.database.');
export const isOfTraffic = ({ name }: Instrument): boolean => !name.startsWith('kms.server.');
