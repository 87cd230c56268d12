import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(fileURLToPath(new URL(path, ROOT)), 'utf8');
const files = (pattern: string): readonly string[] => globSync(pattern, { cwd: fileURLToPath(ROOT) });

/** What a judgement may be off by, or needs at least, is called so. */
const NAMED =
  /^(?:export )?const ([A-Z_]*(?:TOLERANCE|SLACK|STALENESS|SPREAD|GROWTH|SPLIT_GAP|LEAST|MOST_BYTES)[A-Z_]*) =/gm;

/** What is meant for readers, or guards the suite against itself: no verdict hangs on it. */
const NO_TOLERANCE: Readonly<Record<string, string>> = {
  LEAST_SECRET_BYTES: 'the suite makes its secrets itself, and longer',
  LEAST_OUTAGES: 'the feature makes as many; who tries at fewer cannot be judged, and is told so',
  LEAST_CANARY: 'what an imported recording may have been sent, which is no verdict',
};

interface Edge {
  readonly file: string;
  /** Words of the test or case that must stay green. */
  readonly within: string;
  /** Words of the test or case that must turn red, or is no longer put to the test. */
  readonly beyond: string;
}

const rule = (name: string, within: string, beyond: string): Edge => ({
  ...{ file: `src/judge/rules/${name}.test.ts`, within, beyond },
});

const inOne = (name: string, words: string): Edge => rule(name, words, words);
const PUSH = 'src/testbed/push/rules.test.ts';

const EDGES: Readonly<Record<string, Edge>> = {
  UPTIME_TOLERANCE_SECONDS: inOne('clock', '[58.9, 59, 60, 61, 61.1]'),
  START_TIME_TOLERANCE_SECONDS: inOne('clock', '[from - 2.1, from - 2, from, from + 2.2, from + 2.3]'),
  LEAST_UPTIME_WINDOW_SECONDS: rule('clock', 'collections: [2, 4] })', 'collections: [2, 3.9] })'),
  START_TOLERANCE_MS: inOne('times', 'a start up to two seconds before the process'),
  ARRIVAL_TOLERANCE_MS: inOne('times', 'an export may be ten seconds on its way, and no longer'),
  CLOCK_TOLERANCE_MS: inOne('times', 'a point time up to two seconds ahead is a matter of clocks, further'),
  COLLECTION_SPREAD_SECONDS: rule('data-model', 'as long as a collection may take', '1_000_000_001n'),
  LEAST_INTERVALS: rule('push', 'thirty seconds apart', 'one interval proves nothing'),
  LEAST_IDLE_COLLECTIONS: inOne('idle', 'three collections make a window, two do not'),
  LEAST_SUMS: inOne('resolution', 'twenty sums that fit into 32 bits are too many, nineteen prove nothing'),
  MOST_BYTES_OF_A_REQUEST: inOne('size', 'a request may have 4 MiB and no byte more'),
  DATE_STALENESS_MS: {
    ...{ file: 'src/judge/skew.test.ts', within: 'a Date that a busy server has kept for a second too long' },
    beyond: 'a Date that is a millisecond older than that',
  },
  REFRESH_SLACK_MS: {
    file: 'src/judge/staleness.test.ts',
    ...{ within: 'refreshed([31.9, 61.9], 0n, 31.9)', beyond: 'refreshed([32.6, 62.6], 0n, 32.6)' },
  },
  SPLIT_GAP_MS: {
    file: 'src/judge/collections.test.ts',
    ...{ within: 'another series just within the gap', beyond: 'another series after the gap' },
  },
  CLIENT_TIME_SLACK_SECONDS: {
    file: 'src/judge/rules/values.test.ts',
    ...{ within: '0.5019,', beyond: '0.5021,' },
  },
  TIMER_TOLERANCE_MS: { file: PUSH, within: "'just long enough'", beyond: "'too short'" },
  LEAST_PAUSE_MS: { file: PUSH, within: "'the least pause'", beyond: "'at once'" },
  LEAST_GROWTH: { file: PUSH, within: "'the least growth'", beyond: "'less', six(" },
  LEAST_GAPS: { file: PUSH, within: '[50, 100, 200, 400],', beyond: '[50, 100, 200], [1' },
  LEAST_ALIKE: { file: PUSH, within: "'the least jitter of the last but two'", beyond: "'no jitter', six(" },
  LEAST_SPREAD: { file: PUSH, within: "'the least jitter of the last'", beyond: "'no jitter', six(" },
};

const named = ['src/judge', 'src/ledger', 'src/testbed']
  .flatMap((room) => files(`${room}/**/*.ts`))
  .filter((path) => !/\.(test|fixture)\.ts$|^src\/(judge\/evidence|testbed\/stack)\//.test(path))
  .flatMap((path) => [...read(path).matchAll(NAMED)].map(([, name = '']) => name));

test('every tolerance has a test at both sides of its edge', () => {
  const without = named.filter((name) => !(name in EDGES) && !(name in NO_TOLERANCE));
  assert.deepEqual(without, []);
});

test('the tests at the edges are there', () => {
  const wrong = Object.entries(EDGES).filter(([name, { file, within, beyond }]) => {
    const text = read(file);
    return !named.includes(name) || !text.includes(within) || !text.includes(beyond);
  });
  assert.deepEqual(wrong, []);
});

test('nothing is excused that is not there', () =>
  assert.deepEqual(
    Object.keys(NO_TOLERANCE).filter((name) => !named.includes(name)),
    [],
  ));
