import type { Contract, Instrument } from '../contract/contract.ts';
import { contains } from '../ledger/bounds.ts';
import { CLOCK_INSTRUMENTS, type InstrumentPrediction } from '../ledger/predict.ts';
import type { Moment } from './moment.ts';
import { type SeriesState, seriesOf, wholeTotal } from './state.ts';

/** Instruments that moved at least once exactly as predicted: the positive control of all their aspects. */
export function movedInstruments(contract: Contract, moments: readonly Moment[]): ReadonlySet<string> {
  const moved = trafficInstruments(contract).filter(({ name }) =>
    moments.some((moment) => {
      const prediction = moment.prediction.instruments.get(name);
      const seen = wholeTotal(seriesOf(moment.state, name));
      return (
        prediction !== undefined &&
        prediction.total.min > 0n &&
        seen !== undefined &&
        seen > 0n &&
        isAsPredicted(name, prediction, moment)
      );
    }),
  );
  return new Set(moved.map(({ name }) => name));
}

/** All but those whose value comes from the clock. */
export const trafficInstruments = ({ instruments }: Contract): readonly Instrument[] =>
  instruments.filter(({ name }) => !CLOCK_INSTRUMENTS.some((clock) => clock === name));

/** Value, or count and sum of a histogram, over all series. */
export function isAsPredicted(name: string, prediction: InstrumentPrediction, { state }: Moment): boolean {
  const series = seriesOf(state, name);
  const total = wholeTotal(series);
  if (total === undefined || !isPredicted(prediction, total)) return false;
  if (series.length === 0) return true;
  return prediction.seconds === undefined || total === 0n || secondsFit(prediction.seconds, sumOf(series));
}

/** What it should stand at, or stood at while the target may not have noticed yet. */
export const isPredicted = ({ total, earlier }: InstrumentPrediction, received: bigint): boolean =>
  contains(total, received) || earlier.some((bounds) => contains(bounds, received));

/** Sum of the sums of a histogram's series; undefined when one has none. */
export const sumOf = (series: readonly SeriesState[]): number | undefined =>
  series.reduce<number | undefined>(
    (all, { sum }) => (all === undefined || sum === undefined ? undefined : all + sum),
    0,
  );

/** Every duration is longer than nothing, so the sum lies above the least; it may equal the most. */
const secondsFit = ({ min, max }: { min: number; max: number }, sum: number | undefined): boolean =>
  sum !== undefined && sum > min && sum <= max;
