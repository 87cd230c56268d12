import { type Bounds, plus, ZERO } from '../ledger/bounds.ts';
import type { PredictedSeries } from '../ledger/tally.ts';
import { describeLabels } from './sample.ts';
import { type SeriesState, whole } from './state.ts';

/** Finding which values stand together is a search; beyond this the labels are taken as they are. */
const MAX_STEPS = 10_000;

/** The other labels of a series, as text -> what stands there. */
type Profile<Value> = ReadonlyMap<string, Value>;

/**
 * Canonical value -> the target's word for it, where several values may share a word. A value keeps its own name
 * where the target has that word, and shares it with none: a route under the name of another is no group. The others
 * are laid where they make up, label by label, what came.
 */
export function groupingOf(
  predicted: readonly PredictedSeries[],
  received: readonly SeriesState[],
  key: string,
): ReadonlyMap<string, string> {
  const canonical = expectedProfiles(predicted, key);
  const words = receivedProfiles(received, key);
  const searched = [...canonical]
    .filter(([value, profile]) => !words.has(value) && [...profile.values()].some(({ max }) => max !== 0n))
    .toSorted(([, a], [, b]) => Number(least(b) - least(a)));
  const laid = new Map<string, readonly Profile<Bounds>[]>(
    [...words.keys()].map((word) => [word, canonical.has(word) ? [canonical.get(word) ?? new Map()] : []]),
  );
  let steps = 0;
  const search = (index: number): ReadonlyMap<string, string> | undefined => {
    const [value, profile] = searched[index] ?? [];
    if (value === undefined || profile === undefined) {
      return [...words].every(([word, came]) => reaches(laid.get(word) ?? [], came)) ? new Map() : undefined;
    }
    for (const [word, came] of words) {
      if (canonical.has(word)) continue;
      steps += 1;
      if (steps > MAX_STEPS) return undefined;
      const before = laid.get(word) ?? [];
      if (!fits([...before, profile], came)) continue;
      laid.set(word, [...before, profile]);
      const rest = search(index + 1);
      laid.set(word, before);
      if (rest !== undefined) return new Map(rest).set(value, word);
    }
    return undefined;
  };
  return search(0) ?? new Map();
}

const least = (profile: Profile<Bounds>): bigint =>
  [...profile.values()].reduce((sum, { min }) => sum + min, 0n);

/** No more than came, wherever it came. */
const fits = (profiles: readonly Profile<Bounds>[], came: Profile<bigint>): boolean =>
  [...added(profiles)].every(([rest, { min }]) => min <= (came.get(rest) ?? 0n));

/** As much as came. */
function reaches(profiles: readonly Profile<Bounds>[], came: Profile<bigint>): boolean {
  const sums = added(profiles);
  return [...came].every(([rest, value]) => {
    const { max } = sums.get(rest) ?? ZERO;
    return max === undefined || max >= value;
  });
}

function added(profiles: readonly Profile<Bounds>[]): Profile<Bounds> {
  const sums = new Map<string, Bounds>();
  for (const [rest, bounds] of profiles.flatMap((profile) => [...profile]))
    sums.set(rest, plus(sums.get(rest) ?? ZERO, bounds));
  return sums;
}

function expectedProfiles(predicted: readonly PredictedSeries[], key: string): Map<string, Profile<Bounds>> {
  const profiles = new Map<string, Map<string, Bounds>>();
  for (const { labels, value } of predicted) {
    const { [key]: word = '', ...others } = labels;
    const profile = profiles.get(word) ?? new Map<string, Bounds>();
    const rest = describeLabels(Object.entries(others));
    profiles.set(word, profile.set(rest, plus(profile.get(rest) ?? ZERO, value)));
  }
  return profiles;
}

function receivedProfiles(received: readonly SeriesState[], key: string): Map<string, Profile<bigint>> {
  const profiles = new Map<string, Map<string, bigint>>();
  for (const { sample, value } of received) {
    const word = sample.attribute(key);
    if (word === undefined) continue;
    const profile = profiles.get(word) ?? new Map<string, bigint>();
    const rest = describeLabels([...sample.attributes].filter(([other]) => other !== key));
    profiles.set(word, profile.set(rest, (profile.get(rest) ?? 0n) + (whole(value) ?? 0n)));
  }
  return profiles;
}
