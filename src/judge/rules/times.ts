import { checkId } from '../../contract/checks.ts';
import { finding } from '../finding.ts';
import { wasThere } from '../outages.ts';
import { rememberedLast } from '../remembered.ts';
import { describeSeries, type Sample } from '../sample.ts';
import { SeriesMap } from '../series-map.ts';
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
  const wrongs = wrongsOf(view);
  const first = new Map<string, Wrong>();
  for (const one of bySeries(wrongs, view.samples)) {
    const about = `${one.sample.instrument} ${one.rule}`;
    if (!first.has(about)) first.set(about, one);
  }
  return [...first.values()].map(({ sample, rule }) => {
    const series = describeSeries(sample.instrument, sample.attributes);
    return finding(checkId(sample.instrument, 'time'), `${rule}: ${series}`, { series });
  });
};

/** In the order in which the points came. */
function wrongsOf(view: View): readonly Wrong[] {
  const documented = new Set(view.contract.instruments.map(({ name }) => name));
  const before = new SeriesMap<Sample>();
  const wrongs: Wrong[] = [];
  const judged = judgeOf(view, (sample, rule) => wrongs.push({ sample, rule }));
  for (const collection of view.collections) {
    const mayGoOn =
      collection !== view.collections.at(-1) || collection.series.size < collection.samples.length;
    for (const { instrument, samples } of collection.metrics) {
      if (!documented.has(instrument)) continue;
      for (const sample of samples) {
        judged(sample, before.get(sample));
        if (mayGoOn) before.set(sample, sample);
      }
    }
  }
  return wrongs;
}

/** Series by series, in the order in which these came first. */
function bySeries(wrongs: readonly Wrong[], samples: readonly Sample[]): readonly Wrong[] {
  if (wrongs.length < 2) return wrongs;
  const ranks = new SeriesMap<number>();
  for (const [index, sample] of samples.entries()) if (!ranks.has(sample)) ranks.set(sample, index);
  const rankOf = ({ sample }: Wrong): number => ranks.get(sample) ?? samples.length;
  return wrongs.toSorted((a, b) => rankOf(a) - rankOf(b));
}

type Say = (sample: Sample, rule: string) => void;

function judgeOf(view: View, say: Say): (sample: Sample, before: Sample | undefined) => void {
  const judgePoint = pointJudge(view, say);
  const judgeStep = stepJudge(view, say);
  return (sample, before) => {
    judgePoint(sample);
    if (before !== undefined) judgeStep(before, sample);
  };
}

function pointJudge({ record, skewMs }: View, say: Say): (sample: Sample) => void {
  const earliestMs = (record.process.spawnedAtUnixMs ?? 0) - START_TOLERANCE_MS;
  const [startMs, pointMs] = [rememberedLast(milliseconds), rememberedLast(milliseconds)];
  return (sample) => {
    const { startTimeUnixNano: start, timeUnixNano: time } = sample.point;
    if (time === 0n) {
      say(sample, 'the point time is missing');
      return;
    }
    const arrival = sample.arrivedAtUnixMs;
    const timeMs = pointMs(time) - skewMs;
    if (start > time) say(sample, 'the start time lies after the point time');
    if (start !== 0n && startMs(start) - skewMs < earliestMs)
      say(sample, 'the start time lies before the start of the process');
    if (sample.kind === 'counter' && Number(sample.value ?? 0) < 0)
      say(sample, 'a monotonic value is negative');
    if (timeMs > arrival + CLOCK_TOLERANCE_MS) say(sample, 'the point time lies in the future');
    if (timeMs < arrival - ARRIVAL_TOLERANCE_MS && wasThere(record, timeMs, arrival))
      say(sample, 'the point time lies far in the past');
  };
}

function stepJudge({ samples }: View, say: Say): (before: Sample, sample: Sample) => void {
  let collectedAt: ReadonlySet<bigint> | undefined;
  const wasCollectedAt = (time: bigint): boolean => {
    collectedAt ??= new Set(samples.map(({ point }) => point.timeUnixNano));
    return collectedAt.has(time);
  };
  return (before, sample) => {
    const [then, now] = [before.point, sample.point];
    if (now.timeUnixNano === then.timeUnixNano) {
      if (sample.value !== before.value || sample.sum !== before.sum)
        say(sample, 'two points of the same time carry different values');
    } else if (now.timeUnixNano < then.timeUnixNano) say(sample, 'the point time goes back');
    else if (sample.temporality === 'delta') {
      const hole = now.startTimeUnixNano - then.timeUnixNano;
      if (hole !== 0n && !(hole > 0n && wasCollectedAt(now.startTimeUnixNano)))
        say(sample, 'delta windows overlap or leave a gap');
    } else if (sample.temporality === 'cumulative') {
      if (now.startTimeUnixNano !== then.startTimeUnixNano)
        say(sample, 'the start time of a cumulative series changes although the process lives on');
      if (isMonotonic(sample) && falls(before, sample)) say(sample, 'a monotonic value falls');
    }
  };
}

const isMonotonic = ({ kind }: Sample): boolean => kind === 'counter' || kind === 'histogram';

const falls = (before: Sample, sample: Sample): boolean =>
  (before.value !== undefined && sample.value !== undefined && sample.value < before.value) ||
  (before.sum !== undefined && sample.sum !== undefined && sample.sum < before.sum);

interface Wrong {
  readonly sample: Sample;
  readonly rule: string;
}

const milliseconds = (unixNano: bigint): number => Number(unixNano / 1000n) / 1000;
