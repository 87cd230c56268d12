import { AstBuilder, compile, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin';
import { IdGenerator, type Pickle } from '@cucumber/messages';
import type { Check } from '../contract/checks.ts';
import { ASPECTS, type Aspect } from '../contract/contract.ts';
import { type Needs, needsOf } from './needs.ts';

/** One scenario as it will run. */
export interface PlannedScenario {
  /** Feature and scenario name: unique, and the name under which its traffic stands in the ledger. */
  readonly name: string;
  /** "features/errors.feature:12", as Cucumber selects it. */
  readonly location: string;
  readonly tags: readonly string[];
  /** Ids of the checks that it is evidence for. */
  readonly checks: readonly string[];
  readonly needs: Needs;
}

export interface FeatureFile {
  readonly path: string;
  readonly text: string;
}

/** Feature files that cannot be run as they stand. */
export class PlanError extends Error {
  override readonly name = 'PlanError';
}

/** The scenario shares the main instance unless it carries this tag. */
export const OWN_INSTANCE = '@own-instance';
/** Where there is but one KMS, nobody else asks it for anything meanwhile: what it does by itself is measured. */
export const UNDISTURBED = '@undisturbed';
/** Holds connections: where idle ones count as well, nobody else may open or close any meanwhile. */
export const HOLDS_CONNECTIONS = '@holds-connections';
/** The scenario waits for pushes at the documented interval. */
export const SLOW = '@slow';
/** Takes its time on a KMS of its own, whatever the interval: nothing for a fast run. */
export const LONG = '@long';
/** The scenario is about what stands behind the Collector. */
export const STACK = '@stack';

/** "... shows exactly": the first column names instruments whose value is judged, the third how it is split. */
const VALUE_STEP = /shows? exactly:?$/;
/** "each instrument has its documented kind": the first column names instruments judged in that aspect. */
const ASPECT_STEP = new RegExp(`documented (${ASPECTS.join('|')})s?:?$`);

/**
 * Reads features into the plan: which scenarios run, and which checks each is evidence for.
 * @throws PlanError for what Cucumber would pass over in silence: no scenario, no step, no Then, an unknown check,
 * a name that stands twice, a line that looks like a heading and is none
 */
export function planOf(
  features: readonly FeatureFile[],
  checks: readonly Check[],
): readonly PlannedScenario[] {
  const known = new Set(checks.map(({ id }) => id));
  const scenarios = features.flatMap((feature) => scenariosOf(feature, known));
  const names = scenarios.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new PlanError(`two scenarios are called ${JSON.stringify(twice)}; rename one`);
  if (scenarios.length === 0) throw new PlanError('there is no scenario to run');
  return scenarios;
}

function scenariosOf({ path, text }: FeatureFile, known: ReadonlySet<string>): readonly PlannedScenario[] {
  const stray = text
    .split('\n')
    .findIndex((line) =>
      /^\s*(Feature|Background|Rule|Scenario|Scenario Outline|Examples)\b(?!.*:)/.test(line),
    );
  if (stray >= 0) throw new PlanError(`${path}:${stray + 1}: a heading without its colon is no heading`);
  const newId = IdGenerator.incrementing();
  const document = parse(path, text, newId);
  return compile(document, path, newId).map((pickle) => {
    const line = pickle.location?.line ?? 0;
    const location = `${path}:${line}`;
    if (pickle.steps.length === 0 || !pickle.steps.some(({ type }) => type === 'Outcome')) {
      throw new PlanError(`${location}: ${JSON.stringify(pickle.name)} has no Then: it can only pass`);
    }
    const ids = [...new Set([...tagChecks(pickle), ...tableChecks(pickle)])];
    const unknown = ids.find((id) => !known.has(id));
    if (unknown !== undefined)
      throw new PlanError(`${location}: there is no check ${JSON.stringify(unknown)}`);
    if (ids.length === 0)
      throw new PlanError(`${location}: ${JSON.stringify(pickle.name)} is evidence for no check`);
    return {
      name: `${document.feature?.name ?? path}: ${pickle.name}`,
      location,
      tags: pickle.tags.map(({ name }) => name),
      checks: ids,
      needs: needsOf(pickle.steps),
    };
  });
}

function parse(path: string, text: string, newId: IdGenerator.NewId) {
  try {
    return new Parser(new AstBuilder(newId), new GherkinClassicTokenMatcher()).parse(text);
  } catch (error) {
    throw new PlanError(`${path} is no Gherkin: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A tag with a slash names a check: @push/cadence. */
const tagChecks = ({ tags }: Pickle): readonly string[] =>
  tags.map(({ name }) => name.slice(1)).filter((name) => name.includes('/'));

const tableChecks = ({ steps }: Pickle): readonly string[] =>
  steps.flatMap(({ text, argument }) => {
    const aspect = VALUE_STEP.test(text) ? 'value' : (ASPECT_STEP.exec(text)?.[1] as Aspect | undefined);
    const rows = argument?.dataTable?.rows ?? [];
    if (aspect === undefined) return [];
    const labelled = aspect === 'value' ? rows.filter(({ cells }) => (cells[2]?.value ?? '') !== '') : [];
    return [
      ...rows.map(({ cells }) => `${cells[0]?.value}/${aspect}`),
      ...labelled.map(({ cells }) => `${cells[0]?.value}/attributes`),
    ];
  });
