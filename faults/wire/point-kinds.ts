import type { Exemplar, HistogramPoint, NumberPoint } from '../../src/otlp/model.ts';
import type { AnyPoint } from './counts.ts';
import { isCounter, isHistogram, isOfTraffic, type KindOfFault, type Making } from './kind-of-fault.ts';
import { rewritePoints } from './rewrite.ts';

const pointed =
  (
    edit: (point: AnyPoint, index: number, first: boolean) => Partial<HistogramPoint> | Partial<NumberPoint>,
  ): Making =>
  ({ name }) =>
    rewritePoints(
      name,
      (point: AnyPoint, { index }, first) => ({ ...point, ...edit(point, index, first) }) as AnyPoint,
    );

const ofBuckets = (
  edit: (point: HistogramPoint, index: number, first: boolean) => Partial<HistogramPoint>,
): Making =>
  pointed((point, index, first) =>
    'bucketCounts' in point && point.count > 0n ? edit(point, index, first) : {},
  );

const histogram = (
  id: string,
  of: string,
  words: string,
  expects: string,
  edit: Parameters<typeof ofBuckets>[0],
): KindOfFault => ({ id, of, words, expects, applies: isHistogram, rewriting: ofBuckets(edit) });

const CHECK = 'data-model/histogram';

/** The arithmetic of histograms. */
export const HISTOGRAM_KINDS: readonly KindOfFault[] = [
  histogram(
    'bucket-sum',
    'HIS-01',
    'has one more in its buckets than it counts',
    CHECK,
    ({ bucketCounts }) => ({
      bucketCounts: bucketCounts.map((count, index) => (index === 0 ? count + 1n : count)),
    }),
  ),
  histogram('bucket-count', 'HIS-02', 'has as many buckets as bounds', CHECK, ({ bucketCounts }) => ({
    bucketCounts: bucketCounts.slice(1),
  })),
  histogram('bounds-fall', 'HIS-02', 'has bounds that do not increase', CHECK, ({ explicitBounds }) => ({
    explicitBounds: explicitBounds.toReversed(),
    ...{ min: undefined, max: undefined },
  })),
  histogram('minimum-above-maximum', 'HIS-07', 'has its minimum above its maximum', CHECK, ({ max }) => ({
    min: (max ?? 0) + 1,
  })),
  histogram('maximum-in-empty-bucket', 'HIS-07', 'has a maximum that is in no bucket', CHECK, () => ({
    max: 1e9,
  })),
  histogram('mean-above-maximum', 'HIS-07', 'has a mean above its maximum', CHECK, ({ sum, count, max }) => ({
    sum: (sum ?? 0) + Number(count) * ((max ?? 0) + 1),
  })),
  histogram('bucket-empties', 'HIS-07', 'has buckets that empty again', CHECK, ({ bucketCounts }, index) =>
    index % 2 === 0 ? {} : { bucketCounts: bucketCounts.toReversed(), ...{ min: undefined, max: undefined } },
  ),
  histogram('sum-of-nothing', 'HIS-09', 'counts nothing, and has a sum', CHECK, ({ bucketCounts, sum }) => ({
    ...{ count: 0n, sum: (sum ?? 0) + 1, min: undefined, max: undefined },
    bucketCounts: bucketCounts.map(() => 0n),
  })),
  histogram('no-buckets', 'HIS-10', 'has no buckets', 'histogram/resolution', () => ({
    ...{ bucketCounts: [], explicitBounds: [] },
  })),
  histogram(
    'millisecond-bounds',
    'HIS-11',
    'has bounds for milliseconds',
    'histogram/resolution',
    ({ count }) => ({ explicitBounds: [0, 5, 10], bucketCounts: [0n, count, 0n, 0n] }),
  ),
  histogram(
    'bounds-of-a-point',
    'HIS-12',
    'has bounds of its own in its first point',
    'data-model/stability',
    ({ explicitBounds }, _, first) =>
      first
        ? { explicitBounds: explicitBounds.map((bound) => 2 * bound), ...{ min: undefined, max: undefined } }
        : {},
  ),
  histogram(
    'bounds-change',
    'HIS-12',
    'has other bounds from its second export on',
    'data-model/stability',
    ({ explicitBounds }, index) =>
      index === 0
        ? {}
        : { explicitBounds: explicitBounds.map((bound) => 2 * bound), ...{ min: undefined, max: undefined } },
  ),
];

const exemplar = (point: AnyPoint): Exemplar => ({
  filteredAttributes: [],
  timeUnixNano: point.timeUnixNano,
  value: 'min' in point ? (point.max ?? 0) : 1n,
  ...{ traceId: new Uint8Array(16), spanId: new Uint8Array(8) },
});

/** Flags and exemplars. */
export const POINT_KINDS: readonly KindOfFault[] = [
  histogram(
    'strange-exemplar',
    'EXE-01',
    'has an exemplar that is none of its values',
    'data-model/exemplars',
    (point) => ({ exemplars: [{ ...exemplar(point), value: 1e9 }] }),
  ),
  {
    id: 'late-exemplar',
    of: 'EXE-02',
    words: 'has an exemplar from after its window',
    expects: 'data-model/exemplars',
    applies: (instrument) => isCounter(instrument) || isHistogram(instrument),
    rewriting: pointed((point) => ({
      exemplars: [{ ...exemplar(point), timeUnixNano: point.timeUnixNano + 1n }],
    })),
  },
  {
    id: 'early-exemplar',
    of: 'EXE-02',
    words: 'has an exemplar from before its window',
    expects: 'data-model/exemplars',
    applies: isCounter,
    rewriting: pointed((point) => ({
      exemplars: [{ ...exemplar(point), timeUnixNano: point.startTimeUnixNano - 1n }],
    })),
  },
  {
    id: 'no-value-and-one',
    of: 'EXE-05',
    words: 'says that it has no value, and has one',
    expects: 'data-model/no-recorded-value',
    rewriting: pointed(() => ({ flags: 1 })),
  },
  {
    id: 'reserved-flags',
    of: 'EXE-06',
    words: 'has reserved flags',
    expects: 'data-model/flags',
    rewriting: pointed(() => ({ flags: 2 })),
  },
  {
    id: 'wrong-overflow',
    words: 'has an overflow series that says so in a text',
    expects: 'data-model/overflow',
    applies: isOfTraffic,
    rewriting: pointed((point) => ({
      attributes: [...point.attributes, { key: 'otel.metric.overflow', value: 'true' }],
    })),
  },
];
