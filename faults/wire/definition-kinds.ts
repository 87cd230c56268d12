import type { HistogramPoint, Metric, MetricData, NumberPoint } from '../../src/otlp/model.ts';
import { isCounter, isHistogram, isUpDown, type KindOfFault, type Making } from './kind-of-fault.ts';
import { rewriteData, rewriteInstrument } from './rewrite.ts';

const having =
  (edit: (data: MetricData, index: number) => MetricData): Making =>
  ({ name }) =>
    rewriteData(name, (data, { index }) => edit(data, index));

const saying =
  (edit: (metric: Metric, index: number) => Partial<Metric>): Making =>
  ({ name }) =>
    rewriteInstrument(name, (metric, { index }) => [{ ...metric, ...edit(metric, index) }]);

const asNumbers = (
  points: readonly HistogramPoint[],
  numberOf: (point: HistogramPoint) => bigint | number,
): readonly NumberPoint[] =>
  points.map((point) => ({ ...pointOf(point), value: numberOf(point), exemplars: [] }));

const pointOf = ({ attributes, startTimeUnixNano, timeUnixNano, flags }: HistogramPoint | NumberPoint) => ({
  ...{ attributes, startTimeUnixNano, timeUnixNano, flags },
});

const asHistogram = (points: readonly NumberPoint[]): readonly HistogramPoint[] =>
  points.map((point) => {
    const count = BigInt(Math.trunc(Number(point.value ?? 0)));
    return {
      ...pointOf(point),
      ...{ count, sum: Number(count), min: undefined, max: undefined },
      ...{ bucketCounts: [count, 0n], explicitBounds: [1], exemplars: [] },
    };
  });

const DELTA = 'sends its totals as if they were deltas';

/** Kind, temporality and number type. */
export const KIND_KINDS: readonly KindOfFault[] = [
  {
    id: 'other-monotonicity',
    of: 'KND-01',
    words: 'is a sum of the other monotonicity',
    expects: 'kind',
    applies: (instrument) => !isHistogram(instrument),
    rewriting: having((data) => (data.kind === 'sum' ? { ...data, isMonotonic: !data.isMonotonic } : data)),
  },
  {
    id: 'as-gauge',
    of: 'KND-04',
    words: 'is a gauge',
    expects: 'kind',
    applies: (instrument) => !isHistogram(instrument),
    rewriting: having((data) => (data.kind === 'sum' ? { kind: 'gauge', points: data.points } : data)),
  },
  {
    id: 'exponential',
    of: 'KND-05',
    words: 'has exponential buckets',
    expects: 'kind',
    applies: isHistogram,
    equivalent: 'the document says histogram, and an exponential one is one: it resolves by construction',
    rewriting: having((data) =>
      data.kind === 'histogram'
        ? {
            ...data,
            kind: 'exponentialHistogram',
            points: data.points.map(({ bucketCounts: _, explicitBounds: __, ...point }) => ({
              ...point,
              ...{ scale: 0, zeroCount: 0n, zeroThreshold: 0 },
              positive: { offset: -1, bucketCounts: [point.count] },
              negative: { offset: 0, bucketCounts: [] },
            })),
          }
        : data,
    ),
  },
  {
    id: 'as-summary',
    of: 'KND-06',
    words: 'is a summary',
    expects: 'kind',
    applies: isHistogram,
    rewriting: having((data) =>
      data.kind === 'histogram'
        ? {
            kind: 'summary',
            points: data.points.map((point) => ({
              ...pointOf(point),
              ...{ count: point.count, sum: point.sum ?? 0 },
              quantiles: [{ quantile: 0.5, value: (point.sum ?? 0) / Number(point.count || 1n) }],
            })),
          }
        : data,
    ),
  },
  ...(['count', 'sum'] as const).map(
    (what): KindOfFault => ({
      id: `as-${what}`,
      of: 'KND-07',
      words: `is a counter of its ${what}`,
      expects: 'kind',
      applies: isHistogram,
      rewriting: having((data) =>
        data.kind === 'histogram'
          ? {
              ...{ kind: 'sum', isMonotonic: true, temporality: data.temporality },
              points: asNumbers(data.points, (point) => point[what] ?? 0),
            }
          : data,
      ),
    }),
  ),
  {
    id: 'as-histogram',
    of: 'KND-08',
    words: 'is a histogram',
    expects: 'kind',
    applies: isCounter,
    rewriting: having((data) =>
      data.kind === 'sum'
        ? { kind: 'histogram', temporality: data.temporality, points: asHistogram(data.points) }
        : data,
    ),
  },
  ...(
    [
      ['KND-10', isCounter],
      ['KND-11', isHistogram],
      ['KND-12', isUpDown],
    ] as const
  ).map(
    ([of, applies]): KindOfFault => ({
      id: 'called-delta',
      of,
      words: DELTA,
      expects: 'kind',
      applies,
      strict: true,
      rewriting: having((data) => ('temporality' in data ? { ...data, temporality: 'delta' } : data)),
    }),
  ),
  {
    id: 'no-temporality',
    of: 'KND-13',
    words: 'does not say its temporality',
    expects: 'data-model/identity',
    rewriting: having((data) => ('temporality' in data ? { ...data, temporality: 'unspecified' } : data)),
  },
  {
    id: 'changing-temporality',
    of: 'KND-14',
    words: 'has another temporality in every second export',
    expects: 'data-model/stability',
    rewriting: having((data, index) =>
      'temporality' in data && index % 2 === 1 ? { ...data, temporality: 'delta' } : data,
    ),
  },
  {
    id: 'mixed-numbers',
    of: 'KND-17',
    words: 'sends integers and doubles by turns',
    expects: 'data-model/number-type',
    applies: (instrument) => !isHistogram(instrument),
    rewriting: having((data, index) =>
      data.kind === 'sum' && index % 2 === 1
        ? {
            ...data,
            points: data.points.map((point) => ({
              ...point,
              value:
                typeof point.value === 'bigint' ? Number(point.value) : BigInt(Math.round(point.value ?? 0)),
            })),
          }
        : data,
    ),
  },
];

const OTHER_UNITS: readonly (readonly [id: string, of: string, unit: (unit: string) => string])[] = [
  ['no-unit', 'UNI-01', () => ''],
  ['bare-unit', 'UNI-05', (unit) => unit.replaceAll(/[{}]/g, '')],
  ['plural-unit', 'UNI-05', (unit) => unit.replace('}', 's}')],
  ['unit-one', 'UNI-06', () => '1'],
  ['unit-case', 'UNI-07', (unit) => unit.toUpperCase()],
  ['long-unit', 'UNI-08', (unit) => unit.padEnd(64, 'x')],
  ['foreign-unit', 'UNI-08', (unit) => `\u00b5${unit}`],
  ['milliseconds', 'UNI-02', (unit) => (unit === 's' ? 'ms' : unit)],
  ['microseconds', 'UNI-02', (unit) => (unit === 's' ? 'us' : unit)],
];

/** Units and descriptions. */
export const WORD_KINDS: readonly KindOfFault[] = [
  ...OTHER_UNITS.map(
    ([id, of, other]): KindOfFault => ({
      id,
      of,
      words: 'has another unit',
      expects: 'unit',
      applies: ({ unit }) => other(unit) !== unit,
      rewriting: saying(({ unit }) => ({ unit: other(unit) })),
    }),
  ),
  {
    id: 'changing-unit',
    of: 'UNI-12',
    words: 'has another unit in every second export',
    expects: 'data-model/stability',
    rewriting: saying(({ unit }, index) => ({ unit: index % 2 === 0 ? unit : 'things' })),
  },
  {
    id: 'no-description',
    words: 'says nothing about itself',
    expects: 'catalogue/description',
    rewriting: saying(() => ({ description: '' })),
  },
  {
    id: 'changing-description',
    of: 'UNI-11',
    words: 'is described in other words in every export',
    expects: 'catalogue/description',
    rewriting: saying(({ description }, index) => ({ description: `${description} ${index}` })),
  },
];
