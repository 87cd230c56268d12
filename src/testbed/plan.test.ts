import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documented } from '../contract/contract.fixture.ts';
import { PlanError, planOf } from './plan.ts';
import { readPlan } from './selection.ts';

const check = (id: string) => ({ id, level: 'MUST' as const, text: '', source: '', capability: undefined });
const CHECKS = ['kms.a/value', 'kms.a/kind', 'kms.a/attributes', 'push/grpc'].map(check);

const feature = (...lines: readonly string[]) => [
  { path: 'features/x.feature', text: ['Feature: X', ...lines].join('\n') },
];

test('tags with a slash and the tables of judged steps name the checks', () => {
  const [scenario, ...others] = planOf(
    feature(
      '@push/grpc @own-instance',
      'Scenario: S',
      'Given alice traffics:',
      '| kms.b |',
      'Then the next observation shows exactly:',
      '| kms.a | +1 | |',
      '| kms.a | +1 | user=alice |',
      'And each instrument has its documented kind:',
      '| kms.a | counter |',
    ),
    CHECKS,
  );
  assert.deepEqual(scenario, {
    name: 'X: S',
    location: 'features/x.feature:3',
    tags: ['@push/grpc', '@own-instance'],
    checks: ['push/grpc', 'kms.a/value', 'kms.a/attributes', 'kms.a/kind'],
    needs: { users: ['alice'], operations: [], objects: 0, pushes: 1 },
  });
  assert.deepEqual(others, []);
});

test('every row of an outline is a scenario of its own', () => {
  const scenarios = planOf(
    feature(
      'Scenario Outline: From <way>',
      'Given <way>',
      'Then it is so',
      '@push/grpc',
      'Examples:',
      '| way |',
      '| a |',
      '| b |',
    ),
    CHECKS,
  );
  assert.deepEqual(
    scenarios.map(({ name }) => name),
    ['X: From a', 'X: From b'],
  );
});

const THEN = ['@push/grpc', 'Scenario: S', 'Then it is so'];

const REFUSED: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['no scenario', [], /there is no scenario to run/],
  ['no step', ['@push/grpc', 'Scenario: S'], /x\.feature:3: "S" has no Then/],
  ['no Then', ['@push/grpc', 'Scenario: S', 'When it rains'], /x\.feature:3: "S" has no Then/],
  ['an unknown check', ['@push/rgpc', ...THEN.slice(1)], /x\.feature:3: there is no check "push\/rgpc"/],
  [
    'an unknown instrument',
    ['Scenario: S', 'Then it shows exactly:', '| kms.b | 1 |'],
    /there is no check "kms\.b\/value"/,
  ],
  ['evidence for nothing', ['Scenario: S', 'Then it is so'], /x\.feature:2: "S" is evidence for no check/],
  ['a name that stands twice', [...THEN, ...THEN], /two scenarios are called "X: S"/],
  [
    'a heading without its colon',
    [...THEN, 'Scenario T', 'Then it is so'],
    /x\.feature:5: a heading without its colon/,
  ],
  ['no Gherkin', ['Scenario: S', 'Then rows:', '| a |', '| a | b |'], /x\.feature is no Gherkin/],
];

for (const [what, lines, message] of REFUSED) {
  test(`refused: ${what}`, () => {
    assert.throws(
      () => planOf(feature(...lines), CHECKS),
      (error: Error) => {
        assert.ok(error instanceof PlanError);
        assert.match(error.message, message);
        return true;
      },
    );
  });
}

test('the features of this project are evidence for every check of the contract', async () => {
  const scenarios = await readPlan(documented());
  assert.ok(scenarios.length > 50);
});
