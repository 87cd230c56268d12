import type { Exception } from './exceptions.ts';
import type { Way } from './sections.ts';

/** What became of one vector. */
export interface Outcome {
  readonly vector: string;
  readonly result: 'pass' | 'fail' | 'skip';
  readonly detail: string;
}

/** All vectors of a section on one way in. */
export interface Replay {
  readonly section: string;
  readonly way: Way;
  readonly outcomes: readonly Outcome[];
}

export interface Verdict {
  readonly passed: number;
  /** Exceptions that failed, as they should. */
  readonly excepted: readonly {
    readonly vector: string;
    readonly ways: readonly Way[];
    readonly reason: string;
  }[];
  /** Sentences: failures that nobody listed, exceptions that pass, exceptions of vectors that were not replayed. */
  readonly failures: readonly string[];
}

/** Not replayed is not passed: a skipped vector counts as a failed one. */
export function judgeReplays(replays: readonly Replay[], exceptions: readonly Exception[]): Verdict {
  const listed = exceptions.map((exception) => ({ exception, seen: false, failedOn: [] as Way[] }));
  const failures: string[] = [];
  let passed = 0;
  for (const { section, way, outcomes } of replays) {
    if (outcomes.length === 0) failures.push(`${section}, ${way}: no vector was replayed`);
    for (const { vector, result, detail } of outcomes) {
      const where = `${section}, ${way}: ${vector}`;
      const found = listed.find(({ exception }) => exception.vector === vector && covers(exception, way));
      if (found !== undefined) found.seen = true;
      if (result !== 'pass' && found !== undefined) found.failedOn.push(way);
      else if (result !== 'pass') failures.push(`${where} (${result}): ${detail}`);
      else if (found !== undefined)
        failures.push(`${where} passes, but is listed as an exception: take it off the list`);
      else passed += 1;
    }
  }
  for (const { exception, seen } of listed)
    if (!seen) failures.push(`${exception.vector} is listed as an exception, but was not replayed`);
  const excepted = listed
    .filter(({ failedOn }) => failedOn.length > 0)
    .map(({ exception: { vector, reason }, failedOn }) => ({ vector, reason, ways: failedOn }));
  return { passed, excepted, failures };
}

const covers = ({ ways }: Exception, way: Way): boolean => ways === undefined || ways.includes(way);
