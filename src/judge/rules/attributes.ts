import { checkId } from '../../contract/checks.ts';
import type { Instrument } from '../../contract/contract.ts';
import { contains } from '../../ledger/bounds.ts';
import { finding, type Ruling } from '../finding.ts';
import type { Moment } from '../moment.ts';
import { OVERFLOW_KEY } from '../overflow.ts';
import { describeSeries, type Sample } from '../sample.ts';
import { compareSplit, describeMismatch, isDistinguished, renamingOf } from '../split.ts';
import { type SeriesState, seriesOf, wholeTotal } from '../state.ts';
import type { View } from '../view.ts';
import type { Rule } from './rule.ts';

/** Exactly the documented keys on every point; the value split over them as predicted; users told apart. */
export const attributes: Rule = (view) => {
  const byInstrument = Map.groupBy(view.samples, ({ instrument }) => instrument);
  return view.contract.instruments.flatMap((instrument) => {
    const samples = byInstrument.get(instrument.name) ?? [];
    const wrongKeys = [...keyRulings(instrument, samples), ...valueRulings(instrument, samples)];
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
function keyRulings({ name, attributes: rules }: Instrument, samples: readonly Sample[]): readonly Ruling[] {
  const documented = keyText(rules.map(({ key }) => key));
  const wrong = new Map<string, Sample>();
  for (const sample of samples) {
    if (isOverflow(sample)) continue;
    const keys = keyText(sample.attributes.keys());
    if (keys !== documented && !wrong.has(keys)) wrong.set(keys, sample);
  }
  return [...wrong].map(([keys, sample]) =>
    finding(
      checkId(name, 'attributes'),
      `${name} must carry the attribute keys ${documented}, but a point carries ${keys}`,
      { series: describeSeries(name, sample.attributes) },
    ),
  );
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
    compareSplit(at.instruments.get(name)?.series ?? [], seriesOf(state, name), renaming)
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
  samples: readonly Sample[],
): readonly Ruling[] =>
  rules.flatMap(({ key, values }) => {
    const stranger = samples
      .filter((sample) => !isOverflow(sample))
      .map(({ attributes: own }) => own.get(key))
      .find((word) => word !== undefined && values?.includes(word) === false);
    return stranger === undefined
      ? []
      : [
          finding(
            checkId(name, 'attributes'),
            `${key} of ${name} must be one of ${values?.join(', ')}, but is ${JSON.stringify(stranger)}`,
          ),
        ];
  });

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

/** The series into which a client adds what exceeds its cardinality cap: how the value is split is lost. */
const isOverflow = ({ attributes }: Sample): boolean => attributes.has(OVERFLOW_KEY);

const overflows = ({ sample }: SeriesState): boolean => isOverflow(sample);

const keyText = (keys: Iterable<string>): string => `{${[...keys].sort().join(', ')}}`;
