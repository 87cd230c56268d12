import { checkId } from '../../contract/checks.ts';
import type { Instrument } from '../../contract/contract.ts';
import { describe } from '../../ledger/bounds.ts';
import type { InstrumentPrediction } from '../../ledger/predict.ts';
import { finding, type Ruling } from '../finding.ts';
import { describeDifference } from '../hints.ts';
import { isAsPredicted, isPredicted, sumOf, trafficInstruments } from '../moved.ts';
import { type SeriesState, seriesOf, wholeTotal } from '../state.ts';
import type { View } from '../view.ts';
import type { Rule } from './rule.ts';

/**
 * The value of every instrument that traffic moves, summed over its series, equals the prediction at every
 * observation. A difference that only the final observation shows is one of the balance.
 */
export const values: Rule = (view) =>
  trafficInstruments(view.contract).flatMap((instrument) => firstPerMessage(valueRulings(instrument, view)));

function valueRulings(instrument: Instrument, view: View): readonly Ruling[] {
  const { name } = instrument;
  return view.moments.flatMap((moment) => {
    const prediction = moment.prediction.instruments.get(name);
    if (prediction === undefined || isAsPredicted(name, prediction, moment)) return [];
    const series = seriesOf(moment.state, name);
    const { scenarios } = prediction;
    if (series.length === 0) {
      const promise = `it should stand at ${describe(prediction.total)}`;
      return [
        finding(checkId(name, 'name'), `${name} was never exported, although ${promise}`, { scenarios }),
      ];
    }
    const check =
      moment.final && wasRightBefore(name, view) ? 'closed-world/balance' : checkId(name, 'value');
    return [finding(check, difference(name, prediction, series), { scenarios })];
  });
}

const wasRightBefore = (name: string, view: View): boolean => {
  const before = view.moments.filter(({ final }) => !final);
  return (
    before.length > 0 &&
    before.every((moment) => {
      const prediction = moment.prediction.instruments.get(name);
      return prediction !== undefined && isAsPredicted(name, prediction, moment);
    })
  );
};

function difference(name: string, prediction: InstrumentPrediction, series: readonly SeriesState[]): string {
  const total = wholeTotal(series);
  if (total === undefined) {
    return `${name} must count whole things, but stands at ${series.map(({ value }) => String(value)).join(' + ')}`;
  }
  if (!isPredicted(prediction, total)) {
    const what = prediction.seconds === undefined ? name : `the count of ${name}`;
    return `${what} must stand at ${describe(prediction.total)}, but stands at ${total}${describeDifference(prediction.total, total)}`;
  }
  const { min, max } = prediction.seconds ?? { min: 0, max: 0 };
  const sum = sumOf(series);
  return sum === undefined
    ? `${name} carries no sum`
    : `the sum of ${name} must be above ${min.toFixed(3)} s and at most ${max.toFixed(3)} s, what the clients waited, but is ${sum.toFixed(6)}`;
}

/** The same defect shows at every observation; the first says it. */
function firstPerMessage(rulings: readonly Ruling[]): readonly Ruling[] {
  const seen = new Set<string>();
  return rulings.filter(({ check }) => !seen.has(check) && seen.add(check));
}
