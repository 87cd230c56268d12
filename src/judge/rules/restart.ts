import { contains, describe } from '../../ledger/bounds.ts';
import { predict } from '../../ledger/predict.ts';
import type { Collection } from '../collections.ts';
import { exercised, finding, type Ruling } from '../finding.ts';
import { advance, EMPTY_STATE, seriesOf, wholeTotal } from '../state.ts';
import type { View } from '../view.ts';

const CHECK = 'restart/epoch';
const START_TIME = 'kms.server.start_time';
const FROM_THE_STORE = ['kms.objects.total', 'kms.keys.active.count'] as const;

/**
 * Between two epochs of one store: the start time is later, and the first collection already counts what the store
 * holds. That counters begin at zero is judged by their values in the new epoch. Positive control: a collection that
 * was taken before the first new traffic, for only that one can be held against the store alone.
 */
export function restart(before: View, after: View): readonly Ruling[] {
  if (after.collections.length === 0 || before.collections.length === 0) return [];
  const first = firstBeforeTraffic(after);
  return [
    ...startTimeRulings(before, after),
    ...(first === undefined ? [] : [exercised(CHECK), ...storeRulings(first, after)]),
  ];
}

function firstBeforeTraffic({ collections: [first], record }: View): Collection | undefined {
  const traffic = record.entries.find(({ operations }) => operations.length > 0);
  const isLate =
    first !== undefined && traffic !== undefined && first.arrivedAtUnixMs >= traffic.sentAtUnixMs;
  return isLate ? undefined : first;
}

function startTimeRulings(before: View, after: View): readonly Ruling[] {
  const [then, now] = [startTimeOf(before), startTimeOf(after)];
  if (then === undefined || now === undefined || now > then) return [];
  return [finding(CHECK, `${START_TIME} must be later after a restart, but was ${then} and is ${now}`)];
}

function storeRulings(first: Collection, { record }: View): readonly Ruling[] {
  const state = advance(EMPTY_STATE, first.samples);
  const { instruments } = predict([], record.setting, Number(first.timeUnixNano / 1_000_000n));
  return FROM_THE_STORE.flatMap((name) => {
    const expected = instruments.get(name)?.total;
    const series = seriesOf(state, name);
    const received = wholeTotal(series);
    if (expected === undefined || (received !== undefined && contains(expected, received))) return [];
    const is = series.length === 0 ? 'absent' : (received ?? 'no whole number');
    return [
      finding(
        CHECK,
        `${name} must be ${describe(expected)} in the first export after a restart, but is ${is}`,
      ),
    ];
  });
}

const startTimeOf = ({ metrics }: View): number | undefined => {
  const value = metrics.find(({ instrument }) => instrument === START_TIME)?.samples[0]?.value;
  return value === undefined ? undefined : Number(value);
};
