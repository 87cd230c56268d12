import { randomUUID } from 'node:crypto';
import { World } from '@cucumber/cucumber';
import { type Call, named } from '../../driver/calls.ts';
import { type Held, holdRequest } from '../../driver/held.ts';
import { holdMessage } from '../../driver/held-message.ts';
import { KmipClient, type MessageOptions, type Reply } from '../../driver/kmip-client.ts';
import { nowUnixMs } from '../../driver/now.ts';
import { binaryOverTls } from '../../driver/socket-way.ts';
import { binaryOverHttp, type jsonOverHttp } from '../../driver/ways.ts';
import type { Ruling } from '../../judge/finding.ts';
import { judge, judgeEpochs } from '../../judge/judge.ts';
import { clockSkewMs } from '../../judge/skew.ts';
import type { Receiver } from '../../otlp/receiver.ts';
import type { Instance, InstanceOptions } from '../instance.ts';
import { observe } from '../observe.ts';
import { type RunContext, runOf, type SharedInstance, startInstance } from '../run-context.ts';
import { type Activity, activityOf, type Memory } from './activities.ts';

/** What one scenario sees of the run; Cucumber's world. */
export class Scene extends World<{
  readonly run: string;
  readonly scenario: string;
  readonly checks: readonly string[];
}> {
  readonly run: RunContext = runOf(this.parameters.run);
  readonly scenario: string = this.parameters.scenario;
  /** Ids of the checks that the scenario is evidence for. */
  readonly checks: readonly string[] = this.parameters.checks;
  readonly held: Held<unknown>[] = [];
  /** A collector where an exporter pushes that was told nothing, if the scenario has one. */
  defaultCollector: Receiver | undefined;
  #instance: Instance | undefined;
  #leaveInstance: (left: Instance | undefined) => unknown = () => {};
  #memory: Memory | undefined;
  #hasTakenCollectorAway = false;
  /** What the judge said at the last observation. */
  rulings: readonly Ruling[] = [];

  /** The instance this scenario talks to: the shared one unless it has started its own. */
  get instance(): Instance {
    const instance = this.#instance ?? this.run.main?.instance;
    if (instance === undefined) throw new Error('the main instance of the target is not running');
    return instance;
  }

  /** Others use its instance as well, and its waits are theirs. */
  get isSharing(): boolean {
    return this.#shared !== undefined;
  }

  get #shared(): SharedInstance | undefined {
    return this.#instance === undefined ? this.run.main : undefined;
  }

  get memory(): Memory {
    this.#memory ??= {
      hsmSlot: this.instance.hsm?.slot,
      unique: () => `${this.run.target.limits?.namePrefix ?? ''}${randomUUID()}`,
      nowUnixSeconds: () => (nowUnixMs() + (clockSkewMs(this.instance.ledger.entries) ?? 0)) / 1000,
    };
    return this.#memory;
  }

  /**
   * An instance that no other scenario uses meanwhile, without anything special about it. A KMS that runs already is
   * the only one: it is shared, but by scenarios that others would disturb.
   */
  async takePlainInstance(): Promise<void> {
    if (!this.#canStart && this.run.main !== undefined) return;
    const { spare } = this.run;
    const instance = spare.pop() ?? (await this.#start({}));
    this.#use(instance, (left) => {
      if (left !== undefined || !this.#canStart) spare.push(instance);
    });
  }

  /** An instance that is reached over TLS: by turns where a wait for its pushes is shorter than a start. */
  async takeInstanceOverTls(): Promise<void> {
    if (!this.#canStart) return this.takePlainInstance();
    if (this.run.target.testIntervalMs === undefined) return this.startOwnInstance({ overTls: true });
    const { thing, leave } = await this.run.overTls.take(() => this.#start({ overTls: true }));
    this.#use(thing, leave);
  }

  /** A new instance that is not like the others. */
  async startOwnInstance(options: Partial<InstanceOptions>): Promise<void> {
    if (!this.#canStart) return this.takePlainInstance();
    const own = await this.#start(options);
    this.#use(own, () => own.dispose());
  }

  async client(user: string): Promise<KmipClient> {
    const { instance } = this;
    return new KmipClient(instance.outlet(), await instance.identityOf(user), instance, this.scenario);
  }

  /** One bare operation, which must come out as its sentence says. */
  async perform(user: string, sentence: string): Promise<void> {
    const activity = activityOf(sentence);
    const call = this.#called(activity);
    const fastest = activity.isSlow ? this.#fastestAnswerSeconds() : undefined;
    const reply = await (await this.client(user)).bare(call, textsOf(call), fastest);
    this.#take(sentence, reply);
  }

  async performTimes(user: string, sentence: string, times: number): Promise<void> {
    for (let done = 0; done < times; done += 1) await this.perform(user, sentence);
  }

  async performAtOnce(user: string, sentence: string, times: number): Promise<void> {
    await Promise.all(Array.from({ length: times }, () => this.perform(user, sentence)));
  }

  /** One RequestMessage with these items; returns how many were answered. */
  async performMessage(
    user: string,
    sentences: readonly string[],
    options: MessageOptions = {},
  ): Promise<number> {
    const calls = sentences.map((sentence) => this.#called(activityOf(sentence)));
    const replies = await (await this.client(user)).message(calls, options);
    replies.forEach((reply, index) => {
      this.#take(sentences[index] ?? '', reply);
    });
    return replies.length;
  }

  /** The same over HTTP as bytes. */
  async performBinaryMessage(user: string, sentences: readonly string[]): Promise<number> {
    const way = binaryOverHttp(this.instance.outlet(), this.scenario, await this.instance.identityOf(user));
    return this.performMessage(user, sentences, { way });
  }

  /** The same over HTTPS, by nothing but the user's certificate; the answer to one in bytes comes in bytes. */
  async performCertifiedMessage(
    user: string,
    sentences: readonly string[],
    overHttp: typeof jsonOverHttp,
  ): Promise<number> {
    const identity = await this.instance.certifiedIdentityOf(user);
    return this.performMessage(user, sentences, {
      way: overHttp(this.instance.outlet(), this.scenario, identity),
    });
  }

  /** The same over the KMIP socket, as the user whom the certificate names. */
  async performSocketMessage(user: string, sentences: readonly string[]): Promise<number> {
    const way = binaryOverTls(await this.instance.socketOf(user), this.instance.ledger, this.scenario);
    return this.performMessage(user, sentences, { way });
  }

  async hold(user: string, call: Call): Promise<void> {
    const { instance } = this;
    this.held.push(
      await holdRequest(
        instance.baseUrl,
        instance.ledger,
        this.scenario,
        await instance.identityOf(user),
        call,
      ),
    );
  }

  async holdOverSocket(user: string, call: Call): Promise<void> {
    const { instance, scenario } = this;
    this.held.push(
      await holdMessage(
        await instance.socketOf(user),
        instance.ledger,
        scenario,
        instance.nameOf(user),
        call,
      ),
    );
  }

  async releaseAll(): Promise<void> {
    await Promise.all(this.held.splice(0).map((held) => held.release()));
  }

  /** The next observation, judged; shared with every scenario of the same instance. */
  async observe(): Promise<void> {
    const main = this.#shared;
    if (main === undefined) return this.observeFurther(0);
    await this.#arrive(main);
  }

  /** The last observation of the shared instance, a collection after every other scenario has ended. */
  async observeFinally(): Promise<void> {
    const { main } = this.run;
    if (main === undefined) throw new Error('the main instance of the target is not running');
    await this.#waiting(async () => {
      await main.rendezvous.afterAll(this.scenario);
      await observe(main.instance, { further: 1, final: true });
    });
    this.#judged(main.instance, judge(main.instance.record));
  }

  /**
   * An observation, after further collections over so much time at least.
   * @param least so many further collections, however far apart they are
   */
  async observeFurther(seconds: number, least = 0): Promise<void> {
    const further = Math.max(least, Math.ceil((seconds * 1000) / this.instance.intervalMs));
    const main = this.#shared;
    if (main !== undefined) {
      await this.#arrive(main);
      for (let made = 0; made < further; made += 1) await this.#arrive(main, true);
      return;
    }
    await this.#waiting(() => observe(this.instance, { further }));
    this.#judged(this.instance, judgeEpochs(this.instance.records));
  }

  /** Observations until the checks of this scenario were put to the test, or so many were made. */
  async observeUntilJudged(most: number): Promise<void> {
    const main = this.#shared;
    for (let further = 0; further < most; further += 1) {
      if (main !== undefined) await this.#arrive(main, further > 0);
      else {
        await observe(this.instance, { further });
        this.rulings = judgeEpochs(this.instance.records);
      }
      if (this.checks.every((id) => this.rulings.some(({ check }) => check === id))) return;
    }
  }

  /** What arrived until the process ended is all there is. */
  observeTheEnd(): void {
    const { instance } = this;
    instance.addObservation({
      exportCount: instance.exports.length,
      entryCount: instance.ledger.entries.length,
      final: false,
    });
    this.#judged(instance, judgeEpochs(instance.records));
  }

  async takeCollectorAway(): Promise<void> {
    this.#hasTakenCollectorAway = true;
    await this.instance.collector.goAway();
  }

  async bringCollectorBack(): Promise<void> {
    this.#hasTakenCollectorAway = false;
    await this.instance.collector.come();
  }

  /** The end of the scenario. What it leaves in order, the next may take. */
  async leave(passed: boolean): Promise<void> {
    if (this.#hasTakenCollectorAway) await this.bringCollectorBack();
    this.#instance?.collector.conversation.end();
    await Promise.allSettled(this.held.splice(0).map((held) => held.release()));
    await this.defaultCollector?.stop();
    if (!passed && this.#canStart) await this.#instance?.dispose();
    await this.#leaveInstance(passed ? this.#instance : undefined);
  }

  async #arrive({ rendezvous }: SharedInstance, isLater?: boolean): Promise<void> {
    this.rulings = await this.#waiting(() => rendezvous.arrive(isLater));
  }

  async #waiting<T>(work: () => Promise<T>): Promise<T> {
    const { witness } = this.run;
    witness.waiting(this.scenario);
    try {
      return await work();
    } finally {
      witness.driving(this.scenario);
    }
  }

  #judged(instance: Instance, rulings: readonly Ruling[]): void {
    this.rulings = rulings;
    this.run.witness.judged(instance, rulings);
  }

  /** A KMS that runs already is the only one: scenarios that want one to themselves take turns. */
  get #canStart(): boolean {
    return this.run.target.claims.capabilities.has('start');
  }

  /** @param leave is told the instance at the end, undefined when it is not in order any more */
  #use(instance: Instance, leave: (left: Instance | undefined) => unknown): void {
    this.#instance = instance;
    this.#leaveInstance = leave;
  }

  #start(options: Partial<InstanceOptions>): Promise<Instance> {
    return startInstance(this.run, { name: this.scenario, ...options });
  }

  /** In production everything that is made carries a name that says whose it is. */
  #called(activity: Activity): Call {
    const call = activity.call(this.memory);
    return this.run.target.limits === undefined ? call : named(call, this.memory.unique());
  }

  #take(sentence: string, reply: Reply): void {
    const { remember, failsWith } = activityOf(sentence);
    const how = reply.ok ? 'succeeded' : `failed with ${reply.failure.reason} (${reply.failure.message})`;
    if (failsWith === undefined && !reply.ok) throw new Error(`"${sentence}" ${how}`);
    if (failsWith !== undefined && (reply.ok || (failsWith !== 'any' && reply.failure.reason !== failsWith)))
      throw new Error(`"${sentence}" ${how}, it should have failed with ${failsWith}`);
    if (reply.ok) remember?.(this.memory, reply.payload);
  }

  /** The fastest answer to anything so far stands for the way there and back. */
  #fastestAnswerSeconds(): number {
    return Math.min(
      ...this.instance.ledger.entries.flatMap(({ outcome, sentAtUnixMs }) =>
        outcome.kind === 'answered' ? [(outcome.atUnixMs - sentAtUnixMs) / 1000] : [],
      ),
    );
  }
}

/** Identifiers and names in a request: text of the client's own that must become no label. */
const textsOf = ({ payload }: Call): readonly string[] =>
  payload.value.flatMap((item) =>
    item.type === 'Structure'
      ? textsOf({ operation: '', payload: item })
      : item.type === 'TextString' && item.value.length > 12
        ? [item.value]
        : [],
  );
