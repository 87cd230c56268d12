import type { Exemplar, HistogramPoint } from '../../otlp/model.ts';
import { exercised, finding } from '../finding.ts';
import { describeSeries, type Sample } from '../sample.ts';
import { isOccupied } from './histograms.ts';
import type { Rule } from './rule.ts';

const CHECK = 'data-model/exemplars';

/** An exemplar is one of the measurements of its point: taken in its window, and counted in its value. */
export const exemplars: Rule = ({ samples }) => {
  if (samples.length === 0) return [];
  const faults = new Map<string, string>();
  for (const sample of samples) {
    const { point, instrument } = sample;
    if (!('exemplars' in point) || point.exemplars.length === 0) continue;
    for (const fault of point.exemplars.flatMap((exemplar) => faultsOf(exemplar, sample))) {
      const about = `${instrument} ${fault.replaceAll(/-?[0-9.]+/g, '')}`;
      if (!faults.has(about)) faults.set(about, `${describeSeries(instrument, sample.attributes)}: ${fault}`);
    }
  }
  return [exercised(CHECK), ...[...faults.values()].map((message) => finding(CHECK, message))];
};

function faultsOf({ value, timeUnixNano: time }: Exemplar, { point }: Sample): readonly string[] {
  const { startTimeUnixNano: start, timeUnixNano: end } = point;
  return [
    ...(value === undefined ? ['an exemplar has no value'] : []),
    ...(time > end || (time < start && time !== 0n) ? ['an exemplar was taken outside its window'] : []),
    ...(time === 0n ? ['an exemplar has no time'] : []),
    ...(value !== undefined && 'bucketCounts' in point ? misplaced(Number(value), point) : []),
  ];
}

const misplaced = (
  value: number,
  { bucketCounts, explicitBounds, min, max }: HistogramPoint,
): readonly string[] => [
  ...(bucketCounts.length > 0 && !isOccupied(bucketCounts, explicitBounds, value)
    ? [`the exemplar ${value} lies in an empty bucket`]
    : []),
  ...((min !== undefined && value < min) || (max !== undefined && value > max)
    ? [`the exemplar ${value} lies outside of minimum and maximum`]
    : []),
];
