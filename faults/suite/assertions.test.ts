import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadConfiguration, loadSupport } from '@cucumber/cucumber/api';
import { AstBuilder, compile, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin';
import { IdGenerator, PickleStepType } from '@cucumber/messages';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ids = IdGenerator.incrementing();

interface Scenario {
  readonly name: string;
  /** Texts of its Then steps. */
  readonly outcomes: readonly string[];
}

function scenariosIn(text: string): readonly Scenario[] {
  const parser = new Parser(new AstBuilder(ids), new GherkinClassicTokenMatcher());
  return compile(parser.parse(text), '', ids).map(({ name, steps }) => ({
    name,
    outcomes: steps.flatMap((step) => (step.type === PickleStepType.OUTCOME ? [step.text] : [])),
  }));
}

const { runConfiguration } = await loadConfiguration(
  { file: false, provided: { import: ['steps/**/*.ts'], format: [], publish: false } },
  { cwd: ROOT },
);
/** More than Cucumber's types tell of what it has loaded. */
interface Definition {
  readonly keyword: string;
  readonly pattern: unknown;
  readonly code: unknown;
  matchesStepName(text: string): boolean;
}

const support: unknown = await loadSupport(runConfiguration, { cwd: ROOT });
const { stepDefinitions } = support as { readonly stepDefinitions: readonly Definition[] };
assert.ok(stepDefinitions.length > 0);

/** Whatever a definition of a Then calls to compare, it is called so: functions of that name throw what they find. */
const COMPARES = /\bexpect[A-Z]\w*\(/;

/** Then steps of a scenario whose definition can turn it red. */
const assertionsOf = ({ outcomes }: Scenario): readonly string[] =>
  outcomes.filter((text) =>
    stepDefinitions.some(
      (definition) =>
        definition.keyword === 'Then' &&
        definition.matchesStepName(text) &&
        COMPARES.test(String(definition.code)),
    ),
  );

const features = readdirSync(`${ROOT}/features`).map((file) => ({
  file,
  scenarios: scenariosIn(readFileSync(`${ROOT}/features/${file}`, 'utf8')),
}));

describe('no scenario is without an assertion', () => {
  for (const { file, scenarios } of features)
    test(file, () => {
      assert.ok(scenarios.length > 0);
      assert.deepEqual(
        scenarios.filter((scenario) => assertionsOf(scenario).length === 0).map(({ name }) => name),
        [],
      );
    });
});

test('a scenario that only does something, or whose Then compares nothing, is told', () => {
  const [driving, idle] = scenariosIn(`Feature: x
  Scenario: only does something
    Given alice hashes
  Scenario: ends with a step that is no assertion
    Given alice hashes
    Then the collector goes away
`);
  assert.ok(driving !== undefined && idle !== undefined);
  assert.deepEqual([assertionsOf(driving), assertionsOf(idle)], [[], []]);
});

test('every definition of a Then compares something', () => {
  const idle = stepDefinitions.filter(
    ({ keyword, code }) => keyword === 'Then' && !COMPARES.test(String(code)),
  );
  assert.deepEqual(
    idle.map(({ pattern }) => String(pattern)),
    [],
  );
});
