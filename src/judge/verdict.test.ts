import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Level } from '../contract/contract.ts';
import { exercised, finding } from './finding.ts';
import {
  type CheckResult,
  exitCodeOf,
  type Known,
  resultsOf,
  type State,
  verdictOf,
  type Weight,
  weigh,
} from './verdict.ts';

/**
 * What the baseline says, then a letter for each of MUST, SHOULD and MAY in a strict run, then in one that is not:
 * (f)ine, (r)eported, (e)xpected, (p)artial, (s)tale, (b)reaks, (u)nusable.
 */
const MATRIX: Readonly<Record<State, Readonly<Record<Known, string>>>> = {
  passed: { nothing: 'fff fff', failing: 'sss sss', 'not-testable': 'sss sss', flaky: 'fff fff' },
  failed: { nothing: 'bbr brr', failing: 'eer err', 'not-testable': 'bbs bss', flaky: 'eer err' },
  'not-testable': { nothing: 'bbr brr', failing: 'bbr brr', 'not-testable': 'eer err', flaky: 'bbr brr' },
  'not-applicable': { nothing: 'fff fff', failing: 'sss sss', 'not-testable': 'sss sss', flaky: 'sss sss' },
  'not-run': { nothing: 'ppp ppp', failing: 'ppp ppp', 'not-testable': 'ppp ppp', flaky: 'ppp ppp' },
  'set-up-error': { nothing: 'uuu uuu', failing: 'uuu uuu', 'not-testable': 'uuu uuu', flaky: 'uuu uuu' },
};
const LEVELS: readonly Level[] = ['MUST', 'SHOULD', 'MAY'];

for (const [state, row] of Object.entries(MATRIX)) {
  for (const [known, letters] of Object.entries(row)) {
    test(`the verdict matrix: ${state}, and the baseline says ${known}`, () => {
      const weighed = [true, false].map((strict) =>
        LEVELS.map((level) => weigh(state as State, level, strict, known as Known).charAt(0)).join(''),
      );
      assert.equal(weighed.join(' '), letters);
    });
  }
}

const check = (id: string, level: Level = 'MUST') => ({
  id,
  level,
  text: '',
  source: '',
  capability: undefined,
});
const weighing = (...weights: readonly Weight[]): readonly CheckResult[] =>
  weights.map((weight) => ({
    check: check('a/b'),
    state: 'passed',
    weight,
    findings: [],
    reason: undefined,
  }));

const VERDICTS: readonly (readonly [readonly Weight[], string, number])[] = [
  [['fine'], 'conform', 0],
  [['fine', 'reported'], 'conform', 0],
  [['fine', 'partial'], 'conform, partial run', 0],
  [['fine', 'expected', 'expected'], 'not conform, as expected (2)', 0],
  [['expected', 'partial'], 'not conform, as expected (1), partial run', 0],
  [['partial', 'breaks'], 'not conform', 1],
  [['breaks', 'stale', 'expected'], 'not conform', 1],
  [['fine', 'stale', 'expected'], 'baseline stale', 3],
  [['fine', 'breaks', 'unusable'], 'set-up error', 4],
  [['stale', 'unusable'], 'set-up error', 4],
  [[], 'set-up error', 4],
];

for (const [weights, verdict, exitCode] of VERDICTS) {
  test(`${weights.join(', ') || 'nothing'}: ${verdict}, exit code ${exitCode}`, () => {
    const received = verdictOf(weighing(...weights));
    assert.equal(received, verdict);
    assert.equal(exitCodeOf(received), exitCode);
  });
}

test('an entry of the baseline that is wrong by itself is worse than a known failure and better than a new one', () => {
  const verdicts = (['fine', 'expected', 'breaks', 'unusable'] as const).map((weight) =>
    verdictOf(weighing(weight), false),
  );
  assert.deepEqual(verdicts, ['baseline stale', 'baseline stale', 'not conform', 'set-up error']);
});

test('a run that judged nothing conforms to nothing', () => {
  const idle = (['not-run', 'not-applicable'] as const).map((state) => ({
    check: check(`a/${state}`),
    state,
    weight: weigh(state, 'MUST', true),
    findings: [],
    reason: '',
  }));
  assert.equal(verdictOf(idle), 'set-up error');
});

test('a check passes when put to the test without a finding, and only then', () => {
  const checks = ['a/passed', 'b/failed', 'c/failed-unexercised', 'd/unseen'].map((id) => check(id));
  const rulings = [
    exercised('a/passed'),
    exercised('b/failed'),
    finding('b/failed', 'wrong'),
    finding('c/failed-unexercised', 'wrong'),
    finding('z/of-no-interest', 'wrong'),
  ];
  const results = resultsOf(checks, rulings, new Map(), true);
  assert.deepEqual(
    results.map(({ state, findings }) => [state, findings.length]),
    [
      ['passed', 0],
      ['failed', 1],
      ['failed', 1],
      ['not-testable', 0],
    ],
  );
  assert.match(results[3]?.reason ?? '', /never seen/);
});

test('an exclusion speaks before any ruling, with its reason', () => {
  const exclusions = new Map([['a/b', { state: 'not-run', reason: 'left out' } as const]]);
  const [result] = resultsOf([check('a/b')], [finding('a/b', 'wrong')], exclusions, true);
  assert.deepEqual(
    [result?.state, result?.weight, result?.findings, result?.reason],
    ['not-run', 'partial', [], 'left out'],
  );
});

test('SHOULD breaks a strict verdict only', () => {
  const run = (strict: boolean) =>
    verdictOf(resultsOf([check('a/b', 'SHOULD')], [finding('a/b', 'wrong')], new Map(), strict));
  assert.deepEqual([run(true), run(false)], ['not conform', 'conform']);
});

test('what is known of a check that was not put to the test never hides what was found or seen', () => {
  const known = { state: 'not-testable', reason: 'the port is taken' } as const;
  const unexercised = new Map(['a/found', 'b/seen', 'c/unseen'].map((id) => [id, known]));
  const results = resultsOf(
    ['a/found', 'b/seen', 'c/unseen'].map((id) => check(id)),
    [finding('a/found', 'wrong'), exercised('b/seen')],
    new Map(),
    true,
    unexercised,
  );
  assert.deepEqual(
    results.map(({ state, reason }) => [state, reason]),
    [
      ['failed', undefined],
      ['passed', undefined],
      ['not-testable', 'the port is taken'],
    ],
  );
});
