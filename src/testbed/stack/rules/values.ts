import { prometheusLabel, prometheusName, prometheusValue } from '../../../contract/prometheus.ts';
import { exercised, finding } from '../../../judge/finding.ts';
import type { Moment } from '../../../judge/moment.ts';
import { isPredicted } from '../../../judge/moved.ts';
import { describeLabels } from '../../../judge/sample.ts';
import { type SeriesState, seriesOf } from '../../../judge/state.ts';
import { describe } from '../../../ledger/bounds.ts';
import { CLOCK_INSTRUMENTS } from '../../../ledger/predict.ts';
import type { HistogramPoint } from '../../../otlp/model.ts';
import type { Conveyed } from '../evidence.ts';
import { numberIn } from '../exposition.ts';
import { type Exported, exportedInstruments } from '../instruments.ts';
import type { PromSeries } from '../promql.ts';
import { notTestable, type StackRuling } from '../ruling.ts';

const CHECK = 'prometheus/values';

type Read = Pick<Conveyed, 'record' | 'moment' | 'sent' | 'prometheus'>;

/**
 * Read back by PromQL, at the time of the last observation: the sum over all series of an instrument is what the
 * ledger predicts, and every series stands at what was exported for it, buckets and sums of histograms included.
 */
export const values = (evidence: Read): readonly StackRuling[] => {
  const { moment } = evidence;
  const instruments = exportedInstruments(evidence);
  if (moment === undefined || instruments.length === 0)
    return [notTestable(CHECK, 'there was no observation of an exported instrument')];
  if (moment.collection.samples.some(({ temporality }) => temporality === 'delta'))
    return [notTestable(CHECK, 'the KMS sends deltas, and Prometheus takes cumulative streams only')];
  const problems = instruments.flatMap((instrument) => [
    ...againstLedger(instrument, moment, evidence),
    ...againstExport(instrument, moment, evidence),
  ]);
  return problems.length > 0 ? problems.map((message) => finding(CHECK, message)) : [exercised(CHECK)];
};

/** What the traffic must have led to; the clock's instruments are held to the export alone. */
function againstLedger(instrument: Exported, moment: Moment, evidence: Read): readonly string[] {
  const prediction = moment.prediction.instruments.get(instrument.name);
  const isClock = CLOCK_INSTRUMENTS.some((name) => name === instrument.name);
  if (prediction === undefined || isClock) return [];
  const name = prometheusValue(instrument);
  const whole = sumInPrometheus(instrument, evidence);
  if (whole !== undefined && isPredicted(prediction, whole)) return [];
  return [
    `sum(${name}) is ${whole ?? 'no whole number'} in Prometheus, and the ledger says ${describe(prediction.total)}`,
  ];
}

/** Over all series of an instrument; undefined where it is no whole number. */
export function sumInPrometheus(
  instrument: Exported,
  evidence: Pick<Read, 'prometheus'>,
): bigint | undefined {
  const all = seriesIn(evidence, prometheusValue(instrument));
  const sum = all.reduce((before, { value }) => before + numberIn(value), 0);
  return Number.isSafeInteger(sum) ? BigInt(sum) : undefined;
}

/** One series of Prometheus: its name, the labels that tell it from others, and what it should stand at. */
interface Wanted {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number;
}

function againstExport(instrument: Exported, moment: Moment, evidence: Read): readonly string[] {
  const exported = seriesOf(moment.state, instrument.name);
  const wanted = exported.flatMap((state) => wantedOf(instrument, state));
  const byName = Map.groupBy(wanted, ({ name }) => name);
  return [...byName].flatMap(([name, all]) => {
    const there = seriesIn(evidence, name);
    const wrong = all.flatMap((one) => problemOf(one, there));
    const surplus = there.length - all.length;
    return surplus > 0 && wrong.length === 0
      ? [`Prometheus has ${there.length} series of ${name}, and ${all.length} were exported`]
      : wrong;
  });
}

function wantedOf(instrument: Exported, { sample, value }: SeriesState): readonly Wanted[] {
  const labels = new Map([...sample.attributes].map(([key, text]) => [prometheusLabel(key), text]));
  const name = prometheusValue(instrument);
  const main = { name, labels, value: Number(value) };
  if (!('bucketCounts' in sample.point)) return [main];
  const base = prometheusName(instrument);
  const sum = sample.sum === undefined ? [] : [{ name: `${base}_sum`, labels, value: sample.sum }];
  return [main, ...sum, ...bucketsOf(sample.point, `${base}_bucket`, labels)];
}

/** Buckets of Prometheus are cumulative, each with its upper bound. */
function bucketsOf(
  { bucketCounts, explicitBounds }: HistogramPoint,
  name: string,
  labels: Wanted['labels'],
): readonly Wanted[] {
  let below = 0n;
  return bucketCounts.map((count, index) => {
    below += count;
    const le = explicitBounds[index];
    return { name, labels: new Map([...labels, ['le', boundText(le)]]), value: Number(below) };
  });
}

/** A number, however it is spelled: "1" and "1.0" are the same bound. */
const boundText = (bound: number | undefined): string => (bound === undefined ? '+Inf' : `${bound}`);
const sameLabel = (key: string, text: string): string =>
  key === 'le' && text !== '+Inf' ? `${Number(text)}` : text;

function problemOf({ name, labels, value }: Wanted, there: readonly PromSeries[]): readonly string[] {
  const who = `${name}{${describeLabels(labels)}}`;
  const found = there.filter((one) =>
    [...labels].every(([key, text]) => sameLabel(key, one.labels[key] ?? '') === text),
  );
  const [one] = found;
  if (one === undefined) return [`Prometheus has no ${who}`];
  if (found.length > 1 && labels.size > 0) return [`Prometheus has ${found.length} series of ${who}`];
  return numberIn(one.value) === value
    ? []
    : [`${who} is ${one.value} in Prometheus, and was exported as ${value}`];
}

const seriesIn = ({ prometheus }: Pick<Read, 'prometheus'>, name: string): readonly PromSeries[] =>
  prometheus.series.get(name) ?? [];
