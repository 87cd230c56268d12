import type { Contract } from '../contract/contract.ts';
import { prometheusLabel, prometheusName, prometheusValue } from '../contract/prometheus.ts';

/** Attribute -> regular expression that its whole value fits; a word fits itself. */
export type Matchers = Readonly<Record<string, string>>;

/** What the variables of a dashboard choose. */
export const CHOSEN = 'job=~"$job",instance=~"$instance"';
export const CHOSEN_OPERATIONS: Matchers = { operation: '$operation' };

/** A selector of an instrument's value: of a histogram its count. @throws Error for a name that is not documented */
export const valuesOf = (contract: Contract, instrument: string, where: Matchers = {}): string =>
  selector(prometheusValue(named(contract, instrument)), where);

/** A selector of a histogram's buckets. */
export const bucketsOf = (contract: Contract, instrument: string, where: Matchers = {}): string =>
  selector(`${prometheusName(named(contract, instrument))}_bucket`, where);

const selector = (name: string, where: Matchers): string =>
  `${name}{${[CHOSEN, ...Object.entries(where).map(matcher)].join(',')}}`;

const matcher = ([key, pattern]: readonly [string, string]): string =>
  `${prometheusLabel(key)}${/^[\w-]*$/.test(pattern) ? '=' : '=~'}"${pattern}"`;

export function named(contract: Contract, name: string): Contract['instruments'][number] {
  const found = contract.instruments.find((instrument) => instrument.name === name);
  if (found === undefined) throw new Error(`the profile ${contract.profile} has no instrument ${name}`);
  return found;
}
