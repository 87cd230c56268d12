import { isDeepStrictEqual } from 'node:util';
import type { Instrument } from '../../src/contract/contract.ts';
import type { EpochRecord } from '../../src/judge/record.ts';
import type { Metric, MetricData } from '../../src/otlp/model.ts';
import type { WireFault } from '../fault.ts';
import { type AnyPoint, editInstrument, editPoints, increased, scaled } from './edit.ts';

/** Every fault that one instrument can have on the wire, each meant for one aspect. */
export const instrumentFaults = (instrument: Instrument): readonly WireFault[] =>
  KINDS_OF_FAULT.filter(({ applies }) => applies?.(instrument) ?? true).map(
    ({ id, words, aspect, apply }) => ({
      id: `${id}/${instrument.name}`,
      words: `${instrument.name} ${words}`,
      expects: `${instrument.name}/${aspect}`,
      apply: apply(instrument),
    }),
  );

interface KindOfFault {
  readonly id: string;
  readonly words: string;
  readonly aspect: 'name' | 'kind' | 'unit' | 'attributes' | 'value' | 'time';
  readonly applies?: (instrument: Instrument) => boolean;
  readonly apply: (instrument: Instrument) => WireFault['apply'];
}

const ofTraffic = ({ name }: Instrument): boolean => !name.startsWith('kms.server.');
const isDatabase = ({ name }: Instrument): boolean => name.startsWith('kms.database.');

const KINDS_OF_FAULT: readonly KindOfFault[] = [
  {
    id: 'never-exported',
    words: 'is never exported',
    aspect: 'name',
    apply: ({ name }) => editInstrument(name, () => []),
  },
  {
    id: 'renamed',
    words: 'is exported with underscores for dots',
    aspect: 'name',
    apply: ({ name }) => editInstrument(name, (metric) => [{ ...metric, name: name.replaceAll('.', '_') }]),
  },
  {
    id: 'wrong-kind',
    words: 'is exported as another kind',
    aspect: 'kind',
    apply: ({ name }) => editInstrument(name, (metric) => [{ ...metric, data: otherKind(metric) }]),
  },
  {
    id: 'no-unit',
    words: 'has no unit',
    aspect: 'unit',
    apply: ({ name }) => editInstrument(name, (metric) => [{ ...metric, unit: '' }]),
  },
  {
    id: 'milliseconds',
    words: 'says that its seconds are milliseconds',
    aspect: 'unit',
    applies: ({ unit }) => unit === 's',
    apply: ({ name }) => editInstrument(name, (metric) => [{ ...metric, unit: 'ms' }]),
  },
  {
    id: 'surplus-key',
    words: 'carries an attribute key too many',
    aspect: 'attributes',
    apply: ({ name }) =>
      editPoints(name, (point: AnyPoint) => ({
        ...point,
        attributes: [...point.attributes, { key: 'host', value: 'kms-0' }],
      })),
  },
  {
    id: 'renamed-key',
    words: 'spells an attribute key in another way',
    aspect: 'attributes',
    applies: ({ attributes }) => attributes.length > 0,
    apply: ({ name, attributes }) =>
      editPoints(name, (point: AnyPoint) => ({
        ...point,
        attributes: point.attributes.map(({ key, value }) => ({
          key: key === attributes.at(-1)?.key ? `kms.${key}` : key,
          value,
        })),
      })),
  },
  {
    id: 'shifted',
    words: 'books one event on the wrong label',
    aspect: 'attributes',
    applies: (instrument) =>
      instrument.attributes.length > 0 && instrument.kind === 'counter' && !isDatabase(instrument),
    apply: ({ name }) => shifted(name),
  },
  {
    id: 'doubled',
    words: 'counts everything twice',
    aspect: 'value',
    applies: (instrument) => !isDatabase(instrument),
    apply: ({ name }) => editPoints(name, (point: AnyPoint) => scaled(point, 2n)),
  },
  {
    id: 'stands-still',
    words: 'is there, and never counts anything',
    aspect: 'value',
    apply: ({ name }) => editPoints(name, (point: AnyPoint) => scaled(point, 0n)),
  },
  {
    id: 'off-by-one',
    words: 'counts one too many',
    aspect: 'value',
    applies: (instrument) => ofTraffic(instrument) && !isDatabase(instrument),
    apply: ({ name }) => editPoints(name, (point: AnyPoint, _, first) => (first ? increased(point) : point)),
  },
  {
    id: 'thousandfold-time',
    words: 'measures in milliseconds what it calls seconds',
    aspect: 'value',
    applies: ({ kind }) => kind === 'histogram',
    apply: ({ name }) =>
      editPoints(name, (point: AnyPoint) =>
        'sum' in point && point.sum !== undefined
          ? { ...point, sum: point.sum * 1000, max: undefined }
          : point,
      ),
  },
  {
    id: 'start-after-time',
    words: 'starts after it was collected',
    aspect: 'time',
    apply: ({ name }) =>
      editPoints(name, (point: AnyPoint) => ({ ...point, startTimeUnixNano: point.timeUnixNano + 1n })),
  },
  {
    id: 'start-moves',
    words: 'starts anew in every export while its value goes on',
    aspect: 'time',
    apply: ({ name }) =>
      editPoints(name, (point: AnyPoint, { index }) => ({
        ...point,
        startTimeUnixNano: point.startTimeUnixNano + BigInt(index),
      })),
  },
  {
    id: 'time-stands',
    words: 'carries the same point time in every export',
    aspect: 'time',
    apply: ({ name }) =>
      editPoints(name, (point: AnyPoint, { index }) => ({
        ...point,
        timeUnixNano: point.timeUnixNano - BigInt(index) * 20_000_000_000n,
      })),
  },
];

function otherKind({ data }: Metric): MetricData {
  switch (data.kind) {
    case 'sum':
      return { ...data, isMonotonic: !data.isMonotonic };
    case 'histogram':
      return {
        kind: 'sum',
        isMonotonic: true,
        temporality: data.temporality,
        points: data.points.map(({ attributes, startTimeUnixNano, timeUnixNano, flags, count }) => ({
          ...{ attributes, startTimeUnixNano, timeUnixNano, flags },
          value: count,
          exemplars: [],
        })),
      };
    default:
      return data;
  }
}

/** From the first event on, one of the first series stands on the last, or on one that there should not be. */
const shifted =
  (name: string): WireFault['apply'] =>
  (record) => {
    const points = pointsOf(record, name);
    const [from, to] = [points[0]?.attributes, points.at(-1)?.attributes];
    if (from === undefined || to === undefined) return record;
    const wrong = isDeepStrictEqual(from, to) ? from.map(({ key }) => ({ key, value: 'elsewhere' })) : to;
    return editInstrument(name, (metric) => [{ ...metric, data: moved(metric.data, from, wrong) }])(record);
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
