import type { Instrument } from '../../contract/contract.ts';
import { CLOCK_INSTRUMENTS } from '../../ledger/predict.ts';
import type { Finding } from '../finding.ts';
import { type Sample, seriesText } from '../sample.ts';
import { EMPTY_STATE, seriesOf } from '../state.ts';
import type { View } from '../view.ts';
import type { PointReport } from './evidence.ts';
import { nearestShape } from './nearest.ts';
import { movers } from './traffic.ts';
import { wrongMoment } from './wrong-moment.ts';

/** The last ones. */
export const MOST_POINTS = 8;

/** What moved the series between the last right observation and the wrong one, else what moved it at all. */
export function requestsBehind(finding: Finding, { name }: Instrument, view: View): readonly number[] {
  const { moment, entriesBefore } = wrongMoment(view, name);
  const all = movers(view, name, finding.series);
  const until = all.filter((index) => index < (moment?.entryCount ?? all.length));
  const since = until.filter((index) => index >= entriesBefore);
  return since.length > 0 ? since : until;
}

/** Of one series its last points; of an instrument the points of the wrong observation, wrong series first. */
export function pointsBehind(finding: Finding, { name }: Instrument, view: View): readonly PointReport[] {
  const ofSeries = samplesOfSeries(finding.series ?? '', view);
  if (ofSeries.length > 0) return ofSeries.slice(-MOST_POINTS).map(pointOf);
  if (CLOCK_INSTRUMENTS.some((clock) => clock === name))
    return samplesIn(view, name).slice(-MOST_POINTS).map(pointOf);
  const { moment } = wrongMoment(view, name);
  const near = view.contract.instruments.find((instrument) => instrument.name === name);
  const states = seriesOf(moment?.state ?? EMPTY_STATE, name);
  const others =
    states.length > 0 || near === undefined
      ? []
      : seriesOf(moment?.state ?? EMPTY_STATE, nearestShape(near, view, moment)?.name ?? '');
  const samples = [...states, ...others].map(({ sample }) => sample);
  const shown = samples.length > 0 ? samples : samplesIn(view, name);
  return shown.slice(-MOST_POINTS).map(pointOf);
}

const samplesIn = ({ metrics }: View, name: string): readonly Sample[] =>
  metrics.filter(({ instrument }) => instrument === name).flatMap(({ samples }) => samples);

const samplesOfSeries = (series: string, { metrics }: View): readonly Sample[] =>
  metrics
    .filter(({ instrument }) => series.startsWith(instrument))
    .flatMap(({ instrument, samples }) =>
      samples.filter(({ labels }) => seriesText(instrument, labels) === series),
    );

const pointOf = (sample: Sample): PointReport => ({
  instrument: sample.instrument,
  attributes: Object.fromEntries(sample.attributes),
  startTimeUnixNano: String(sample.point.startTimeUnixNano),
  timeUnixNano: String(sample.point.timeUnixNano),
  value: numberOf(sample),
});

const numberOf = ({ point, value, sum }: Sample): string =>
  'count' in point ? `count ${point.count}, ${sum === undefined ? 'no sum' : `sum ${sum}`}` : String(value);
