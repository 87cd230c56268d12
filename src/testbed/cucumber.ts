import { extname } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import {
  type IRunConfiguration,
  type ISupportCodeLibrary,
  loadConfiguration,
  loadSupport,
  runCucumber,
} from '@cucumber/cucumber/api';
import type { Envelope, TestStepResult } from '@cucumber/messages';
import type { PlannedScenario } from './plan.ts';

/** What became of one scenario. */
export interface ScenarioOutcome {
  readonly scenario: PlannedScenario;
  readonly error: ScenarioError | undefined;
  readonly seconds: number;
}

export interface ScenarioError {
  /** Class of the error that a step threw, or Cucumber's status: "UNDEFINED", "PENDING". */
  readonly type: string;
  readonly message: string;
}

/** Every Cucumber run listens for stray exceptions while it is under way, and many are at once. */
const MOST_SCENARIOS_AT_ONCE = 500;

/** In the form this file has: TypeScript in the repository, JavaScript in the package. */
const STEPS = `steps/**/*${extname(import.meta.url)}`;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Cucumber in this process: support code is loaded once, every scenario is a run of its own. */
export class Cucumber {
  static #loaded: Promise<Cucumber> | undefined;
  readonly #configuration: IRunConfiguration;
  readonly #support: ISupportCodeLibrary;

  private constructor(configuration: IRunConfiguration, support: ISupportCodeLibrary) {
    this.#configuration = configuration;
    this.#support = support;
  }

  /** Once per process: a module that defines steps does so when it is first imported, and never again. */
  static load(): Promise<Cucumber> {
    Cucumber.#loaded ??= Cucumber.#load();
    return Cucumber.#loaded;
  }

  static async #load(): Promise<Cucumber> {
    process.setMaxListeners(MOST_SCENARIOS_AT_ONCE);
    const environment = quiet();
    const { runConfiguration } = await loadConfiguration(
      { file: false, provided: { import: [STEPS], format: [], publish: false } },
      environment,
    );
    const support = await loadSupport(runConfiguration, environment);
    return new Cucumber(runConfiguration, support);
  }

  /** Never rejects: what goes wrong is the scenario's outcome. `run` is the id of the run it belongs to. */
  async run(run: string, scenario: PlannedScenario): Promise<ScenarioOutcome> {
    const startedAtMs = performance.now();
    const results: TestStepResult[] = [];
    const { sources, runtime } = this.#configuration;
    try {
      await runCucumber(
        {
          ...this.#configuration,
          sources: { ...sources, paths: [scenario.location] },
          support: this.#support,
          runtime: {
            ...runtime,
            worldParameters: { run, scenario: scenario.name, checks: [...scenario.checks] },
          },
        },
        quiet(),
        ({ testStepFinished }: Envelope) => {
          if (testStepFinished !== undefined) results.push(testStepFinished.testStepResult);
        },
      );
    } catch (error) {
      return outcome(scenario, startedAtMs, { type: 'CucumberError', message: String(error) });
    }
    return outcome(scenario, startedAtMs, errorOf(results));
  }
}

/** The first step that did not pass; none at all is no pass either. */
function errorOf(results: readonly TestStepResult[]): ScenarioError | undefined {
  if (results.length === 0) return { type: 'CucumberError', message: 'no step was run' };
  const result = results.find(({ status }) => status !== 'PASSED');
  if (result === undefined) return undefined;
  const { exception, status, message } = result;
  return {
    type: exception?.type ?? status,
    message: exception?.message ?? message ?? `a step is ${status.toLowerCase()}`,
  };
}

const outcome = (
  scenario: PlannedScenario,
  startedAtMs: number,
  error: ScenarioError | undefined,
): ScenarioOutcome => ({ scenario, error, seconds: (performance.now() - startedAtMs) / 1000 });

/** Cucumber prints nothing of its own. */
const quiet = () => ({
  cwd: ROOT,
  stdout: new PassThrough().resume(),
  stderr: new PassThrough().resume(),
  env: {},
});
