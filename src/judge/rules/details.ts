import type { Instrument } from '../../contract/contract.ts';
import { exercised, finding, type Ruling } from '../finding.ts';
import type { Sample } from '../sample.ts';
import type { View } from '../view.ts';
import type { Rule } from './rule.ts';

/** What profiles say of a metric beside its identity: number type and description, and what is there besides. */
const FURTHER = 'catalogue/further-instruments';
const NUMBER_TYPE = 'catalogue/number-type';
const DESCRIPTION = 'catalogue/description';

export const furtherInstruments: Rule = ({ contract, samples }) => {
  const expected = new Set([...contract.instruments.map(({ name }) => name), ...contract.furtherInstruments]);
  const further = new Set(samples.map(({ instrument }) => instrument).filter((name) => !expected.has(name)));
  return [
    ...(samples.length === 0 ? [] : [exercised(FURTHER)]),
    ...[...further].map((name) => finding(FURTHER, `${JSON.stringify(name)} is exported as well`)),
  ];
};

export const numberTypes: Rule = (view) =>
  perInstrument(view, NUMBER_TYPE, ({ name, numberType }, { point }) => {
    if (numberType === undefined || !('value' in point) || point.value === undefined) return undefined;
    const received = typeof point.value === 'bigint' ? 'int' : 'double';
    return received === numberType
      ? undefined
      : `${name} must send ${numberType} points, but sends ${received}`;
  });

export const descriptions: Rule = (view) => {
  const first = new Map<string, string>();
  return perInstrument(view, DESCRIPTION, ({ name, description }, { metric }) => {
    const before = first.get(name);
    // Once judged, it need not be judged for every series again.
    if (before === metric.description) return undefined;
    if (before === undefined) first.set(name, metric.description);
    else
      return `${name} was described as ${JSON.stringify(before)} and is now as ${JSON.stringify(metric.description)}`;
    if (description === undefined) {
      if (metric.description === '') return `${name} has no description`;
      const other = ownerOf(metric.description, view.contract.instruments);
      return other === undefined || other === name
        ? undefined
        : `${name} is described in the words of ${other}: ${JSON.stringify(metric.description)}`;
    }
    return metric.description === description
      ? undefined
      : `${name} must be described as ${JSON.stringify(description)}, but is as ${JSON.stringify(metric.description)}`;
  });
};

/** Whose words of the document these are, whatever their case and punctuation. */
const ownerOf = (description: string, instruments: readonly Instrument[]): string | undefined =>
  instruments.find(({ document }) => wordsOf(document) === wordsOf(description))?.name;

/** What stands in brackets in the document says the kind, and is no part of the description. */
const wordsOf = (text: string): string =>
  text
    .replace(/\(.*\)/, '')
    .toLowerCase()
    .match(/[a-z]+/g)
    ?.join(' ') ?? '';

/** The first fault of each instrument. */
function perInstrument(
  { contract, samples }: View,
  check: string,
  faultOf: (instrument: Instrument, sample: Sample) => string | undefined,
): readonly Ruling[] {
  const byName = Map.groupBy(samples, ({ instrument }) => instrument);
  const faults = contract.instruments.flatMap((instrument) => {
    const own = byName.get(instrument.name) ?? [];
    const fault = firstOf(own, (sample) => faultOf(instrument, sample));
    return fault === undefined ? [] : [finding(check, fault, { series: instrument.name })];
  });
  return samples.length === 0 ? [] : [exercised(check), ...faults];
}

function firstOf(
  samples: readonly Sample[],
  faultOf: (sample: Sample) => string | undefined,
): string | undefined {
  for (const sample of samples) {
    const fault = faultOf(sample);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
