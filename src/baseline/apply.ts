import { type CheckResult, type State, weigh } from '../judge/verdict.ts';
import type { Baseline, Entry } from './baseline.ts';
import { holdsFor } from './versions.ts';

/** The circumstances under which a baseline is read. */
export interface Circumstances {
  /** YYYY-MM-DD. */
  readonly today: string;
  readonly targetVersion: string | undefined;
}

/** A run as it is to be seen with what was known before. */
export interface Applied {
  /** Weighed anew, each with the entry that was weighed. */
  readonly results: readonly CheckResult[];
  /** What is wrong with the baseline, a sentence each. None: it is in order. */
  readonly problems: readonly string[];
}

/**
 * What is wrong with a baseline as it stands, whatever a run shows: an entry for no check, two for the same.
 * @param known ids of all checks
 */
export function mistakesIn({ entries }: Baseline, known: ReadonlySet<string>): readonly string[] {
  const first = new Map<string, Entry>();
  return entries.flatMap((entry) => {
    const { check, list, place } = entry;
    const earlier = first.get(check);
    if (earlier === undefined) first.set(check, entry);
    return [
      ...(known.has(check)
        ? []
        : [`${place}: there is no check ${check}: correct the id, or remove the entry`]),
      ...(earlier === undefined ? [] : [`${place}: ${doubled(check, list, earlier)}`]),
    ];
  });
}

const doubled = (check: string, list: string, earlier: Entry): string =>
  list === earlier.list
    ? `${check} stands twice, first at ${earlier.place}: keep one entry`
    : `${check} is ${list} here and ${earlier.list} at ${earlier.place}: it can be only one of them`;

/** Entries whose day has passed: they excuse nothing any more. */
export const expiredIn = ({ entries }: Baseline, { today }: Circumstances): readonly string[] =>
  entries
    .filter((entry) => isExpired(entry, today))
    .map(
      ({ place, check, expires, owner }) =>
        `${place}: the entry for ${check} has expired on ${expires}${owner === undefined ? '' : ` (owner: ${owner})`}: mend what it excuses, or give it a new day`,
    );

const isExpired = ({ expires }: Entry, today: string): boolean => expires !== undefined && expires < today;

/**
 * Weighs the results of a run anew. An entry is put to the test only where all evidence for its check was seen: a
 * check that passes on a part of it does not make its entry stale.
 * @param whole ids of the checks all of whose scenarios have run
 */
export function applyBaseline(
  baseline: Baseline,
  results: readonly CheckResult[],
  run: Circumstances & { readonly strict: boolean; readonly whole: ReadonlySet<string> },
): Applied {
  const { today, targetVersion, strict, whole } = run;
  const undecided = baseline.entries.filter(
    ({ versions }) => versions !== undefined && targetVersion === undefined,
  );
  const inForce = new Map(
    baseline.entries
      .filter((entry) => !isExpired(entry, today) && holds(entry, targetVersion))
      .map((entry) => [entry.check, entry]),
  );
  const weighed = results.map((result) => {
    const entry = inForce.get(result.check.id);
    const proof = result.state !== 'passed' || whole.has(result.check.id);
    return entry === undefined || !proof ? result : withEntry(result, entry, strict);
  });
  return {
    results: weighed,
    problems: [
      ...mistakesIn(baseline, new Set(results.map(({ check }) => check.id))),
      ...expiredIn(baseline, run),
      ...undecided.map(
        ({ place, check, versions }) =>
          `${place}: the entry for ${check} holds for versions ${versions?.text}, and the version of the target is not known: give it in the target file`,
      ),
      ...weighed.flatMap(({ check, state, weight }) => {
        const entry = inForce.get(check.id);
        return weight === 'stale' && entry !== undefined ? [staleness(entry, state)] : [];
      }),
    ],
  };
}

const holds = ({ versions }: Entry, version: string | undefined): boolean =>
  versions === undefined || (version !== undefined && holdsFor(versions.bounds, version));

const withEntry = (result: CheckResult, entry: Entry, strict: boolean): CheckResult => {
  const { known, reason, link, owner } = entry;
  return {
    ...result,
    weight: weigh(result.state, result.check.level, strict, known),
    baseline: { known, reason, link, owner },
  };
};

const staleness = ({ place, check, known }: Entry, state: State): string =>
  `${place}: ${check} is known as ${KNOWN_AS[known]}, and ${NOW[state]}: remove the entry ("baseline write" does it)`;

const KNOWN_AS = { failing: 'failing', 'not-testable': 'not testable', flaky: 'flaky' };
const NOW: Readonly<Record<State, string>> = {
  passed: 'has passed',
  failed: 'has failed',
  'not-testable': 'is not testable',
  'not-applicable': 'does not apply to this target',
  'not-run': 'was not run',
  'set-up-error': 'could not be judged',
};
