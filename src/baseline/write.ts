import type { State, Weight } from '../judge/verdict.ts';
import { FileError } from '../toml/read.ts';
import type { Entry } from './baseline.ts';
import { parseBaseline, UNFINISHED } from './load.ts';
import { holdsFor } from './versions.ts';

/** What became of the checks of a run, as its report has it. */
export interface Outcome {
  readonly targetVersion: string | undefined;
  readonly checks: readonly { readonly id: string; readonly state: State; readonly weight: Weight }[];
}

/** What all new entries say; where it is not given, a person has to. */
export interface Words {
  readonly reason: string | undefined;
  readonly link: string | undefined;
}

export interface Update {
  readonly text: string;
  readonly added: readonly string[];
  readonly kept: readonly string[];
  /** Sentences. */
  readonly dropped: readonly string[];
  /** Sentences: what only a person can decide. */
  readonly open: readonly string[];
}

/**
 * The text of a baseline after a run: entries stay as they are written while they are true, go when they are not, and
 * what broke without one gets one at the end.
 * @param text of the file so far; empty = there is none
 * @throws FileError for a file that cannot be read, or a run that a baseline must not be made from
 */
export function updateBaseline(text: string, file: string, run: Outcome, words: Words): Update {
  const broken = run.checks.find(({ state }) => state === 'set-up-error');
  if (broken !== undefined)
    throw new FileError(
      `${broken.id} could not be judged for an error of the set-up: no baseline excuses that`,
    );
  const { entries } = parseBaseline(text, file, false);
  const fates = entries.map((entry) => ({ entry, ...fateOf(entry, run) }));
  const kept = fates.filter(({ gone }) => gone === undefined);
  const has = new Set(kept.map(({ entry }) => entry.check));
  const missing = run.checks.filter(
    ({ id, weight }) => (weight === 'breaks' || weight === 'expected') && !has.has(id),
  );
  const blocks = [
    ...textsOf(text, file, entries, new Set(kept.map(({ entry }) => entry))),
    ...missing.map((check) =>
      blockOf(check, words, fates.find(({ entry }) => entry.check === check.id)?.entry),
    ),
  ];
  return {
    text: `${blocks.filter((block) => block !== '').join('\n\n')}\n`,
    added: missing.map(({ id }) => id),
    kept: kept.map(({ entry }) => entry.check),
    dropped: fates.flatMap(({ entry, gone }) => (gone === undefined ? [] : [`${entry.check}: ${gone}`])),
    open: fates.flatMap(({ open }) => open ?? []),
  };
}

interface Fate {
  /** Why the entry goes. */
  readonly gone?: string;
  readonly open?: string;
}

function fateOf(entry: Entry, { checks, targetVersion }: Outcome): Fate {
  const { check, known, versions, place } = entry;
  const now = checks.find(({ id }) => id === check);
  if (now === undefined) return { gone: 'there is no such check' };
  if (versions !== undefined && !(targetVersion !== undefined && holdsFor(versions.bounds, targetVersion))) {
    const fails = now.weight === 'breaks';
    return fails
      ? { open: `${place}: ${check} fails for version ${targetVersion ?? 'unknown'} too: widen "versions"` }
      : {};
  }
  switch (now.state) {
    case 'not-applicable':
      return { gone: 'does not apply to this target' };
    case 'passed':
      return isProof(now, checks) && known !== 'flaky' ? { gone: 'has passed' } : {};
    case 'failed':
      return known === 'not-testable' && now.weight !== 'reported'
        ? { gone: 'was testable, and has failed' }
        : {};
    case 'not-testable':
      return known !== 'not-testable' && now.weight === 'breaks'
        ? { gone: 'could not be tested this time' }
        : {};
    default:
      return {};
  }
}

/** A pass refutes an entry when the run was whole, or was weighed against the entry itself. */
const isProof = ({ weight }: { readonly weight: Weight }, checks: Outcome['checks']): boolean =>
  weight === 'stale' || checks.every(({ state }) => state !== 'not-run');

/** The text before the first entry, then that of each entry to be kept, with the comments right above it. */
function textsOf(
  text: string,
  file: string,
  entries: readonly Entry[],
  kept: ReadonlySet<Entry>,
): readonly string[] {
  const lines = text.split('\n');
  const starts = entries.map(({ place }) => {
    let at = Number(place.slice(file.length + 1)) - 1;
    if (!lines[at]?.trim().startsWith('[['))
      throw new FileError(
        `${place}: write every entry as a table of its own: [[known-failing]], then its keys`,
      );
    while (lines[at - 1]?.trim().startsWith('#')) at -= 1;
    return at;
  });
  const block = (from: number, to: number | undefined) => lines.slice(from, to).join('\n').trim();
  return [
    block(0, starts[0]),
    ...entries.flatMap((entry, index) =>
      kept.has(entry) ? [block(starts[index] ?? 0, starts[index + 1])] : [],
    ),
  ];
}

function blockOf(
  { id, state }: { readonly id: string; readonly state: State },
  { reason, link }: Words,
  before: Entry | undefined,
): string {
  const ask = `${UNFINISHED}: say why${before === undefined ? '' : ` (before: ${before.reason})`}`;
  return [
    '[[known-failing]]',
    `check = ${JSON.stringify(id)}`,
    ...(state === 'not-testable' ? ['state = "not-testable"'] : []),
    `reason = ${JSON.stringify(reason ?? ask)}`,
    `link = ${JSON.stringify(link ?? before?.link ?? `${UNFINISHED}: where it is tracked`)}`,
  ].join('\n');
}
