import type { MetricData, MetricsRequest, NumberPoint } from '../../src/otlp/model.ts';
import { type AnyPoint, increased } from './counts.ts';
import { deltas } from './deltas.ts';
import { isCounter, isHistogram, type KindOfFault, type Making } from './kind-of-fault.ts';
import { metricsIn, namesIn, rewritePoints, withPoints } from './rewrite.ts';
import { ofRequests } from './rewriting.ts';

const SECOND_NS = 1_000_000_000n;
const HOUR_NS = 3600n * SECOND_NS;

const timed =
  (edit: (point: AnyPoint, index: number) => Partial<AnyPoint>): Making =>
  ({ name }) =>
    rewritePoints(name, (point: AnyPoint, { index }) => ({ ...point, ...edit(point, index) }) as AnyPoint);

const shifted = (byNs: bigint): Making =>
  timed(({ startTimeUnixNano, timeUnixNano }) => ({
    startTimeUnixNano: startTimeUnixNano + byNs,
    timeUnixNano: timeUnixNano + byNs,
  }));

/** Start and point times, and what values do with them. */
export const TIME_KINDS: readonly KindOfFault[] = [
  ...Object.entries({ 'an-hour-ahead': HOUR_NS, 'an-hour-behind': -HOUR_NS }).map(
    ([id, byNs]): KindOfFault => ({
      id,
      of: 'TIM-03',
      words: 'has the times of another hour',
      expects: 'time',
      rewriting: shifted(byNs),
    }),
  ),
  {
    id: 'time-stands',
    of: 'TIM-04',
    words: 'carries the point time of its first export in every other',
    expects: 'time',
    rewriting: ({ name }) =>
      ofRequests(() => {
        let first: bigint | undefined;
        return (request) => [
          metricsIn(request, (metric) => {
            if (metric.name !== name) return [metric];
            first ??= metric.data.points[0]?.timeUnixNano;
            const timeUnixNano = first ?? 0n;
            return [
              {
                ...metric,
                data: withPoints(metric.data, (points) =>
                  points.map((point) => ({ ...point, timeUnixNano })),
                ),
              },
            ];
          }),
        ];
      }),
  },
  {
    id: 'time-goes-back',
    of: 'TIM-04',
    words: 'has an earlier point time in every export',
    expects: 'time',
    rewriting: timed(({ timeUnixNano }, index) => ({
      timeUnixNano: timeUnixNano - BigInt(index) * 20n * SECOND_NS,
    })),
  },
  {
    id: 'start-after-time',
    of: 'TIM-05',
    words: 'starts after it was collected',
    expects: 'time',
    rewriting: timed(({ timeUnixNano }) => ({ startTimeUnixNano: timeUnixNano + 1n })),
  },
  {
    id: 'no-start',
    of: 'TIM-06',
    words: 'has no start time',
    expects: 'data-model/start-time',
    rewriting: timed(() => ({ startTimeUnixNano: 0n })),
  },
  {
    id: 'start-moves',
    of: 'TIM-07',
    words: 'starts anew in every export while its value goes on',
    expects: 'time',
    rewriting: timed(({ startTimeUnixNano }, index) => ({
      startTimeUnixNano: startTimeUnixNano + BigInt(index),
    })),
  },
  {
    id: 'start-before-process',
    of: 'TIM-10',
    words: 'starts before its process',
    expects: 'time',
    rewriting: timed(({ startTimeUnixNano }) => ({ startTimeUnixNano: startTimeUnixNano - HOUR_NS })),
  },
  {
    id: 'start-jumps',
    of: 'TIM-11',
    words: 'starts anew once, and leaves a gap',
    expects: 'time',
    rewriting: ({ name }) =>
      ofRequests(() => {
        let hasCome = false;
        return (request) => {
          const jumped = metricsIn(request, (metric) =>
            metric.name === name && hasCome ? [{ ...metric, data: later(metric.data) }] : [metric],
          );
          hasCome ||= namesIn(request).includes(name);
          return [jumped];
        };
      }),
  },
  {
    id: 'overlapping-deltas',
    of: 'TIM-12',
    words: 'sends deltas whose windows overlap',
    expects: 'time',
    rewriting: ({ name }) => deltas({ of: name, earlierNs: 1_000_000n }),
  },
  {
    id: 'deltas-with-holes',
    of: 'TIM-12',
    words: 'sends deltas whose windows leave holes',
    expects: 'time',
    rewriting: ({ name }) => deltas({ of: name, earlierNs: -1_000_000n }),
  },
  {
    id: 'two-values-at-once',
    of: 'TIM-13',
    words: 'is sent twice for one time with different values',
    expects: 'time',
    rewriting: ({ name }) =>
      ofRequests(() => (request) => {
        const again = only(request, name);
        return again === undefined ? [request] : [request, again];
      }),
  },
  {
    id: 'falling-sum',
    of: 'TIM-17',
    words: 'has a sum that falls',
    expects: 'time',
    applies: isHistogram,
    rewriting: timed((point, index) => ('sum' in point ? { sum: 1000 - index } : {})),
  },
  {
    id: 'negative',
    of: 'TIM-18',
    words: 'is negative',
    expects: 'time',
    applies: isCounter,
    rewriting: timed((point) =>
      'value' in point ? ({ value: negated(point.value) } satisfies Partial<NumberPoint>) : {},
    ),
  },
  {
    id: 'seconds-earlier',
    of: 'TIM-19',
    words: 'was read seconds before the others of its export',
    expects: 'data-model/collection-time',
    rewriting: shifted(-3n * SECOND_NS),
  },
];

/** A start a thousandth of a second later. */
const later = (data: MetricData): MetricData =>
  withPoints(data, (points) =>
    points.map((point) => ({ ...point, startTimeUnixNano: point.startTimeUnixNano + 1_000_000n })),
  );

const negated = (value: bigint | number | undefined): bigint | number =>
  typeof value === 'bigint' ? -value - 1n : -(value ?? 0) - 1;

/** The instrument alone, counting more. */
function only(request: MetricsRequest, name: string): MetricsRequest | undefined {
  let isThere = false;
  const rest = metricsIn(request, (metric) => {
    if (metric.name !== name) return [];
    isThere = true;
    return [
      { ...metric, data: withPoints(metric.data, (points) => points.map((point) => increased(point))) },
    ];
  });
  return isThere
    ? {
        resourceMetrics: rest.resourceMetrics.map((resource) => ({
          ...resource,
          scopeMetrics: resource.scopeMetrics.filter(({ metrics }) => metrics.length > 0),
        })),
      }
    : undefined;
}
