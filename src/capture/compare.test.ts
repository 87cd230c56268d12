import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { State } from '../judge/verdict.ts';
import { compare, type Judgement, type Side } from './compare.ts';

const judgement = (by: string, state: State | undefined): Judgement => ({
  by: [by],
  checks: new Map(state === undefined ? [] : [['a/b', { state, why: undefined }]]),
});

/** As judged when it ran, by the suite of that name, and by this suite where there is a capture. */
const side = (by: string, recorded: State | undefined, now?: State): Side => ({
  recorded: judgement(by, recorded),
  now: now && judgement('this', now),
});

const CASES: readonly (readonly [what: string, a: Side, b: Side, told: string])[] = [
  ['captures, nothing new', side('old', 'passed', 'passed'), side('old', 'passed', 'passed'), ''],
  [
    'captures, the product has broken',
    side('old', 'passed', 'passed'),
    side('new', 'failed', 'failed'),
    'product regression',
  ],
  [
    'captures, the product cannot be judged any more',
    side('old', 'passed', 'passed'),
    side('old', 'not-testable', 'not-testable'),
    'product regression',
  ],
  [
    'captures, the product was mended',
    side('o', 'failed', 'failed'),
    side('n', 'passed', 'passed'),
    'product',
  ],
  [
    'captures, the suite has become stricter',
    side('old', 'passed', 'failed'),
    side('new', 'failed', 'failed'),
    'suite',
  ],
  [
    'captures, the suite alike for both',
    side('old', 'passed', 'failed'),
    side('old', 'passed', 'failed'),
    'suite',
  ],
  [
    'captures, both have changed',
    side('old', 'failed', 'passed'),
    side('new', 'failed', 'failed'),
    'product, suite regression',
  ],
  ['captures, a check that is new', side('old', undefined, 'passed'), side('n', 'passed', 'passed'), 'suite'],
  [
    'captures, one run left it out',
    side('old', 'passed', 'passed'),
    side('old', 'not-run', 'not-run'),
    'selection',
  ],
  [
    'captures, left out at first: what fails then is no news of the product',
    side('old', 'not-applicable', 'not-applicable'),
    side('old', 'failed', 'failed'),
    'selection',
  ],
  ['reports of one suite', side('old', 'passed'), side('old', 'failed'), 'product regression'],
  ['reports of two suites', side('old', 'passed'), side('new', 'failed'), 'undecided regression'],
  ['reports of two suites, a check that is new', side('old', undefined), side('new', 'failed'), 'suite'],
  [
    'a report and a capture of its suite',
    side('o', 'passed'),
    side('o', 'failed', 'passed'),
    'product, suite regression',
  ],
  ['a report of this suite and a capture', side('this', 'passed'), side('o', 'failed', 'passed'), 'suite'],
];

for (const [what, a, b, told] of CASES) {
  test(`${what}: ${told || 'the same'}`, () => {
    const { differences, same } = compare(a, b, new Map([['a/b', 'MUST']]), true);
    const [{ causes, isRegression } = { causes: [], isRegression: false }] = differences;
    assert.equal(`${causes.join(', ')}${isRegression ? ' regression' : ''}`, told);
    assert.equal(same, 1 - differences.length);
  });
}

test('what does not count is no regression', () => {
  const [a, b] = [side('old', 'passed', 'passed'), side('old', 'failed', 'failed')];
  const regressions = (strict: boolean) =>
    compare(a, b, new Map([['a/b', 'SHOULD']]), strict).differences.filter(
      ({ isRegression }) => isRegression,
    );
  assert.deepEqual([regressions(true).length, regressions(false).length], [1, 0]);
});
