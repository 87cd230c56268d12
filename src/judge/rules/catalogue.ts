import { checkId } from '../../contract/checks.ts';
import type { Contract, Instrument } from '../../contract/contract.ts';
import { exercised, finding, type Ruling } from '../finding.ts';
import { distance, oddCharacters, skeleton } from '../names.ts';
import type { MetricSamples } from '../sample.ts';
import type { Rule } from './rule.ts';

const NEAR_MISSES = 'catalogue/near-misses';

/** Kind and unit of every point that carries a documented name. */
export const kindsAndUnits: Rule = ({ contract, metrics }) => {
  const byName = Map.groupBy(metrics, ({ instrument }) => instrument);
  return contract.instruments.flatMap((instrument) => {
    const own = byName.get(instrument.name) ?? [];
    return [
      ...kindRulings(instrument, own),
      ...temporalityRulings(instrument, own, contract),
      ...unitRulings(instrument, own),
    ];
  });
};

/** A name that is nearly a documented one is a slip, not an instrument of the target's own. */
export const nearMisses: Rule = ({ contract, metrics }) => {
  const documented = contract.instruments.map(({ name }) => name);
  const foreign = new Set(
    metrics.map(({ instrument }) => instrument).filter((name) => !documented.includes(name)),
  );
  const slips = [...foreign].flatMap((name) => {
    const meant = documented.find(
      (candidate) => skeleton(candidate) === skeleton(name) || isWithin(2, candidate, name),
    );
    return meant === undefined
      ? []
      : [
          finding(
            NEAR_MISSES,
            `${JSON.stringify(name)} is exported, which is nearly ${meant}${codePoints(name)}`,
          ),
        ];
  });
  return [exercised(NEAR_MISSES), ...slips];
};

const kindRulings = ({ name, kind }: Instrument, metrics: readonly MetricSamples[]): readonly Ruling[] =>
  distinct(metrics.map((metric) => metric.kind))
    .filter((received) => received !== kind)
    .map((received) =>
      finding(checkId(name, 'kind'), `${name} must be a ${kind}, but is exported as ${received}`),
    );

/** The temporality belongs to the kind where the profile names one. */
const temporalityRulings = (
  { name }: Instrument,
  metrics: readonly MetricSamples[],
  { definitions }: Contract,
): readonly Ruling[] =>
  definitions.temporality === 'any'
    ? []
    : distinct(metrics.map(({ temporality }) => temporality))
        .filter((received) => received !== undefined && received !== definitions.temporality)
        .map((received) =>
          finding(
            checkId(name, 'kind'),
            `${name} must be ${definitions.temporality}, but is exported as ${received}`,
          ),
        );

const unitRulings = ({ name, unit }: Instrument, metrics: readonly MetricSamples[]): readonly Ruling[] =>
  distinct(metrics.map(({ metric }) => metric.unit))
    .filter((received) => received !== unit)
    .map((received) =>
      finding(
        checkId(name, 'unit'),
        `${name} must have the unit ${JSON.stringify(unit)}, but has ${JSON.stringify(received)}`,
      ),
    );

const distinct = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];

const codePoints = (name: string): string => {
  const odd = oddCharacters(name);
  return odd === '' ? '' : ` (it contains ${odd})`;
};

/** At most so many letters apart. */
const isWithin = (most: number, a: string, b: string): boolean =>
  Math.abs(a.length - b.length) <= most && distance(a, b) <= most;
