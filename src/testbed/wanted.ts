import { type Check, checksOf } from '../contract/checks.ts';
import type { Contract, Level } from '../contract/contract.ts';
import { fits, nearest } from './pattern.ts';
import { PlanError, type PlannedScenario } from './plan.ts';

/**
 * What the user wants of all checks and scenarios. A check is wanted when it fits every list that is given, and it
 * fits a list when it fits one word of it. In patterns `*` stands for any text.
 */
export interface Wanted {
  /** Patterns of check ids. */
  readonly checks?: readonly string[] | undefined;
  /** Patterns of names of instruments, or their numbers. */
  readonly instruments?: readonly string[] | undefined;
  /** Patterns of tags, with @ or without: only scenarios with one, and what they are evidence for. */
  readonly tags?: readonly string[] | undefined;
  readonly levels?: readonly Level[] | undefined;
  /** Ids of the checks that an earlier run has left open. */
  readonly open?: readonly string[] | undefined;
}

export interface WantedPlan {
  readonly checks: readonly Check[];
  readonly scenarios: readonly PlannedScenario[];
}

/** @throws PlanError for a pattern that nothing fits, and where no check fits all that is wanted */
export function wantedOf(
  contract: Contract,
  all: readonly PlannedScenario[],
  { checks: ids, instruments, tags, levels, open }: Wanted,
): WantedPlan {
  const scenarios = tags === undefined ? all : tagged(all, tags);
  const evidenced = new Set(scenarios.flatMap((scenario) => scenario.checks));
  const named = instruments && namesOf(contract, instruments);
  const checks = checksOf(contract);
  if (ids !== undefined)
    everyFits(
      'check',
      ids,
      checks.map(({ id }) => id),
      'list prints them all',
    );
  const gone = open?.find((id) => !checks.some((check) => check.id === id));
  if (gone !== undefined)
    throw new PlanError(`the report names ${gone}, which the profile ${contract.profile} does not have`);
  const strange = levels?.find((level) => !checks.some((check) => check.level === level));
  if (strange !== undefined)
    throw new PlanError(`no check of the profile ${contract.profile} is a ${strange}`);
  const wanted = checks.filter(
    ({ id, level }) =>
      (ids === undefined || ids.some((pattern) => fits(pattern, id))) &&
      (named === undefined || named.has(id.slice(0, id.lastIndexOf('/')))) &&
      (levels === undefined || levels.includes(level)) &&
      (open === undefined || open.includes(id)) &&
      (tags === undefined || evidenced.has(id)),
  );
  if (wanted.length === 0)
    throw new PlanError('no check fits everything that is wanted: take one of the options away');
  const judged = wanted.map(({ id }) => id);
  const needed = new Set([...judged, ...moversOf(judged, scenarios)]);
  return {
    checks: wanted,
    scenarios: scenarios.filter((scenario) => scenario.checks.some((id) => needed.has(id))),
  };
}

/** What an instrument is can only be told where it moves: where its own scenarios do not, those of its value do. */
const moversOf = (ids: readonly string[], scenarios: readonly PlannedScenario[]): readonly string[] =>
  ids.flatMap((id) => {
    const value = `${id.slice(0, id.lastIndexOf('/'))}/value`;
    const moves = scenarios.some(({ checks }) => checks.includes(id) && checks.includes(value));
    return moves ? [] : [value];
  });

function tagged(all: readonly PlannedScenario[], tags: readonly string[]): readonly PlannedScenario[] {
  const patterns = tags.map((tag) => (tag.startsWith('@') ? tag : `@${tag}`));
  everyFits(
    'tag',
    patterns,
    [...new Set(all.flatMap((scenario) => scenario.tags))],
    'features/ has them all',
  );
  return all.filter((scenario) =>
    scenario.tags.some((tag) => patterns.some((pattern) => fits(pattern, tag))),
  );
}

function namesOf(contract: Contract, patterns: readonly string[]): ReadonlySet<string> {
  const names = contract.instruments.map(({ name }) => name);
  const numbers = contract.instruments.map(({ number }) => `${number}`);
  everyFits(
    'instrument',
    patterns.filter((pattern) => !numbers.includes(pattern)),
    names,
    'list prints them all',
  );
  const fitting = contract.instruments.filter(({ name, number }) =>
    patterns.some((pattern) => pattern === `${number}` || fits(pattern, name)),
  );
  return new Set(fitting.map(({ name }) => name));
}

function everyFits(
  what: string,
  patterns: readonly string[],
  words: readonly string[],
  remedy: string,
): void {
  const lonely = patterns.find((pattern) => !words.some((word) => fits(pattern, word)));
  if (lonely === undefined) return;
  const near = nearest(lonely, words).join(', ');
  throw new PlanError(`there is no ${what} ${JSON.stringify(lonely)}; nearest: ${near}; ${remedy}`);
}
