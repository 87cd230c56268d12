import type { Instrument } from './contract.ts';
import { PROMETHEUS_PER_UNITS, PROMETHEUS_UNITS } from './prometheus-units.ts';

/**
 * How a name of OpenTelemetry becomes one of Prometheus. The words are those of Prometheus (`otlp.translation_strategy`)
 * and of the Collector's exporter `prometheus` (`translation_strategy`); the first is the default of both.
 */
export const STRATEGIES = [
  'UnderscoreEscapingWithSuffixes',
  'UnderscoreEscapingWithoutSuffixes',
  'NoUTF8EscapingWithSuffixes',
  'NoTranslation',
] as const;
export type Strategy = (typeof STRATEGIES)[number];

export const DEFAULT_STRATEGY: Strategy = STRATEGIES[0];

/** What decides the name of a metric. */
export type Named = Pick<Instrument, 'name' | 'kind' | 'unit'>;

/**
 * The name under which Prometheus keeps an instrument; of a histogram the base, to which each series adds a suffix.
 * Source: github.com/prometheus/otlptranslator 1.0.0, metric_namer.go, which Prometheus and the Collector both use.
 */
export const prometheusName = (instrument: Named, strategy: Strategy = DEFAULT_STRATEGY): string =>
  NAMERS[strategy](instrument);

const NAMERS: Readonly<Record<Strategy, (instrument: Named) => string>> = {
  UnderscoreEscapingWithSuffixes: escapedWithSuffixes,
  UnderscoreEscapingWithoutSuffixes: ({ name }) => notADigitFirst(words(name, /[^A-Za-z0-9:_]+/).join('_')),
  NoUTF8EscapingWithSuffixes: suffixed,
  NoTranslation: ({ name }) => name,
};

/** The names of all series of an instrument: one, but three for a histogram. */
export const prometheusSeries = (
  instrument: Named,
  strategy: Strategy = DEFAULT_STRATEGY,
): readonly string[] =>
  SUFFIXES[instrument.kind].map((suffix) => `${prometheusName(instrument, strategy)}${suffix}`);

/** The series whose sum is what the contract calls the value: of a histogram its count. */
export const prometheusValue = (instrument: Named, strategy: Strategy = DEFAULT_STRATEGY): string =>
  `${prometheusName(instrument, strategy)}${instrument.kind === 'histogram' ? '_count' : ''}`;

const SUFFIXES: Readonly<Record<Instrument['kind'], readonly string[]>> = {
  counter: [''],
  'up-down-counter': [''],
  gauge: [''],
  histogram: ['_bucket', '_sum', '_count'],
};

/** The name of a label; buckets have `le` beside those of the attributes, and every series `job` and `instance`. */
export function prometheusLabel(key: string, strategy: Strategy = DEFAULT_STRATEGY): string {
  if (strategy === 'NoUTF8EscapingWithSuffixes' || strategy === 'NoTranslation') return key;
  const escaped = key.replaceAll(/[^A-Za-z0-9]+/g, '_');
  return /^[0-9]/.test(escaped) ? `key_${escaped}` : escaped;
}

function escapedWithSuffixes({ name, kind, unit }: Named): string {
  let tokens = words(name, /[^A-Za-z0-9:]+/);
  const isNew = (word: string) => word !== '' && !tokens.includes(word);
  const [main, per] = unitWords(unit).map(cleaned) as [string, string];
  const divisor = isNew(withoutUnderscore(per)) ? withoutUnderscore(per) : '';
  const counted = isNew(main) ? main : '';
  const units = [divisor === '' ? counted : withoutUnderscore(counted), divisor];
  tokens = [...tokens, ...units.filter((word) => word !== '')];
  const last = lastWord(kind, unit);
  if (last !== undefined) tokens = [...tokens.filter((token) => token !== last), last];
  return notADigitFirst(tokens.join('_'));
}

function suffixed({ name, kind, unit }: Named): string {
  const [main = '', per = ''] = unitWords(unit);
  const last = lastWord(kind, unit) ?? '';
  let base = withoutEnd(withoutEnd(name, last), per);
  if (main !== '' && !base.endsWith(main)) base = `${base}_${main}`;
  return [base, per, last].filter((word) => word !== '').join('_');
}

/** "total" for what only grows; "ratio" for a gauge without a unit, which Prometheus takes for one. */
const lastWord = (kind: Instrument['kind'], unit: string): string | undefined => {
  if (kind === 'counter') return 'total';
  return kind === 'gauge' && unit === '1' ? 'ratio' : undefined;
};

/** What is counted and what it is divided by; text in braces is an annotation and says nothing. */
function unitWords(unit: string): readonly [string, string] {
  const slash = unit.indexOf('/');
  const main = slash < 0 ? unit : unit.slice(0, slash);
  const per = slash < 0 ? '' : unit.slice(slash + 1);
  const word = (text: string, known: Readonly<Record<string, string>>) =>
    /[{}]/.test(text) ? '' : Object.hasOwn(known, text.trim()) ? (known[text.trim()] ?? '') : text.trim();
  const divisor = word(per, PROMETHEUS_PER_UNITS);
  return [word(main, PROMETHEUS_UNITS), divisor === '' ? '' : `per_${divisor}`];
}

const cleaned = (unit: string): string => unit.replaceAll(/[^A-Za-z0-9:]+/g, '_').replace(/^_/, '');

const withoutUnderscore = (word: string): string => word.replace(/_$/, '');

const words = (name: string, separators: RegExp): string[] =>
  name.split(separators).filter((word) => word !== '');

/** Takes a word and the separator before it off the end. */
const withoutEnd = (name: string, word: string): string =>
  word !== '' && name.endsWith(word) && name.length > word.length + 1
    ? name.slice(0, -word.length - 1)
    : name;

const notADigitFirst = (name: string): string => (/^[0-9]/.test(name) ? `_${name}` : name);
