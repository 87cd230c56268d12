import { type Bounds, contains, describe } from '../../ledger/bounds.ts';
import type { Moment } from '../moment.ts';
import { sumOf } from '../moved.ts';
import { describeLabels } from '../sample.ts';
import type { Renaming } from '../split.ts';
import { type SeriesState, seriesOf, whole, wholeTotal } from '../state.ts';
import { renamed } from './series.ts';

export interface Sides {
  readonly expected: string;
  readonly received: string;
}

/** Beyond so many lines only those that differ are shown. */
export const MOST_LINES = 40;

/** What the ledger predicts and what came, line by line, series by series: what is right reads the same on both sides. */
export function valueSides(name: string, moment: Moment, renaming: Renaming): Sides | undefined {
  const prediction = moment.prediction.instruments.get(name);
  if (prediction === undefined) return undefined;
  const received = seriesOf(moment.state, name);
  const pairs = [
    ...(prediction.series === undefined ? [] : splitPairs(prediction.series, received, renaming)),
    pair('in all', prediction.total, received.length === 0 ? undefined : wholeTotal(received), received),
    ...secondsPairs(prediction.seconds, received),
  ];
  const shown = pairs.length <= MOST_LINES ? pairs : pairs.filter(([a, b]) => a !== b).slice(0, MOST_LINES);
  const side = (index: 0 | 1) =>
    shown
      .map((lines) => lines[index])
      .filter((line) => line !== '')
      .join('\n');
  return { expected: side(0), received: side(1) };
}

type Pair = readonly [expected: string, received: string];

function splitPairs(
  predicted: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: Bounds }[],
  received: readonly SeriesState[],
  renaming: Renaming,
): readonly Pair[] {
  if (predicted.length <= 1 && received.length <= 1 && received[0]?.sample.attributes.size === 0) return [];
  const rest = new Map(received.map((series) => [series.sample.labels, series]));
  const known = predicted.map(({ labels, value }) => {
    const words = describeLabels(renamed(labels, renaming));
    const series = rest.get(words);
    rest.delete(words);
    if (series === undefined && value.min === 0n) return { words, lines: ['', ''] as const };
    return {
      words,
      lines: pair(`{${words}}`, value, whole(series?.value), series === undefined ? [] : [series]),
    };
  });
  const surplus = [...rest].map(([words, { value }]) => ({
    words,
    lines: ['', `{${words}}  ${String(value)}`] as const,
  }));
  return [...known, ...surplus]
    .filter(({ lines }) => lines.some((line) => line !== ''))
    .toSorted((a, b) => (a.words < b.words ? -1 : 1))
    .map(({ lines }) => lines);
}

function pair(
  words: string,
  expected: Bounds,
  received: bigint | undefined,
  series: readonly SeriesState[],
): Pair {
  if (series.length === 0) return [`${words}  ${describe(expected)}`, ''];
  const stands = received ?? series.map(({ value }) => String(value)).join(' + ');
  const isRight = received !== undefined && contains(expected, received);
  return [`${words}  ${isRight ? stands : describe(expected)}`, `${words}  ${stands}`];
}

function secondsPairs(
  seconds: { readonly min: number; readonly max: number } | undefined,
  received: readonly SeriesState[],
): readonly Pair[] {
  if (seconds === undefined || received.length === 0) return [];
  const sum = sumOf(received);
  const stands = `sum  ${sum === undefined ? '(none)' : `${sum.toFixed(6)} s`}`;
  return sum !== undefined && sum > seconds.min && sum <= seconds.max
    ? [[stands, stands]]
    : [[`sum  above ${seconds.min.toFixed(6)} s, at most ${seconds.max.toFixed(6)} s`, stands]];
}
