import { ASPECTS, type Aspect, type Capability, type Contract, type Level } from './contract.ts';

/** One thing that is judged: `kms.errors.total/value`, `push/cadence`. Ids are stable and never reused. */
export interface Check {
  readonly id: string;
  readonly level: Level;
  readonly text: string;
  readonly capability: Capability | undefined;
}

/** All checks of a contract: every instrument in every aspect, then the topics. */
export function checksOf(contract: Contract): readonly Check[] {
  const ofInstruments = contract.instruments.flatMap((instrument) =>
    ASPECTS.map((aspect) => ({
      id: checkId(instrument.name, aspect),
      level: contract.levels[aspect],
      text: `${instrument.name}: ${PROMISES[aspect]}`,
      capability: instrument.capability,
    })),
  );
  return [...ofInstruments, ...contract.topics];
}

export const checkId = (instrument: string, aspect: Aspect): string => `${instrument}/${aspect}`;

const PROMISES: Readonly<Record<Aspect, string>> = {
  name: 'exported under exactly this name',
  kind: 'exported as the documented kind',
  unit: 'exported with the documented unit',
  attributes: 'exactly the documented attribute keys, and the value split over them as the traffic demands',
  value: 'moves exactly as the traffic demands, and not at all without traffic',
  time: 'start and point times obey the OTLP data model',
};
