import type { AttributeRule } from '../contract/contract.ts';
import { type Bounds, contains, describe, plus, ZERO } from '../ledger/bounds.ts';
import type { PredictedSeries } from '../ledger/tally.ts';
import { groupingOf } from './grouping.ts';
import { describeLabels } from './sample.ts';
import { type SeriesState, whole } from './state.ts';

/** Attribute key -> canonical value -> the target's own word for it. */
export type Renaming = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** One series that is not as predicted. */
export interface Mismatch {
  readonly labels: string;
  readonly expected: Bounds;
  readonly received: bigint;
  readonly scenarios: ReadonlySet<string>;
}

/**
 * Finds the target's own words for canonical values where the contract allows them: what has the same name is
 * the same; what is left over is matched by what each word adds up to, one for one or several to one.
 */
export function renamingOf(
  rules: readonly AttributeRule[],
  predicted: readonly PredictedSeries[],
  received: readonly SeriesState[],
): Renaming {
  return new Map(
    rules
      .filter(({ renaming }) => renaming !== 'none')
      .map(({ key, renaming }) => [
        key,
        renaming === 'grouping' ? groupingOf(predicted, received, key) : matched(key, predicted, received),
      ]),
  );
}

/** Compares the split over labels, series by series, after renaming. What is zero may be absent. */
export function compareSplit(
  predicted: readonly PredictedSeries[],
  received: ReadonlyMap<string, SeriesState>,
  renaming: Renaming,
): readonly Mismatch[] {
  const own = inOwnWords(predicted, renaming);
  const mismatches: Mismatch[] = [];
  let found = 0;
  for (const { text, value, scenarios } of own) {
    const series = received.get(text);
    if (series !== undefined) found += 1;
    const stands = whole(series?.value) ?? 0n;
    if (!contains(value, stands))
      mismatches.push({ labels: text, expected: value, received: stands, scenarios });
  }
  return found === received.size ? mismatches : [...mismatches, ...surplus(received, own)];
}

/** What came although nothing of that name is predicted. */
function surplus(received: ReadonlyMap<string, SeriesState>, own: readonly Worded[]): readonly Mismatch[] {
  const names = new Set(own.map(({ text }) => text));
  return [...received]
    .filter(([labels]) => !names.has(labels))
    .map(([labels, { value }]) => ({
      ...{ labels, expected: ZERO, received: whole(value) ?? 0n },
      scenarios: new Set<string>(),
    }))
    .filter(({ received: stands }) => stands !== 0n);
}

type Worded = Pick<PredictedSeries, 'text' | 'value' | 'scenarios'>;

/** What is predicted under the labels as the target words them; what shares a word stands together. */
function inOwnWords(predicted: readonly PredictedSeries[], renaming: Renaming): readonly Worded[] {
  if ([...renaming.values()].every(({ size }) => size === 0)) return predicted;
  const own = new Map<string, Worded>();
  for (const { labels, value, scenarios } of predicted) {
    const text = describeLabels(
      Object.entries(labels).map(([key, word]) => [key, renaming.get(key)?.get(word) ?? word] as const),
    );
    const known = own.get(text);
    const all =
      known === undefined
        ? { text, value, scenarios }
        : { text, value: plus(known.value, value), scenarios: new Set([...scenarios, ...known.scenarios]) };
    own.set(text, all);
  }
  return [...own.values()];
}

/** Does some attribute, whatever its key, split the value as predicted for this one? */
export function isDistinguished(
  key: string,
  predicted: readonly PredictedSeries[],
  received: readonly SeriesState[],
): boolean {
  const expected = [...expectedMarginals(predicted, key).values()].filter(({ max }) => max !== 0n);
  const shapes = new Set(received.map(({ sample }) => sample.shape));
  const keys = new Set([...shapes].flatMap((shape) => shape.keys));
  const likeliestFirst = keys.has(key) ? new Set([key, ...keys]) : keys;
  return [...likeliestFirst].some((candidate) =>
    isOneForOne(expected, [...marginals(received, candidate).values()]),
  );
}

export const describeMismatch = ({ labels, expected, received }: Mismatch): string =>
  `{${labels}} must stand at ${describe(expected)}, but stands at ${received}`;

/** Each sum that is not zero is one of those expected, and each expected one that must be there is there. */
function isOneForOne(expected: readonly Bounds[], received: readonly bigint[]): boolean {
  const left = new Map<bigint, number>();
  for (const value of received) if (value !== 0n) left.set(value, (left.get(value) ?? 0) + 1);
  const take = (value: bigint): boolean => {
    const times = left.get(value);
    if (times === undefined) return false;
    if (times === 1) left.delete(value);
    else left.set(value, times - 1);
    return true;
  };
  const [exact, ranges] = [expected.filter(isExact), expected.filter((bounds) => !isExact(bounds))];
  if (!exact.every(({ min }) => take(min) || min === 0n)) return false;
  const fit = ranges.every((bounds) => {
    const value = [...left.keys()].find((candidate) => contains(bounds, candidate));
    return value === undefined ? bounds.min === 0n : take(value);
  });
  return fit && left.size === 0;
}

const isExact = ({ min, max }: Bounds): boolean => min === max;

function matched(
  key: string,
  predicted: readonly PredictedSeries[],
  received: readonly SeriesState[],
): ReadonlyMap<string, string> {
  const words = new Set(received.map(({ sample }) => sample.attribute(key)));
  const renaming = new Map<string, string>();
  if (predicted.every(({ labels }) => words.has(labels[key] ?? ''))) return renaming;
  const expected = expectedMarginals(predicted, key);
  const free = new Map([...marginals(received, key)].filter(([word]) => !expected.has(word)));
  for (const [canonical, bounds] of expected) {
    if (words.has(canonical)) continue;
    const own = [...free].find(([, value]) => contains(bounds, value) && value !== 0n);
    if (own === undefined) continue;
    renaming.set(canonical, own[0]);
    free.delete(own[0]);
  }
  return renaming;
}

function expectedMarginals(predicted: readonly PredictedSeries[], key: string): Map<string, Bounds> {
  const sums = new Map<string, Bounds>();
  for (const { labels, value } of predicted) {
    const word = labels[key] ?? '';
    sums.set(word, plus(sums.get(word) ?? ZERO, value));
  }
  return sums;
}

function marginals(received: readonly SeriesState[], key: string): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { sample, value } of received) {
    const word = sample.attribute(key);
    if (word !== undefined) sums.set(word, (sums.get(word) ?? 0n) + (whole(value) ?? 0n));
  }
  return sums;
}
