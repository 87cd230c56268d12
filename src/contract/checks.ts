import type { Capability } from './capabilities.ts';
import { ASPECTS, type Aspect, type Contract, type Instrument, type Level } from './contract.ts';

/** One thing that is judged: `kms.errors.total/value`, `push/cadence`. Ids are stable and never reused. */
export interface Check {
  readonly id: string;
  readonly level: Level;
  readonly text: string;
  /** Where the promise comes from: a sentence of the document, or a clause of a specification. */
  readonly source: string;
  readonly capability: Capability | undefined;
}

/** All checks of a contract: every instrument in every aspect, then the topics. */
export function checksOf(contract: Contract): readonly Check[] {
  const ofInstruments = contract.instruments.flatMap((instrument) =>
    ASPECTS.map((aspect) => ({
      id: checkId(instrument.name, aspect),
      level: contract.levels[aspect],
      text: `${instrument.name}: ${PROMISES[aspect]}`,
      source: sourceOf(contract, instrument, aspect),
      capability: instrument.capability,
    })),
  );
  return [...ofInstruments, ...contract.topics];
}

const sourceOf = ({ sources }: Contract, { name, document }: Instrument, aspect: Aspect): string =>
  sources[aspect].replaceAll('{document}', () => `${name} — ${document}`);

export const checkId = (instrument: string, aspect: Aspect): string => `${instrument}/${aspect}`;

const PROMISES: Readonly<Record<Aspect, string>> = {
  name: 'exported under exactly this name',
  kind: 'exported as the documented kind',
  unit: 'exported with the documented unit',
  attributes: 'exactly the documented attribute keys, and the value split over them as the traffic demands',
  value: 'moves exactly as the traffic demands, and not at all without traffic',
  time: 'start and point times obey the OTLP data model',
};
