import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Check, checksOf } from '../contract/checks.ts';
import { documented } from '../contract/contract.fixture.ts';
import type { Level } from '../contract/contract.ts';
import { type CheckResult, type State, verdictOf, weigh } from '../judge/verdict.ts';
import { applyBaseline, mistakesIn } from './apply.ts';
import { parseBaseline } from './load.ts';

const REST = 'reason = "known"\nlink = "https://example.org/1"\n';
const failing = (check: string, more = '') => `[[known-failing]]\ncheck = "${check}"\n${REST}${more}\n`;
const flaky = (check: string) => `[[known-flaky]]\ncheck = "${check}"\n${REST}`;

const [CHECK] = checksOf(documented()) as [Check];

const result = (id: string, state: State, level: Level = 'MUST'): CheckResult => ({
  check: { ...CHECK, id, level },
  state,
  weight: weigh(state, level, false),
  findings: [],
  reason: undefined,
});

function applied(
  text: string,
  results: readonly CheckResult[],
  more: { readonly targetVersion?: string; readonly whole?: readonly string[] } = {},
) {
  const { targetVersion, whole = results.map(({ check }) => check.id) } = more;
  const run = applyBaseline(parseBaseline(text, 'b.toml'), results, {
    today: '2027-02-01',
    targetVersion,
    strict: false,
    whole: new Set(whole),
  });
  return { ...run, verdict: verdictOf(run.results, run.problems.length === 0) };
}

const CASES: readonly (readonly [string, string, readonly CheckResult[], string, readonly RegExp[]])[] = [
  ['nothing is known', '', [result('a/b', 'failed')], 'not conform', []],
  ['a known failure', failing('a/b'), [result('a/b', 'failed')], 'not conform, as expected (1)', []],
  [
    'a known failure and a new one',
    failing('a/b'),
    [result('a/b', 'failed'), result('c/d', 'failed')],
    'not conform',
    [],
  ],
  [
    'a known failure that has passed',
    failing('a/b'),
    [result('a/b', 'passed')],
    'baseline stale',
    [/^b\.toml:1: a\/b is known as failing, and has passed: remove the entry/],
  ],
  [
    'a known failure where nothing was seen',
    failing('a/b'),
    [result('a/b', 'not-testable')],
    'not conform',
    [],
  ],
  [
    'known not to be testable',
    failing('a/b', 'state = "not-testable"'),
    [result('a/b', 'not-testable')],
    'not conform, as expected (1)',
    [],
  ],
  [
    'an entry for what does not apply',
    failing('a/b'),
    [result('a/b', 'not-applicable'), result('c/d', 'passed')],
    'baseline stale',
    [/does not apply to this target/],
  ],
  [
    'an entry for what was not run',
    failing('a/b'),
    [result('a/b', 'not-run'), result('c/d', 'passed')],
    'conform, partial run',
    [],
  ],
  ['a set-up error', failing('a/b'), [result('a/b', 'set-up-error')], 'set-up error', []],
  ['flaky, and has failed', flaky('a/b'), [result('a/b', 'failed')], 'not conform, as expected (1)', []],
  ['flaky, and has passed', flaky('a/b'), [result('a/b', 'passed')], 'conform', []],
  ['flaky, and a set-up error', flaky('a/b'), [result('a/b', 'set-up-error')], 'set-up error', []],
  ['a SHOULD that is known to fail', failing('a/b'), [result('a/b', 'failed', 'SHOULD')], 'conform', []],
  [
    'the last day',
    failing('a/b', 'expires = 2027-02-01'),
    [result('a/b', 'failed')],
    'not conform, as expected (1)',
    [],
  ],
  [
    'the day after',
    failing('a/b', 'expires = 2027-01-31\nowner = "ann"'),
    [result('a/b', 'failed')],
    'not conform',
    [/^b\.toml:1: the entry for a\/b has expired on 2027-01-31 \(owner: ann\)/],
  ],
  [
    'the day after, and it passes',
    failing('a/b', 'expires = 2027-01-31'),
    [result('a/b', 'passed')],
    'baseline stale',
    [/has expired/],
  ],
  [
    'no such check',
    failing('a/z'),
    [result('a/b', 'passed')],
    'baseline stale',
    [/^b\.toml:1: there is no check a\/z: correct the id/],
  ],
  [
    'a condition, and nobody knows the version',
    failing('a/b', 'versions = ">=5"'),
    [result('a/b', 'failed')],
    'not conform',
    [/^b\.toml:1: the entry for a\/b holds for versions >=5, and the version of the target is not known/],
  ],
];

for (const [what, text, results, verdict, problems] of CASES) {
  test(`baseline: ${what}: ${verdict}`, () => {
    const run = applied(text, results);
    assert.equal(run.verdict, verdict);
    assert.equal(run.problems.length, problems.length, run.problems.join('\n'));
    for (const [index, problem] of problems.entries()) assert.match(run.problems[index] ?? '', problem);
  });
}

test('an entry holds for the versions that it names, and is neither used nor stale for others', () => {
  const text = failing('a/b', 'versions = ">=5.17 <5.26"');
  const verdicts = ['5.17.1', '5.26.0'].flatMap((targetVersion) =>
    (['failed', 'passed'] as const).map(
      (state) => applied(text, [result('a/b', state)], { targetVersion }).verdict,
    ),
  );
  assert.deepEqual(verdicts, ['not conform, as expected (1)', 'baseline stale', 'not conform', 'conform']);
});

test('a pass on a part of the evidence refutes nothing', () => {
  const { verdict, results } = applied(failing('a/b'), [result('a/b', 'passed')], { whole: [] });
  assert.deepEqual([verdict, results[0]?.weight], ['conform', 'fine']);
});

test('what excuses a check stands in its result', () => {
  const { results } = applied(failing('a/b', 'owner = "ann"'), [result('a/b', 'failed')]);
  assert.deepEqual(results[0]?.baseline, {
    ...{ known: 'failing', reason: 'known', link: 'https://example.org/1', owner: 'ann' },
  });
});

test('the same check twice, or in both lists, is a mistake', () => {
  const mistakes = (text: string) => mistakesIn(parseBaseline(text, 'b.toml'), new Set(['a/b']));
  assert.match(
    mistakes(failing('a/b') + failing('a/b')).join(),
    /^b\.toml:6: a\/b stands twice, first at b\.toml:1/,
  );
  assert.match(
    mistakes(failing('a/b') + flaky('a/b')).join(),
    /^b\.toml:6: a\/b is known-flaky here and known-failing at b\.toml:1/,
  );
  assert.deepEqual(mistakes(failing('a/b')), []);
});
