import { checkId } from '../../contract/checks.ts';
import type { Instrument } from '../../contract/contract.ts';
import { exercised, finding, type Ruling } from '../finding.ts';
import type { Sample } from '../sample.ts';
import type { Rule } from './rule.ts';

const NEAR_MISSES = 'catalogue/near-misses';

/** Kind and unit of every point that carries a documented name. */
export const kindsAndUnits: Rule = ({ contract, samples }) => {
  const byName = Map.groupBy(samples, ({ instrument }) => instrument);
  return contract.instruments.flatMap((instrument) => {
    const own = byName.get(instrument.name) ?? [];
    return [...kindRulings(instrument, own), ...unitRulings(instrument, own)];
  });
};

/** A name that is nearly a documented one is a slip, not an instrument of the target's own. */
export const nearMisses: Rule = ({ contract, samples }) => {
  const documented = contract.instruments.map(({ name }) => name);
  const foreign = new Set(
    samples.map(({ instrument }) => instrument).filter((name) => !documented.includes(name)),
  );
  const slips = [...foreign].flatMap((name) => {
    const meant = documented.find(
      (candidate) => skeleton(candidate) === skeleton(name) || edits(candidate, name) <= 2,
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

const kindRulings = ({ name, kind }: Instrument, samples: readonly Sample[]): readonly Ruling[] =>
  distinct(samples.map((sample) => sample.kind))
    .filter((received) => received !== kind)
    .map((received) =>
      finding(checkId(name, 'kind'), `${name} must be a ${kind}, but is exported as ${received}`),
    );

const unitRulings = ({ name, unit }: Instrument, samples: readonly Sample[]): readonly Ruling[] =>
  distinct(samples.map(({ metric }) => metric.unit))
    .filter((received) => received !== unit)
    .map((received) =>
      finding(
        checkId(name, 'unit'),
        `${name} must have the unit ${JSON.stringify(unit)}, but has ${JSON.stringify(received)}`,
      ),
    );

const distinct = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];

/** What is left of a name without case, separators, look-alike letters and the usual suffixes. */
const skeleton = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(
      /[\u0430\u0435\u043e\u0440\u0441\u0445\u0455\u0456]/g,
      (letter) => LOOK_ALIKES[letter] ?? letter,
    )
    .replaceAll(/[^a-z0-9]/g, '')
    .replace(/(total|count|seconds|sum)$/, '');

/** Cyrillic letters that look like Latin ones. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  '\u0430': 'a',
  '\u0435': 'e',
  '\u043e': 'o',
  '\u0440': 'p',
  '\u0441': 'c',
  '\u0445': 'x',
  '\u0455': 's',
  '\u0456': 'i',
};

const codePoints = (name: string): string => {
  const odd = [...name].filter((character) => !/[ -~]/.test(character));
  return odd.length === 0
    ? ''
    : ` (it contains ${odd.map((character) => `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`).join(', ')})`;
};

/** Levenshtein distance. */
function edits(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return Number.POSITIVE_INFINITY;
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
