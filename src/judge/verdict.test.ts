import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Level } from '../contract/contract.ts';
import { exercised, finding } from './finding.ts';
import {
  type CheckResult,
  exitCodeOf,
  resultsOf,
  type State,
  verdictOf,
  type Weight,
  weigh,
} from './verdict.ts';

/** state: MUST, SHOULD, MAY strict; then the same not strict. */
const TABLE: Readonly<Record<State, readonly (readonly Weight[])[]>> = {
  passed: [
    ['fine', 'fine', 'fine'],
    ['fine', 'fine', 'fine'],
  ],
  failed: [
    ['breaks', 'breaks', 'reported'],
    ['breaks', 'reported', 'reported'],
  ],
  'not-testable': [
    ['breaks', 'breaks', 'reported'],
    ['breaks', 'reported', 'reported'],
  ],
  'not-applicable': [
    ['fine', 'fine', 'fine'],
    ['fine', 'fine', 'fine'],
  ],
  'not-run': [
    ['partial', 'partial', 'partial'],
    ['partial', 'partial', 'partial'],
  ],
  'set-up-error': [
    ['unusable', 'unusable', 'unusable'],
    ['unusable', 'unusable', 'unusable'],
  ],
};
const LEVELS: readonly Level[] = ['MUST', 'SHOULD', 'MAY'];

test('the verdict matrix, cell by cell', () => {
  const weighed = Object.fromEntries(
    Object.keys(TABLE).map((state) => [
      state,
      [true, false].map((strict) => LEVELS.map((level) => weigh(state as State, level, strict))),
    ]),
  );
  assert.deepEqual(weighed, TABLE);
});

const check = (id: string, level: Level = 'MUST') => ({ id, level, text: '', capability: undefined });
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
  [['partial', 'breaks'], 'not conform', 1],
  [['fine', 'breaks', 'unusable'], 'set-up error', 4],
  [[], 'set-up error', 4],
];

for (const [weights, verdict, exitCode] of VERDICTS) {
  test(`${weights.join(', ') || 'nothing'}: ${verdict}, exit code ${exitCode}`, () => {
    const received = verdictOf(weighing(...weights));
    assert.equal(received, verdict);
    assert.equal(exitCodeOf(received), exitCode);
  });
}

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
