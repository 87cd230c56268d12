import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exercisedIn, redIn } from '../judge/rulings.fixture.ts';
import type { ScenarioError } from './cucumber.ts';
import { obstaclesOf, refuseOwnDefects, scenarioRulings } from './scenario-rulings.ts';

const outcome = (tags: readonly string[], error?: ScenarioError) => ({
  scenario: {
    name: 'X: S',
    location: '',
    tags,
    checks: ['push/grpc', 'kms.a/value'],
    needs: { users: [], operations: [], objects: 0 },
  },
  error,
  seconds: 1,
});
const error = (type: string): ScenarioError => ({ type, message: 'why' });

const CASES: readonly (readonly [
  string,
  ReturnType<typeof outcome>,
  readonly string[],
  readonly string[],
])[] = [
  ['one that passes has tested its tagged checks', outcome(['@push/grpc']), ['push/grpc'], []],
  ['without tags the judge speaks for its tables', outcome([]), [], []],
  [
    'one that fails is a finding against its tagged checks',
    outcome(['@push/grpc'], error('Error')),
    [],
    ['push/grpc'],
  ],
  [
    'without tags against those of its tables',
    outcome([], error('LedgerError')),
    [],
    ['kms.a/value', 'push/grpc'],
  ],
  ['what the judge found itself is not said twice', outcome(['@push/grpc'], error('FindingsError')), [], []],
  ['an obstacle is no finding', outcome(['@push/grpc'], error('NotTestableError')), [], []],
];

for (const [what, ended, exercised, red] of CASES) {
  test(`scenario: ${what}`, () => {
    const rulings = scenarioRulings(ended);
    assert.deepEqual([exercisedIn(rulings), redIn(rulings)], [exercised, red]);
  });
}

test('an obstacle is the reason of every check that it kept from being tested', () => {
  const obstacles = obstaclesOf([outcome([], error('NotTestableError')), outcome([], error('Error'))]);
  const notTestable = { state: 'not-testable', reason: 'why' };
  assert.deepEqual(
    [...obstacles],
    [
      ['push/grpc', notTestable],
      ['kms.a/value', notTestable],
    ],
  );
});

test('a step without code is a defect of the suite, whatever the target does', () => {
  refuseOwnDefects([outcome([]), outcome([], error('WaitError'))]);
  for (const type of ['UNDEFINED', 'CucumberError'])
    assert.throws(() => refuseOwnDefects([outcome([], error(type))]), /X: S cannot be run: why$/);
});
