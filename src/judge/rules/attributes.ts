import { checkId } from '../../contract/checks.ts';
import type { Instrument } from '../../contract/contract.ts';
import { contains } from '../../ledger/bounds.ts';
import { finding, type Ruling } from '../finding.ts';
import type { Moment } from '../moment.ts';
import { describeSeries, type MetricSamples, type Sample } from '../sample.ts';
import type { Shape } from '../shape.ts';
import { compareSplit, describeMismatch, isDistinguished, renamingOf } from '../split.ts';
import { labelledIn, type SeriesState, seriesOf, wholeTotal } from '../state.ts';
import type { View } from '../view.ts';
import type { Rule } from './rule.ts';

/** Exactly the documented keys on every point; the value split over them as predicted; users told apart. */
export const attributes: Rule = (view) => {
  const byInstrument = Map.groupBy(view.metrics, ({ instrument }) => instrument);
  return view.contract.instruments.flatMap((instrument) => {
    const metrics = byInstrument.get(instrument.name) ?? [];
    const wrongKeys = [...keyRulings(instrument, metrics), ...valueRulings(instrument, metrics)];
    const last = view.moments.at(-1);
    if (last === undefined) return wrongKeys;
    return [
      ...wrongKeys,
      ...(wrongKeys.length === 0 ? splitRulings(instrument, view, last) : []),
      ...userRulings(instrument, last),
    ];
  });
};

/** One finding per wrong key set, with an example. */
function keyRulings(
  { name, attributes: rules }: Instrument,
  metrics: readonly MetricSamples[],
): readonly Ruling[] {
  const documented = keyText(rules.map(({ key }) => key));
  const wrong = new Map<string, Sample>();
  for (const [{ isOverflow, keys: sent }, sample] of firstOfShapes(metrics)) {
    const keys = keyText(sent);
    if (!isOverflow && keys !== documented && !wrong.has(keys)) wrong.set(keys, sample);
  }
  return [...wrong].map(([keys, sample]) =>
    finding(
      checkId(name, 'attributes'),
      `${name} must carry the attribute keys ${documented}, but a point carries ${keys}`,
      { series: describeSeries(name, sample.attributes) },
    ),
  );
}

/** Points mostly share their keys: one of each kind tells of all. */
function firstOfShapes(metrics: readonly MetricSamples[]): ReadonlyMap<Shape, Sample> {
  const first = new Map<Shape, Sample>();
  for (const { samples } of metrics)
    for (const sample of samples) if (!first.has(sample.shape)) first.set(sample.shape, sample);
  return first;
}

/** The words found at the last observation must hold at all earlier ones. */
function splitRulings(instrument: Instrument, view: View, last: Moment): readonly Ruling[] {
  const { name, attributes: rules } = instrument;
  const prediction = last.prediction.instruments.get(name);
  const received = seriesOf(last.state, name);
  if (prediction?.series === undefined || rules.length === 0 || received.some(overflows)) return [];
  const renaming = renamingOf(rules, prediction.series, received);
  const seen = new Set<string>();
  return view.moments.filter(hasRightTotal(name)).flatMap(({ state, prediction: at }) =>
    compareSplit(at.instruments.get(name)?.series ?? [], labelledIn(state, name), renaming)
      .filter(({ labels }) => !seen.has(labels) && seen.add(labels))
      .map((mismatch) =>
        finding(checkId(name, 'attributes'), `${name}${describeMismatch(mismatch)}`, {
          series: `${name}{${mismatch.labels}}`,
          scenarios: mismatch.scenarios,
        }),
      ),
  );
}

/** A wrong total is told by the value; how it is split says nothing more then. */
const hasRightTotal =
  (name: string) =>
  ({ state, prediction }: Moment): boolean => {
    const total = wholeTotal(seriesOf(state, name));
    const expected = prediction.instruments.get(name)?.total;
    return total === undefined || expected === undefined || contains(expected, total);
  };

/** One finding per key that carries a value outside the closed list of the profile. */
const valueRulings = (
  { name, attributes: rules }: Instrument,
  metrics: readonly MetricSamples[],
): readonly Ruling[] =>
  rules.flatMap(({ key, values }) => {
    const stranger = values === undefined ? undefined : strangerIn(metrics, key, values);
    return stranger === undefined
      ? []
      : [
          finding(
            checkId(name, 'attributes'),
            `${key} of ${name} must be one of ${values?.join(', ')}, but is ${JSON.stringify(stranger)}`,
          ),
        ];
  });

function strangerIn(
  metrics: readonly MetricSamples[],
  key: string,
  values: readonly string[],
): string | undefined {
  const known = new Set(values);
  for (const { samples } of metrics)
    for (const sample of samples) {
      const word = sample.shape.isOverflow ? undefined : sample.attribute(key);
      if (word !== undefined && !known.has(word)) return word;
    }
  return undefined;
}

function userRulings({ name, attributes: rules }: Instrument, last: Moment): readonly Ruling[] {
  const prediction = last.prediction.instruments.get(name);
  const received = seriesOf(last.state, name);
  if (prediction?.series === undefined || received.length === 0 || received.some(overflows)) return [];
  const { series, scenarios } = prediction;
  return rules
    .filter(({ key, distinguishes }) => distinguishes && !isDistinguished(key, series, received))
    .map(({ key }) =>
      finding(
        checkId(name, 'value'),
        `no attribute of ${name} tells one ${key} from another as the traffic did`,
        {
          scenarios,
        },
      ),
    );
}

/** Where a client adds what exceeds its cardinality limit, how the value is split is lost. */
const overflows = ({ sample }: SeriesState): boolean => sample.shape.isOverflow;

const keyText = (keys: Iterable<string>): string => `{${[...keys].sort().join(', ')}}`;
