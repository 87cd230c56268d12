import { clientSeconds } from '../../ledger/entry.ts';
import { exercised, finding } from '../finding.ts';
import { type SeriesState, seriesOf } from '../state.ts';
import type { View } from '../view.ts';
import type { Rule } from './rule.ts';

const CHECK = 'histogram/resolution';
const INSTRUMENT = 'kms.kmip.operation.duration';

/** The bounds of a histogram must tell apart what differs tenfold for the clients. */
const TENFOLD = 10;

/** The fastest and the slowest operation must have their typical durations in different buckets. */
export const resolution: Rule = (view) => {
  const [fast, slow] = extremes(view);
  if (fast === undefined || slow === undefined || slow.seconds < TENFOLD * fast.seconds) return [];
  const series = seriesOf(view.moments.at(-1)?.state ?? new Map(), INSTRUMENT);
  const bucket = (operation: string) =>
    typicalBucket(series.find(({ sample }) => sample.attributes.get('operation') === operation));
  const [a, b] = [bucket(fast.operation), bucket(slow.operation)];
  if (a === undefined || b === undefined) return [];
  if (a !== b) return [exercised(CHECK)];
  return [
    finding(
      CHECK,
      `${fast.operation} (${milliseconds(fast)}) and ${slow.operation} (${milliseconds(slow)}) fall into one bucket of ${INSTRUMENT}: its bounds resolve nothing`,
      { series: INSTRUMENT },
    ),
  ];
};

interface Typical {
  readonly operation: string;
  /** Mean client time of its bare requests. */
  readonly seconds: number;
}

function extremes({ record, moments }: View): readonly [Typical | undefined, Typical | undefined] {
  const bare = record.entries
    .slice(0, moments.at(-1)?.entryCount ?? 0)
    .filter(({ bare, outcome }) => bare && outcome.kind === 'answered');
  const typical = [...Map.groupBy(bare, ({ operations }) => operations[0]?.operation)].flatMap(
    ([operation, entries]) =>
      operation === undefined
        ? []
        : [
            {
              operation,
              seconds: entries.reduce((sum, entry) => sum + clientSeconds(entry), 0) / entries.length,
            },
          ],
  );
  const inOrder = typical.toSorted((a, b) => a.seconds - b.seconds);
  return [inOrder[0], inOrder.at(-1)];
}

/** Index of the bucket that holds the middle value; an exponential histogram resolves by construction. */
function typicalBucket(series: SeriesState | undefined): string | undefined {
  const point = series?.sample.point;
  if (point === undefined) return undefined;
  if ('positive' in point) return series?.sample.key;
  if (!('bucketCounts' in point)) return undefined;
  let below = 0n;
  const index = point.bucketCounts.findIndex((count) => {
    below += count;
    return 2n * below >= point.count;
  });
  return `${index}`;
}

const milliseconds = ({ seconds }: Typical): string => `${(seconds * 1000).toFixed(1)} ms`;
