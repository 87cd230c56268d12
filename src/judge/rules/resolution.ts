import { clientSeconds, type Entry } from '../../ledger/entry.ts';
import type { HistogramPoint } from '../../otlp/model.ts';
import { exercised, finding, type Ruling } from '../finding.ts';
import type { Sample } from '../sample.ts';
import { EMPTY_STATE, type SeriesState, seriesOf } from '../state.ts';
import type { View } from '../view.ts';
import type { Rule } from './rule.ts';

const CHECK = 'histogram/resolution';
const INSTRUMENT = 'kms.kmip.operation.duration';

/** The bounds of a histogram must tell apart what differs tenfold for the clients. */
const TENFOLD = 10;

/** The fastest operation and the slowest must have their typical durations in different buckets. */
export const resolution: Rule = (view) => {
  const unresolved = [...unresolvedInstruments(view), ...shortSums(view)];
  return unresolved.length > 0 ? unresolved : extremesRulings(view);
};

function extremesRulings(view: View): readonly Ruling[] {
  const [fast, slow] = extremes(view);
  if (fast === undefined || slow === undefined || slow.seconds < TENFOLD * fast.seconds) return [];
  const series = seriesOf(view.moments.at(-1)?.state ?? EMPTY_STATE, INSTRUMENT);
  const bucket = ({ operation }: Typical) =>
    typicalBucket(
      series.find(({ sample }) => sample.attribute('operation') === operation),
      view.samples,
    );
  const [a, b] = [bucket(fast), bucket(slow)];
  if (a === undefined || b === undefined) return [];
  if (a !== b) return [exercised(CHECK)];
  return [
    finding(
      CHECK,
      `${fast.operation} (${milliseconds(fast)} for its clients) and ${slow.operation} (${milliseconds(slow)}) fall into one bucket of ${INSTRUMENT}: its bounds resolve nothing`,
      { series: INSTRUMENT },
    ),
  ];
}

/** A duration in seconds is mostly a part of one. */
const ONE_SECOND = 1;

/** Histograms of seconds without a bucket, or without a bound for parts of a second: nothing can be read from them. */
const unresolvedInstruments = ({ contract, metrics }: View): readonly Ruling[] =>
  contract.instruments
    .filter(({ kind, unit }) => kind === 'histogram' && unit === 's')
    .flatMap(({ name }) => {
      const point = samplesIn(metrics, name).find(
        (sample) => 'bucketCounts' in sample.point && !resolvesParts(sample.point),
      )?.point;
      if (point === undefined || !('explicitBounds' in point)) return [];
      const bounds =
        point.explicitBounds.length === 0 ? 'no bounds' : `the bounds ${point.explicitBounds.join(' ')}`;
      return [
        finding(CHECK, `${name} counts seconds and has ${bounds}: none lies within the first second`, {
          series: name,
        }),
      ];
    });

/** So many different sums of doubles do not all happen to need no more than 24 bits. */
export const LEAST_SUMS = 20;

/** Sums that were added up in 32 bits: what is small is lost beside what has gathered. */
const shortSums = ({ contract, metrics }: View): readonly Ruling[] =>
  contract.instruments
    .filter(({ kind, unit }) => kind === 'histogram' && unit === 's')
    .flatMap(({ name }) => {
      const sums = new Set(
        samplesIn(metrics, name).flatMap(({ sum }) => (sum !== undefined && sum !== 0 ? [sum] : [])),
      );
      const isShort = sums.size >= LEAST_SUMS && [...sums].every((sum) => Math.fround(sum) === sum);
      return isShort
        ? [
            finding(
              CHECK,
              `all ${sums.size} sums of ${name} fit into 32 bits: they were added up in so few`,
              { series: name },
            ),
          ]
        : [];
    });

const samplesIn = (metrics: View['metrics'], name: string): readonly Sample[] =>
  metrics.filter(({ instrument }) => instrument === name).flatMap(({ samples }) => samples);

const resolvesParts = ({ explicitBounds }: HistogramPoint): boolean =>
  explicitBounds.some((bound) => bound > 0 && bound < ONE_SECOND);

interface Typical {
  readonly operation: string;
  readonly seconds: number;
}

/** By client times; of slow operations only those count whose time was spent in the server. */
function extremes({ record, moments }: View): readonly [Typical | undefined, Typical | undefined] {
  const bare = record.entries
    .slice(0, moments.at(-1)?.entryCount ?? 0)
    .filter((entry) => entry.bare && entry.outcome.kind === 'answered');
  if (!bare.some(isSlow)) return [undefined, undefined];
  const groups = [...Map.groupBy(bare, ({ operations }) => operations[0]?.operation)];
  const fastest = typical(groups, (entries) => median(entries.map(clientSeconds)));
  const slowest = typical(groups, (entries) => median(entries.map(slowSeconds)));
  return [fastest[0], slowest.at(-1)];
}

const typical = (
  groups: readonly (readonly [string | undefined, readonly Entry[]])[],
  seconds: (entries: readonly Entry[]) => number,
): readonly Typical[] =>
  groups
    .flatMap(([operation, entries]) =>
      operation === undefined ? [] : [{ operation, seconds: seconds(entries) }],
    )
    .toSorted((a, b) => a.seconds - b.seconds);

/** What the client waited, where it is known that the server took at least half of it. */
const slowSeconds = (entry: Entry): number => (isSlow(entry) ? clientSeconds(entry) : 0);

const isSlow = ({ operations }: Entry): boolean => operations[0]?.atLeastSeconds !== undefined;

const median = (values: readonly number[]): number =>
  Float64Array.from(values).sort()[Math.floor(values.length / 2)] ?? 0;

/** Index of the bucket that holds the middle value; an exponential histogram resolves by construction. */
function typicalBucket(series: SeriesState | undefined, samples: readonly Sample[]): string | undefined {
  if (series === undefined) return undefined;
  const { point, labels, temporality } = series.sample;
  if ('positive' in point) return labels;
  if (!('bucketCounts' in point)) return undefined;
  const counts =
    temporality === 'delta' ? samples.filter(isOf(series.sample)).reduce(added, []) : point.bucketCounts;
  const count = counts.reduce((sum, one) => sum + one, 0n);
  let below = 0n;
  const index = counts.findIndex((one) => {
    below += one;
    return 2n * below >= count;
  });
  return `${index}`;
}

const isOf =
  ({ family, labels }: Sample) =>
  (other: Sample): boolean =>
    other.labels === labels && other.family === family;

/** Bucket by bucket. */
const added = (sums: readonly bigint[], { point }: Sample): readonly bigint[] =>
  'bucketCounts' in point ? point.bucketCounts.map((count, index) => count + (sums[index] ?? 0n)) : sums;

const milliseconds = ({ seconds }: Typical): string => `${(seconds * 1000).toFixed(1)} ms`;
