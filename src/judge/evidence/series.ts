import type { Bounds } from '../../ledger/bounds.ts';
import type { Moment } from '../moment.ts';
import { trafficInstruments } from '../moved.ts';
import { rememberedByName } from '../remembered.ts';
import { START_TIME_TOLERANCE_SECONDS } from '../rules/clock.ts';
import type { Sample } from '../sample.ts';
import { SeriesMap } from '../series-map.ts';
import { type Renaming, renamingOf } from '../split.ts';
import { after, type SeriesState, seriesOf } from '../state.ts';
import type { View } from '../view.ts';
import type { SeriesReport } from './evidence.ts';

type Point = SeriesReport['points'][number];
type Band = SeriesReport['predicted'][number];

/** Every series that came, and every one that should have; in the order of the contract, foreign ones last. */
export function seriesOfView(view: View, mostPoints: number): readonly SeriesReport[] {
  const { skewMs } = view;
  const bands = bandsOf(view, skewMs);
  const received = [...samplesBySeries(view.samples)].map((samples) => {
    const [{ instrument, attributes }] = samples as [Sample];
    const name = nameOf(instrument, attributes);
    const points = pointsOf(samples, skewMs);
    const shown = thinned(points, mostPoints);
    const predicted = bands.get(name) ?? [];
    bands.delete(name);
    return {
      instrument,
      attributes: Object.fromEntries(attributes),
      points: shown,
      pointsLeftOut: points.length - shown.length,
      predicted,
      name,
    };
  });
  const missing = [...bands]
    .filter(([, predicted]) => predicted.some(([, min]) => min !== 0))
    .map(([name, predicted]) => ({ ...labelsOf(name), points: [], pointsLeftOut: 0, predicted, name }));
  const order = new Map(view.contract.instruments.map(({ name }, index) => [name, index]));
  const rank = ({ instrument }: SeriesReport) => order.get(instrument) ?? order.size;
  return [...received, ...missing]
    .toSorted((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1))
    .map(({ name: _, ...series }) => series);
}

function samplesBySeries(samples: readonly Sample[]): readonly (readonly Sample[])[] {
  const all = new SeriesMap<Sample[]>();
  for (const sample of samples) {
    const known = all.get(sample);
    if (known === undefined) all.set(sample, [sample]);
    else known.push(sample);
  }
  return all.values();
}

/** The words of the target for canonical label values, as its last observation shows them. */
export const renamingIn = rememberedByName(({ contract, moments }: View, instrument): Renaming => {
  const rules = contract.instruments.find(({ name }) => name === instrument)?.attributes ?? [];
  const last = moments.at(-1);
  const predicted = last?.prediction.instruments.get(instrument)?.series;
  return last === undefined || predicted === undefined
    ? new Map()
    : renamingOf(rules, predicted, seriesOf(last.state, instrument));
});

/** Labels in the target's own words. */
export const renamed = (
  labels: Readonly<Record<string, string>>,
  renaming: Renaming,
): readonly (readonly [string, string])[] =>
  Object.entries(labels).map(([key, word]) => [key, renaming.get(key)?.get(word) ?? word] as const);

/** Series name -> what the ledger says of it at each observation. */
function bandsOf(view: View, skewMs: number): Map<string, Band[]> {
  const bands = new Map<string, Band[]>();
  for (const [name, band] of clockBands(view, skewMs)) bands.set(nameOf(name, []), [...band]);
  for (const { name } of trafficInstruments(view.contract)) {
    const renaming = renamingIn(view, name);
    for (const moment of view.moments) {
      for (const { labels, value } of moment.prediction.instruments.get(name)?.series ?? []) {
        const key = nameOf(name, renamed(labels, renaming));
        const band = bands.get(key) ?? [];
        band.push(bandAt(moment, value, skewMs));
        bands.set(key, band);
      }
    }
  }
  return bands;
}

/** Start time lies between spawn and first answer, by the target's clock; uptime is the time since. */
function clockBands(
  { record, moments }: View,
  skewMs: number,
): readonly (readonly [string, readonly Band[]])[] {
  const { spawnedAtUnixMs, firstAnswerAtUnixMs } = record.process;
  if (spawnedAtUnixMs === undefined) return [];
  const earliest = (spawnedAtUnixMs + skewMs) / 1000 - START_TIME_TOLERANCE_SECONDS;
  const latest = (firstAnswerAtUnixMs + skewMs) / 1000 + START_TIME_TOLERANCE_SECONDS;
  const times = moments.map(({ collection }) => milliseconds(collection.timeUnixNano));
  return [
    [
      'kms.server.uptime',
      times.map((at) => [at - skewMs, Math.max(0, at / 1000 - latest), at / 1000 - earliest] as const),
    ],
    ['kms.server.start_time', times.map((at) => [at - skewMs, earliest, latest] as const)],
  ];
}

const bandAt = ({ collection }: Moment, { min, max }: Bounds, skewMs: number): Band => [
  milliseconds(collection.timeUnixNano) - skewMs,
  Number(min),
  max === undefined ? undefined : Number(max),
];

/** Cumulative whatever was sent. */
function pointsOf(samples: readonly Sample[], skewMs: number): readonly Point[] {
  let standing: SeriesState | undefined;
  return samples.flatMap((sample) => {
    standing = after(standing, sample);
    const value = Number(standing.value ?? Number.NaN);
    return Number.isFinite(value) ? [[milliseconds(sample.point.timeUnixNano) - skewMs, value] as const] : [];
  });
}

/** Without what a line would show anyway: points between two of their own value; then every n-th. */
function thinned(points: readonly Point[], most: number): readonly Point[] {
  const turning = points.filter(
    ([, value], index) => value !== points[index - 1]?.[1] || value !== points[index + 1]?.[1],
  );
  const step = Math.ceil(turning.length / most);
  return step <= 1
    ? turning
    : turning.filter((_, index) => index % step === 0 || index === turning.length - 1);
}

/** Instrument and attribute set as one text that can be taken apart again. */
const nameOf = (instrument: string, labels: Iterable<readonly [string, string]>): string =>
  JSON.stringify([instrument, [...labels].toSorted(([a], [b]) => (a < b ? -1 : 1))]);

function labelsOf(name: string): Pick<SeriesReport, 'instrument' | 'attributes'> {
  const [instrument, labels] = JSON.parse(name) as [string, [string, string][]];
  return { instrument, attributes: Object.fromEntries(labels) };
}

export const milliseconds = (unixNano: bigint): number => Number(unixNano / 1000n) / 1000;
