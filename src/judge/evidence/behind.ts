import type { Instrument } from '../../contract/contract.ts';
import { CLOCK_INSTRUMENTS } from '../../ledger/predict.ts';
import type { Finding } from '../finding.ts';
import { describeSeries, type Sample } from '../sample.ts';
import { EMPTY_STATE, seriesOf } from '../state.ts';
import type { View } from '../view.ts';
import type { PointReport } from './evidence.ts';
import { nearestShape } from './nearest.ts';
import { renamingIn } from './series.ts';
import { movers } from './traffic.ts';
import { wrongMoment } from './wrong-moment.ts';

/** What moved the series between the last right observation and the wrong one, else what moved it at all. */
export function requestsBehind(finding: Finding, { name }: Instrument, view: View): readonly number[] {
  const { moment, entriesBefore } = wrongMoment(name, view);
  const all = movers(view.record, name, finding.series, renamingIn(view, name));
  const until = all.filter((index) => index < (moment?.entryCount ?? all.length));
  const since = until.filter((index) => index >= entriesBefore);
  return since.length > 0 ? since : until;
}

/** Of one series its last points; of an instrument the points of the wrong observation, wrong series first. */
export function pointsBehind(finding: Finding, { name }: Instrument, view: View): readonly PointReport[] {
  const ofSeries = view.samples.filter(
    ({ instrument, attributes }) => describeSeries(instrument, attributes) === finding.series,
  );
  if (ofSeries.length > 0) return ofSeries.map(pointOf);
  if (CLOCK_INSTRUMENTS.some((clock) => clock === name))
    return view.samples.filter(({ instrument }) => instrument === name).map(pointOf);
  const { moment } = wrongMoment(name, view);
  const near = view.contract.instruments.find((instrument) => instrument.name === name);
  const states = seriesOf(moment?.state ?? EMPTY_STATE, name);
  const others =
    states.length > 0 || near === undefined
      ? []
      : seriesOf(moment?.state ?? EMPTY_STATE, nearestShape(near, view, moment)?.name ?? '');
  const samples = [...states, ...others].map(({ sample }) => sample);
  const shown = samples.length > 0 ? samples : view.samples.filter(({ instrument }) => instrument === name);
  return shown.map(pointOf);
}

const pointOf = (sample: Sample): PointReport => ({
  instrument: sample.instrument,
  attributes: Object.fromEntries(sample.attributes),
  startTimeUnixNano: String(sample.point.startTimeUnixNano),
  timeUnixNano: String(sample.point.timeUnixNano),
  value: numberOf(sample),
});

const numberOf = ({ point, value, sum }: Sample): string =>
  'count' in point ? `count ${point.count}, ${sum === undefined ? 'no sum' : `sum ${sum}`}` : String(value);
