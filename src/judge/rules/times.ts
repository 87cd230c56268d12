import { checkId } from '../../contract/checks.ts';
import { finding } from '../finding.ts';
import { wasThere } from '../outages.ts';
import { describeSeries, type Sample } from '../sample.ts';
import { clockSkewMs } from '../skew.ts';
import type { View } from '../view.ts';
import type { Rule } from './rule.ts';

/** A series may start with its process at the earliest; process times are known to this. */
export const START_TOLERANCE_MS = 2000;

/** A point is written when it is collected; an export may be under way for this long (OTLP's default time-out). */
export const ARRIVAL_TOLERANCE_MS = 10_000;

/** Clocks of target and suite agree to this after the measured skew is removed. */
export const CLOCK_TOLERANCE_MS = 2000;

/**
 * Start and point times of every series over the whole run (OTLP metrics data model, "Temporality", "Resets and
 * gaps"): start not after time, time moving on, cumulative start constant and value never falling on a monotonic
 * series, delta windows without overlap, and without a hole but where a collection left the series out. One finding
 * per instrument and rule.
 */
export const times: Rule = (view) => {
  const documented = new Set(view.contract.instruments.map(({ name }) => name));
  const skewMs = clockSkewMs(view.record.entries) ?? 0;
  const collectedAt = new Set(view.samples.map(({ point }) => point.timeUnixNano));
  const wrongs = [...Map.groupBy(view.samples, ({ key }) => key).values()]
    .filter(([sample]) => sample !== undefined && documented.has(sample.instrument))
    .flatMap((series) =>
      series.flatMap((sample, index) => [
        ...pointRulings(sample, view, skewMs),
        ...stepRulings(series[index - 1], sample, collectedAt),
      ]),
    );
  const first = new Map<string, Wrong>();
  for (const one of wrongs) {
    const about = `${one.sample.instrument} ${one.rule}`;
    if (!first.has(about)) first.set(about, one);
  }
  return [...first.values()].map(({ sample, rule }) => {
    const series = describeSeries(sample.instrument, sample.attributes);
    return finding(checkId(sample.instrument, 'time'), `${rule}: ${series}`, { series });
  });
};

function pointRulings(sample: Sample, { record }: View, skewMs: number): readonly Wrong[] {
  const { startTimeUnixNano: start, timeUnixNano: time } = sample.point;
  if (time === 0n) return [wrong(sample, 'the point time is missing')];
  const arrival = sample.arrivedAtUnixMs;
  const timeMs = milliseconds(time) - skewMs;
  return [
    ...(start > time ? [wrong(sample, 'the start time lies after the point time')] : []),
    ...(start !== 0n &&
    milliseconds(start) - skewMs < (record.process.spawnedAtUnixMs ?? 0) - START_TOLERANCE_MS
      ? [wrong(sample, 'the start time lies before the start of the process')]
      : []),
    ...(sample.kind === 'counter' && Number(sample.value ?? 0) < 0
      ? [wrong(sample, 'a monotonic value is negative')]
      : []),
    ...(timeMs > arrival + CLOCK_TOLERANCE_MS ? [wrong(sample, 'the point time lies in the future')] : []),
    ...(timeMs < arrival - ARRIVAL_TOLERANCE_MS && wasThere(record, timeMs, arrival)
      ? [wrong(sample, 'the point time lies far in the past')]
      : []),
  ];
}

function stepRulings(
  before: Sample | undefined,
  sample: Sample,
  collectedAt: ReadonlySet<bigint>,
): readonly Wrong[] {
  if (before === undefined) return [];
  const [then, now] = [before.point, sample.point];
  if (now.timeUnixNano === then.timeUnixNano) {
    return sample.value === before.value && sample.sum === before.sum
      ? []
      : [wrong(sample, 'two points of the same time carry different values')];
  }
  if (now.timeUnixNano < then.timeUnixNano) return [wrong(sample, 'the point time goes back')];
  if (sample.temporality === 'delta') {
    const hole = now.startTimeUnixNano - then.timeUnixNano;
    return hole === 0n || (hole > 0n && collectedAt.has(now.startTimeUnixNano))
      ? []
      : [wrong(sample, 'delta windows overlap or leave a gap')];
  }
  if (sample.temporality !== 'cumulative') return [];
  return [
    ...(now.startTimeUnixNano === then.startTimeUnixNano
      ? []
      : [wrong(sample, 'the start time of a cumulative series changes although the process lives on')]),
    ...(isMonotonic(sample) && falls(before, sample) ? [wrong(sample, 'a monotonic value falls')] : []),
  ];
}

const isMonotonic = ({ kind }: Sample): boolean => kind === 'counter' || kind === 'histogram';

const falls = (before: Sample, sample: Sample): boolean =>
  (before.value !== undefined && sample.value !== undefined && sample.value < before.value) ||
  (before.sum !== undefined && sample.sum !== undefined && sample.sum < before.sum);

interface Wrong {
  readonly sample: Sample;
  readonly rule: string;
}

const wrong = (sample: Sample, rule: string): Wrong => ({ sample, rule });

const milliseconds = (unixNano: bigint): number => Number(unixNano / 1000n) / 1000;
