import type { Instrument } from '../../contract/contract.ts';
import { exercised, finding, type Ruling } from '../finding.ts';
import type { MetricSamples } from '../sample.ts';
import type { View } from '../view.ts';
import type { Rule } from './rule.ts';

/** What profiles say of a metric beside its identity: number type and description, and what is there besides. */
const FURTHER = 'catalogue/further-instruments';
const NUMBER_TYPE = 'catalogue/number-type';
const DESCRIPTION = 'catalogue/description';

export const furtherInstruments: Rule = ({ contract, metrics }) => {
  const expected = new Set([...contract.instruments.map(({ name }) => name), ...contract.furtherInstruments]);
  const further = new Set(metrics.map(({ instrument }) => instrument).filter((name) => !expected.has(name)));
  return [
    ...(metrics.length === 0 ? [] : [exercised(FURTHER)]),
    ...[...further].map((name) => finding(FURTHER, `${JSON.stringify(name)} is exported as well`)),
  ];
};

export const numberTypes: Rule = (view) =>
  perInstrument(view, NUMBER_TYPE, ({ name, numberType }, { samples }) => {
    const wrong = samples.find(
      ({ point }) => numberType !== undefined && 'value' in point && isOther(numberType, point.value),
    );
    return wrong === undefined
      ? undefined
      : `${name} must send ${numberType} points, but sends ${numberType === 'int' ? 'double' : 'int'}`;
  });

const isOther = (numberType: 'int' | 'double', value: bigint | number | undefined): boolean =>
  value !== undefined && (typeof value === 'bigint') !== (numberType === 'int');

export const descriptions: Rule = (view) => {
  const first = new Map<string, string>();
  return perInstrument(view, DESCRIPTION, ({ name, description }, { metric }) => {
    const before = first.get(name);
    // Once judged, it need not be judged for every export again.
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
  { contract, metrics }: View,
  check: string,
  faultOf: (instrument: Instrument, metric: MetricSamples) => string | undefined,
): readonly Ruling[] {
  const byName = Map.groupBy(metrics, ({ instrument }) => instrument);
  const faults = contract.instruments.flatMap((instrument) => {
    const own = byName.get(instrument.name) ?? [];
    const fault = firstOf(own, (metric) => faultOf(instrument, metric));
    return fault === undefined ? [] : [finding(check, fault, { series: instrument.name })];
  });
  return metrics.length === 0 ? [] : [exercised(check), ...faults];
}

function firstOf(
  metrics: readonly MetricSamples[],
  faultOf: (metric: MetricSamples) => string | undefined,
): string | undefined {
  for (const metric of metrics) {
    const fault = faultOf(metric);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
