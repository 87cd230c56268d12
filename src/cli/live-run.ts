import { nowUnixMs } from '../driver/now.ts';
import type { Ruling } from '../judge/finding.ts';
import type { CheckResult } from '../judge/verdict.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Export } from '../otlp/export.ts';
import { PLAIN } from '../report/style.ts';
import type { Instance } from '../testbed/instance.ts';
import type { RunOptions } from '../testbed/run.ts';
import { scenarioRulings } from '../testbed/scenario-rulings.ts';
import type { Plan } from '../testbed/selection.ts';
import type { Witness } from '../testbed/witness.ts';
import { cleaner } from '../watch/clean.ts';
import type { WatchEvent } from '../watch/event.ts';
import { Model } from '../watch/model.ts';
import { livePage } from '../watch/page.ts';
import { PlainLines } from '../watch/plain.ts';
import { startSession } from '../watch/session.ts';
import { redactNow } from './redact-now.ts';

export interface LiveOptions {
  /** A port, or any: the page of "watch" during the run. */
  readonly watch?: number | true;
  /** Its lines, among those of the progress. */
  readonly watchPlain: boolean;
}

export interface LiveRun {
  readonly witness: Witness;
  /** @param outcome undefined where there is none */
  end(outcome?: { readonly results: readonly CheckResult[]; readonly verdict: string }): Promise<void>;
}

/** How often the lines count what came. */
const COUNT_EVERY_MS = 10_000;

/** Shows a run while it is under way. @throws PageError */
export async function liveRun(
  { watch, watchPlain }: LiveOptions,
  {
    contract,
    target,
    progress,
    strict = target.strict,
  }: Pick<RunOptions, 'contract' | 'target' | 'progress' | 'strict'>,
): Promise<LiveRun | undefined> {
  if (watch === undefined && !watchPlain) return undefined;
  const model = new Model({
    contract,
    startedAtUnixMs: nowUnixMs(),
    judges: 'run',
    strict,
    clean: cleaner(redactNow()),
  });
  const lines = watchPlain ? new PlainLines(model, COUNT_EVERY_MS, PLAIN, nowUnixMs()) : undefined;
  const { witness, countRequests } = witnessFor((event) => {
    try {
      model.take(event);
    } catch (error) {
      // Whoever listens beside it must hear all the same: the run waits for exports.
      progress.say(`an error of the suite itself, what is shown live is not whole: ${error}`);
    }
  }, model);
  const content = livePage({
    title: target.name,
    source: `A run of the profile ${contract.profile}`,
    judges: 'run',
  });
  const session = await startSession({
    model,
    nowUnixMs,
    page: watch === undefined ? undefined : { port: watch === true ? 0 : watch, content },
    look: countRequests,
    told() {
      for (const line of lines?.next(nowUnixMs()) ?? []) progress.say(line);
    },
  });
  if (session.url !== undefined) progress.say(`the run can be watched at ${session.url}`);
  return {
    witness,
    async end(outcome) {
      if (outcome !== undefined)
        model.take({
          kind: 'results',
          atUnixMs: nowUnixMs(),
          results: outcome.results,
          verdict: outcome.verdict,
        });
      await session.end();
    },
  };
}

function witnessFor(
  tell: (event: WatchEvent) => void,
  model: Model,
): { readonly witness: Witness; readonly countRequests: () => void } {
  const names = new Map<Instance, string>();
  const ledgers = new Set<Ledger>();
  let plan: Plan | undefined;
  const nameOf = (instance: Instance): string => {
    const known = names.get(instance);
    if (known !== undefined) return known;
    const same = [...names.keys()].filter(({ name }) => name === instance.name).length;
    const name = same === 0 ? instance.name : `${instance.name} (${same + 1})`;
    names.set(instance, name);
    return name;
  };
  const rule = (source: string, rulings: readonly Ruling[]): void =>
    tell({
      kind: 'rulings',
      atUnixMs: nowUnixMs(),
      source,
      // What is left out is not judged, and a pass on part of the evidence is none.
      rulings: rulings.filter(
        ({ kind, check }) =>
          !plan?.exclusions.has(check) && (kind === 'finding' || !plan?.unasked.has(check)),
      ),
    });
  return {
    witness: {
      planned(planned) {
        plan = planned;
        tell({
          kind: 'plan',
          atUnixMs: nowUnixMs(),
          checks: planned.checks,
          exclusions: new Map([...planned.unasked, ...planned.exclusions]),
          scenarios: planned.scenarios.map(({ name }) => name),
        });
      },
      started(instance) {
        const name = nameOf(instance);
        const take = (received: Export): void =>
          tell({ kind: 'export', atUnixMs: received.arrivedAtUnixMs, instance: name, received });
        instance.collector.exports.forEach(take);
        instance.collector.subscribe(take);
      },
      judged: (instance, rulings) => rule(`instance ${nameOf(instance)}`, rulings),
      driving: (name) => tell({ kind: 'scenario', atUnixMs: nowUnixMs(), name, state: 'driving' }),
      waiting: (name) => tell({ kind: 'scenario', atUnixMs: nowUnixMs(), name, state: 'waiting' }),
      ended(outcome) {
        const { scenario, error } = outcome;
        const state = error === undefined ? 'ended' : 'failed';
        const about = error === undefined ? {} : { error: error.message };
        tell({ kind: 'scenario', atUnixMs: nowUnixMs(), name: scenario.name, state, ...about });
        rule(`scenario ${scenario.name}`, scenarioRulings(outcome));
      },
    },
    countRequests() {
      for (const instance of names.keys()) ledgers.add(instance.ledger);
      const all = [...ledgers];
      const count = all.reduce((sum, { entries }) => sum + entries.length, 0);
      const inFlight = all.reduce((sum, ledger) => sum + ledger.inFlight, 0);
      if (count !== model.facts.requests || inFlight !== model.facts.inFlight)
        tell({ kind: 'requests', atUnixMs: nowUnixMs(), count, inFlight });
    },
  };
}
