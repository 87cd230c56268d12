import { type Check, checksOf } from '../contract/checks.ts';
import type { Contract } from '../contract/contract.ts';
import type { Ruling } from '../judge/finding.ts';
import { samplesOf } from '../judge/sample.ts';
import { ChangeLog } from './change-log.ts';
import { CheckRows, type CheckWords, type Turn } from './check-rows.ts';
import type { WatchEvent } from './event.ts';
import { ExportCount } from './export-count.ts';
import { InstrumentRows } from './instrument-rows.ts';
import { MAX_INSTANCES } from './limits.ts';
import { ScenarioRows } from './scenario-rows.ts';
import { SeriesRows } from './series-rows.ts';
import { StreamWatch } from './stream-watch.ts';
import type { Board, Facts, Update } from './update.ts';
import { type Part, partsOf } from './writers.ts';

/** The KMS that does not say which instance it is. */
export const MAIN = 'main';

/** Before the first revision: whoever has seen nothing. */
export const EVERYTHING = -1;

export interface ModelOptions {
  readonly contract: Contract;
  readonly startedAtUnixMs: number;
  /** stream: nobody sends traffic, and exports are judged by themselves. run: a run says what it has judged. */
  readonly judges: 'stream' | 'run';
  /** SHOULD counts like MUST. */
  readonly strict: boolean;
  /** Takes out of a text what nobody must see, or would be obeyed instead of shown. */
  readonly clean: (text: string) => string;
}

const WORDS: Readonly<Record<ModelOptions['judges'], Pick<CheckWords, 'good' | 'open'>>> = {
  stream: { good: 'nothing found so far', open: 'not seen yet, or only a run can tell' },
  run: { good: 'passed so far', open: 'not judged yet' },
};

/**
 * All that is shown live: events in, changes since any revision out. It asks no clock and tells nobody; how much it
 * remembers is bounded.
 */
export class Model {
  readonly #options: ModelOptions;
  /** By instance. */
  readonly #streams = new Map<string, StreamWatch>();
  readonly #exports = new ExportCount();
  readonly #series: SeriesRows;
  readonly #instruments: InstrumentRows;
  readonly #scenarios: ScenarioRows;
  readonly #log = new ChangeLog();
  #checks: CheckRows;
  #revision = 0;
  /** Whoever has seen less must forget all that it has. */
  #wholeSince = 0;
  #facts: Omit<
    Facts,
    | 'exports'
    | 'lastExportAtUnixMs'
    | 'documentedSeen'
    | 'series'
    | 'seriesLeftOut'
    | 'leavesOutMore'
    | 'scenarios'
  >;

  constructor(options: ModelOptions) {
    const { contract, clean, startedAtUnixMs } = options;
    this.#options = options;
    this.#series = new SeriesRows(clean);
    this.#instruments = new InstrumentRows(contract, this.#series, clean);
    this.#scenarios = new ScenarioRows(clean);
    this.#checks = this.#rowsOf(checksOf(contract));
    this.#facts = {
      startedAtUnixMs,
      exportsPerMinute: 0,
      documented: contract.instruments.length,
      instances: 0,
      restarts: 0,
      wrongWays: 0,
      refused: 0,
      requests: 0,
      inFlight: 0,
      verdict: undefined,
    };
  }

  get revision(): number {
    return this.#revision;
  }

  take(event: WatchEvent): void {
    const { kind, atUnixMs } = event;
    if (kind !== 'tick' || this.#isStale(atUnixMs)) this.#revision += 1;
    switch (kind) {
      case 'tick':
        this.#countRecent(atUnixMs);
        break;
      case 'export':
        this.#exports.take(atUnixMs);
        this.#countRecent(atUnixMs);
        if (this.#options.judges === 'run') this.#follow(event);
        else for (const part of partsOf(event.received, event.instance)) this.#watch(part);
        break;
      case 'wrong-way':
        this.#facts = { ...this.#facts, wrongWays: this.#facts.wrongWays + 1 };
        this.#say(atUnixMs, 'failed', `it came another way than OTLP/gRPC in clear text: ${event.words}`);
        this.#wrongWay(atUnixMs, event.words);
        break;
      case 'refused':
        this.#facts = { ...this.#facts, refused: this.#facts.refused + 1 };
        this.#say(atUnixMs, 'failed', event.words);
        break;
      case 'plan':
        this.#checks = this.#rowsOf(event.checks);
        this.#checks.exclude(event.exclusions, this.#revision);
        this.#scenarios.plan(event.scenarios, this.#revision);
        this.#wholeSince = this.#revision;
        break;
      case 'scenario':
        this.#scenarios.put(event.name, event.state, event.error, this.#revision);
        if (event.state === 'failed') this.#say(atUnixMs, 'failed', `${event.name}: ${event.error}`);
        break;
      case 'requests':
        this.#facts = { ...this.#facts, requests: event.count, inFlight: event.inFlight };
        break;
      case 'rulings':
        this.#turned(atUnixMs, this.#checks.put(event.source, event.rulings, this.#revision));
        break;
      case 'results':
        this.#facts = { ...this.#facts, verdict: event.verdict };
        this.#turned(atUnixMs, this.#checks.settle(event.results, this.#revision));
        this.#say(
          atUnixMs,
          event.verdict.startsWith('conform') ? 'passed' : 'failed',
          `the run has ended: ${event.verdict}`,
        );
    }
  }

  /** What has changed after that revision. */
  since(revision: number): Update {
    return { ...this.boardSince(revision), ...this.#series.since(this.#from(revision)) };
  }

  /** The same without the series. */
  boardSince(revision: number): Board {
    const from = this.#from(revision);
    return {
      revision: this.#revision,
      whole: revision < this.#wholeSince,
      facts: this.facts,
      instruments: this.#instruments.since(from, this.#streams.keys().next().value ?? MAIN),
      checks: this.#checks.since(from),
      scenarios: this.#scenarios.since(from),
      changes: this.#log.since(from),
    };
  }

  get facts(): Facts {
    return {
      ...this.#facts,
      exports: this.#exports.all,
      lastExportAtUnixMs: this.#exports.lastAtUnixMs,
      documentedSeen: this.#instruments.seen,
      series: this.#series.count,
      seriesLeftOut: this.#series.leftOut,
      leavesOutMore: this.#series.leavesOutMore,
      scenarios: this.#scenarios.counts,
    };
  }

  #from(revision: number): number {
    return revision < this.#wholeSince ? EVERYTHING : revision;
  }

  /** Judges what one instance has pushed, and shows it. */
  #watch({ instance, received }: Part): void {
    const { arrivedAtUnixMs } = received;
    const stream = this.#streamOf(instance);
    if (stream?.take(received)) this.#restarted(arrivedAtUnixMs, instance);
    this.#follow({ instance, received });
    if (stream !== undefined) this.#judge(arrivedAtUnixMs, instance, stream);
  }

  #streamOf(instance: string): StreamWatch | undefined {
    const known = this.#streams.get(instance);
    if (known !== undefined || this.#streams.size >= MAX_INSTANCES) return known;
    const stream = new StreamWatch(this.#options.contract);
    this.#streams.set(instance, stream);
    this.#facts = { ...this.#facts, instances: this.#streams.size };
    return stream;
  }

  #follow({ instance, received }: Part): void {
    const { arrivedAtUnixMs } = received;
    for (const sample of samplesOf(received)) {
      const hasMoved = this.#series.take(instance, sample, this.#revision);
      if (!this.#instruments.take(sample, hasMoved, this.#revision)) continue;
      const { instrument, kind, metric } = sample;
      this.#say(
        arrivedAtUnixMs,
        'aside',
        `${instrument} is exported: ${kind}, unit ${JSON.stringify(metric.unit)}`,
      );
    }
  }

  #restarted(atUnixMs: number, instance: string): void {
    const isAlone = this.#streams.size === 1;
    this.#facts = { ...this.#facts, restarts: this.#facts.restarts + 1 };
    this.#series.forget(instance);
    if (isAlone) this.#instruments.forget(this.#revision);
    this.#wholeSince = this.#revision;
    const who = isAlone ? 'the KMS' : instance;
    this.#say(atUnixMs, 'aside', `${who} has started anew: what was found before is forgotten`);
  }

  #judge(atUnixMs: number, instance: string, { rulings }: StreamWatch): void {
    const said = this.#streams.size === 1 ? rulings : rulings.map((ruling) => about(instance, ruling));
    this.#turned(atUnixMs, this.#checks.put(`stream of ${instance}`, said, this.#revision));
  }

  /** Nobody knows of which instance it was. */
  #wrongWay(atUnixMs: number, words: string): void {
    if (this.#options.judges === 'run') return;
    const stream = this.#streamOf(MAIN);
    stream?.takeWrongWay(words);
    if (stream !== undefined) this.#judge(atUnixMs, MAIN, stream);
  }

  #turned(atUnixMs: number, turns: readonly Turn[]): void {
    this.#log.sayTurns(atUnixMs, turns, this.#revision);
  }

  #isStale(nowUnixMs: number): boolean {
    return this.#exports.perMinute(nowUnixMs) !== this.#facts.exportsPerMinute;
  }

  #countRecent(nowUnixMs: number): void {
    this.#facts = { ...this.#facts, exportsPerMinute: this.#exports.perMinute(nowUnixMs) };
  }

  #say(atUnixMs: number, look: Parameters<ChangeLog['say']>[1], text: string): void {
    this.#log.say(atUnixMs, look, this.#options.clean(text), this.#revision);
  }

  #rowsOf(checks: readonly Check[]): CheckRows {
    const { judges, strict, clean } = this.#options;
    return new CheckRows(checks, { ...WORDS[judges], strict }, clean);
  }
}

const about = (instance: string, ruling: Ruling): Ruling =>
  ruling.kind === 'finding' ? { ...ruling, message: `${instance}: ${ruling.message}` } : ruling;
