import { isDeepStrictEqual } from 'node:util';
import type { EpochRecord } from '../../src/judge/record.ts';
import type { MetricData } from '../../src/otlp/model.ts';
import { type AnyPoint, increased, scaled } from './counts.ts';
import {
  isCounter,
  isDatabase,
  isHistogram,
  isLabelled,
  isOfTraffic,
  type KindOfFault,
} from './kind-of-fault.ts';
import { rewriteData, rewritePoints } from './rewrite.ts';
import { offline } from './rewriting.ts';

/** What is counted. */
export const VALUE_KINDS: readonly KindOfFault[] = [
  {
    id: 'shifted',
    words: 'books one event on the wrong label',
    expects: 'attributes',
    applies: (instrument) => isLabelled(instrument) && isCounter(instrument) && !isDatabase(instrument),
    apply: ({ name }) => shifted(name),
  },
  {
    id: 'doubled',
    of: 'CNT-01',
    words: 'counts everything twice',
    expects: 'value',
    applies: (instrument) => !isDatabase(instrument),
    rewriting: ({ name }) => rewritePoints(name, (point: AnyPoint) => scaled(point, 2n)),
  },
  {
    id: 'stands-still',
    words: 'is there, and never counts anything',
    expects: 'value',
    rewriting: ({ name }) => rewritePoints(name, (point: AnyPoint) => scaled(point, 0n)),
  },
  {
    id: 'off-by-one',
    words: 'counts one too many',
    expects: 'value',
    applies: (instrument) => isOfTraffic(instrument) && !isDatabase(instrument),
    rewriting: ({ name }) =>
      rewritePoints(name, (point: AnyPoint, _, first) => (first ? increased(point) : point)),
  },
  ...Object.entries({
    'thousandfold-time': ['UNI-03', 1000],
    'billionfold-time': ['UNI-03', 1e9],
  } as const).map(
    ([id, [of, factor]]): KindOfFault => ({
      id,
      of,
      words: 'measures in something else what it calls seconds',
      expects: 'value',
      applies: isHistogram,
      rewriting: ({ name }) =>
        rewritePoints(name, (point: AnyPoint) =>
          'sum' in point && point.sum !== undefined
            ? { ...point, sum: point.sum * factor, max: undefined }
            : point,
        ),
    }),
  ),
];

/** From the first event on, one of the first series stands on the last, or on one that there should not be. */
const shifted =
  (name: string): ((record: EpochRecord) => EpochRecord) =>
  (record) => {
    const points = pointsOf(record, name);
    const [from, to] = [points[0]?.attributes, points.at(-1)?.attributes];
    if (from === undefined || to === undefined) return record;
    const wrong = isDeepStrictEqual(from, to) ? from.map(({ key }) => ({ key, value: 'elsewhere' })) : to;
    return offline(rewriteData(name, (data) => moved(data, from, wrong)))(record);
  };

/** The points of the last export that has some. */
const pointsOf = ({ exports }: EpochRecord, name: string): readonly AnyPoint[] =>
  (exports
    .flatMap(({ request }) => request.resourceMetrics)
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics))
    .findLast((metric) => metric.name === name)?.data.points as readonly AnyPoint[]) ?? [];

type Attributes = AnyPoint['attributes'];

function moved(data: MetricData, from: Attributes, to: Attributes): MetricData {
  if (data.kind !== 'sum') return data;
  const donor = data.points.find(
    ({ attributes, value }) => isDeepStrictEqual(attributes, from) && Number(value) > 0,
  );
  if (donor === undefined) return data;
  const receiver = data.points.find(({ attributes }) => isDeepStrictEqual(attributes, to));
  const others = data.points.filter((point) => point !== donor && point !== receiver);
  const more = receiver === undefined ? { ...donor, attributes: to, value: 1n } : increased(receiver);
  return { ...data, points: [{ ...donor, value: BigInt(Number(donor.value)) - 1n }, ...others, more] };
}
