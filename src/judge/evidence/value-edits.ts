import { type Bounds, contains } from '../../ledger/bounds.ts';
import type { InstrumentPrediction } from '../../ledger/predict.ts';
import type { Moment } from '../moment.ts';
import { sumOf } from '../moved.ts';
import { compareSplit, type Mismatch, type Renaming } from '../split.ts';
import { labelledIn, type SeriesState, seriesOf, wholeTotal } from '../state.ts';

/** The smallest change of counting that would have made the value right; undefined where it is right. */
export function valueEdit(name: string, moment: Moment, renaming: Renaming): string | undefined {
  const prediction = moment.prediction.instruments.get(name);
  const series = seriesOf(moment.state, name);
  if (prediction === undefined || series.length === 0) return undefined;
  const total = wholeTotal(series);
  if (total === undefined) return 'send whole numbers';
  if (!contains(prediction.total, total)) return totalEdit(name, moment, prediction, total, renaming);
  return secondsEdit(prediction, series) ?? splitEdit(mismatchesOf(name, moment, renaming));
}

/** The series that are not as predicted; none where the split is the product's own affair. */
export function mismatchesOf(
  name: string,
  { prediction, state }: Moment,
  renaming: Renaming,
): readonly Mismatch[] {
  const series = prediction.instruments.get(name)?.series;
  return series === undefined ? [] : compareSplit(series, labelledIn(state, name), renaming);
}

function totalEdit(
  name: string,
  moment: Moment,
  prediction: InstrumentPrediction,
  total: bigint,
  renaming: Renaming,
): string {
  const { min, max } = prediction.total;
  if (total === 0n)
    return 'count where the event happens: the instrument is there, and nothing is ever added';
  if (min === max && min > 0n && total % min === 0n)
    return `count every event once, not ${times(total / min)}`;
  const difference = total < min ? total - min : total - (max ?? total);
  const failures = moment.prediction.instruments.get('kms.errors.total')?.total.min;
  if (name !== 'kms.errors.total' && failures !== undefined && failures > 0n && difference === -failures)
    return `count failed operations, too: there were ${failures}, and so many are missing`;
  const mismatches = mismatchesOf(name, moment, renaming);
  return (mismatches.length === 1 ? splitEdit(mismatches) : undefined) ?? byNumber(difference);
}

const times = (factor: bigint): string => (factor === 2n ? 'twice' : `${factor} times`);

const byNumber = (difference: bigint): string =>
  difference > 0n
    ? `do not count ${difference} of the events that were counted`
    : `count the ${-difference} events that are missing`;

/** What is booked on the wrong labels, and where it belongs. */
function splitEdit(mismatches: readonly Mismatch[]): string | undefined {
  const [first, second, ...others] = mismatches;
  if (first === undefined) return undefined;
  const [a, b] = [differenceOf(first), second === undefined ? 0n : differenceOf(second)];
  if (second !== undefined && others.length === 0 && a === -b) {
    const [from, to] = a > 0n ? [first, second] : [second, first];
    return `book ${a > 0n ? a : b} on {${to.labels}} instead of {${from.labels}}`;
  }
  const rest = mismatches.length === 1 ? '' : `, and ${mismatches.length - 1} other series likewise`;
  if (first.labels === '') return byNumber(a);
  if (first.expected.max === 0n) return `do not count {${first.labels}}${rest}`;
  return `${byWords(a)} on {${first.labels}}${rest}`;
}

const byWords = (difference: bigint): string =>
  difference > 0n ? `count ${difference} fewer` : `count ${-difference} more`;

const differenceOf = ({ expected, received }: { readonly expected: Bounds; readonly received: bigint }) =>
  received < expected.min ? received - expected.min : received - (expected.max ?? received);

const SCALES: Readonly<Record<number, string>> = {
  1000: 'milliseconds',
  1000000: 'microseconds',
  1000000000: 'nanoseconds',
};

function secondsEdit(prediction: InstrumentPrediction, series: readonly SeriesState[]): string | undefined {
  const factor = scaleOf(prediction, series);
  if (prediction.seconds === undefined || factor === 1) return undefined;
  const sum = sumOf(series);
  if (sum === undefined) return 'send the sum of the histogram';
  if (factor !== undefined) return `divide by ${factor}: the values are ${SCALES[factor]}, not seconds`;
  return sum <= prediction.seconds.min
    ? 'measure in seconds with their fractions, from the arrival of the request to its answer'
    : 'measure the operation alone: its clients waited for less';
}

/** What durations must be divided by to lie within what the clients waited; undefined = nothing usual. */
export function scaleOf(
  { seconds, total }: InstrumentPrediction,
  series: readonly SeriesState[],
): number | undefined {
  const sum = sumOf(series);
  if (seconds === undefined || sum === undefined || total.max === 0n)
    return seconds === undefined ? undefined : 1;
  return [1, 1e3, 1e6, 1e9].find((factor) => sum / factor > seconds.min && sum / factor <= seconds.max);
}
