import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scenarioAt } from './scenario-text.ts';

const LINES = [
  'Feature: X',
  '',
  '  @a/b',
  '  Scenario: one',
  '    Then it holds:',
  '      | a |',
  '',
  '  # a comment on two',
  '  @c/d',
  '  Scenario Outline: two',
  '    Then <it> holds',
  '',
  '    @e/f',
  '    Examples: some',
  '      | it |',
  '      | x  |',
  '',
];

test('a scenario ends before the tags and comments of the next', () => {
  assert.deepEqual(scenarioAt(LINES, 3), LINES.slice(3, 6));
});

test('a row of an outline belongs to the whole of it', () => {
  for (const row of [9, 15]) assert.deepEqual(scenarioAt(LINES, row), LINES.slice(9, 16));
});
