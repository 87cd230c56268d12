import { mkdtemp, rm } from 'node:fs/promises';
import type { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract } from '../contract/contract.ts';
import type { Identity } from '../driver/identity.ts';
import { nowUnixMs } from '../driver/now.ts';
import { Outlet } from '../driver/outlet.ts';
import type { SocketAccess } from '../driver/socket-way.ts';
import type { HttpTarget } from '../driver/transmit.ts';
import type { EpochRecord, Observation } from '../judge/record.ts';
import { byTargetClock, clockSkewMs } from '../judge/skew.ts';
import type { CacheSetting } from '../ledger/cache.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { predict } from '../ledger/predict.ts';
import { Collector } from './collector.ts';
import { Connections } from './connections.ts';
import { tokenOf } from './credentials.ts';
import { Epoch } from './epoch.ts';
import { firstPush } from './first-push.ts';
import { identityOf, nameOf } from './identities.ts';
import { freePort } from './port.ts';
import { paceOf } from './production/pace.ts';
import { type PushWish, preparePush } from './push/push-access.ts';
import { untilReady } from './ready.ts';
import type { Running } from './running.ts';
import { Secured } from './secured.ts';
import type { HsmAccess, StartRequest, Target, UrlWay } from './target.ts';
import { trustOf } from './trust.ts';
import { USERS } from './users.ts';
import { usualWay } from './usual-way.ts';

/** How an instance is to be, where it differs from the plain one. */
export interface InstanceOptions {
  readonly name: string;
  readonly target: Target;
  readonly contract: Contract;
  /** At the interval of the document, although the target could be told another. */
  readonly asDocumented?: boolean;
  readonly url?: (collectorUrl: string) => UrlWay;
  readonly hsm?: HsmAccess | undefined;
  readonly keyEncryptionKey?: string;
  readonly cache?: CacheSetting | 'off';
  /** KMIP over TLS as well, and HTTPS for HTTP. */
  readonly overTls?: boolean;
  /** How much longer than a few push intervals an observation may take, milliseconds. */
  readonly patienceMs: number;
  /** Bearer token -> user, besides those of the features. */
  readonly furtherTokens?: ReadonlyMap<string, string>;
  /** Further variables of its environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** How it pushes, where that is not in clear text without any proof. */
  readonly push?: PushWish;
  /** The collector comes later. */
  readonly withoutCollector?: boolean;
}

/**
 * One instance of the target with its own store, port, collector and ledger, alive until it is gone. A restart opens
 * a new epoch: a new record that begins with what the store holds.
 */
export class Instance {
  readonly name: string;
  readonly collector: Collector;
  readonly #options: InstanceOptions;
  readonly #request: StartRequest;
  readonly #secured: Secured | undefined;
  readonly #ended: EpochRecord[] = [];
  readonly #pace: (() => Promise<void>) | undefined;
  #epoch: Epoch;
  #process: Running;
  #baseUrl: string;
  #connections: Connections;
  #agent: Agent;

  private constructor(
    options: InstanceOptions,
    request: StartRequest,
    collector: Collector,
    secured: Secured | undefined,
    started: Awaited<ReturnType<Target['start']>>,
  ) {
    this.name = options.name;
    this.collector = collector;
    this.#options = options;
    const { limits } = options.target;
    this.#pace = limits === undefined ? undefined : paceOf(limits.requestsPerSecond);
    this.#epoch = new Epoch(new Map(), 0, this.#pace);
    this.#request = request;
    this.#secured = secured;
    this.#process = started.process;
    this.#baseUrl = started.baseUrl;
    this.#connections = new Connections(started, trustOf(options.target, secured));
    this.#agent = this.#connections.anonymous;
  }

  /**
   * Starts collector and KMS and waits for the first answer.
   * @throws StartError with the last lines of the target's log
   */
  static async start(options: InstanceOptions): Promise<Instance> {
    const { target } = options;
    const folder = await mkdtemp(join(tmpdir(), 'kms-conformance-'));
    const push =
      options.push === undefined
        ? undefined
        : await preparePush(join(folder, 'push'), options.push, target.receiver.seenAs);
    const collector = await Collector.open(target.receiver, push?.tls);
    if (options.withoutCollector) await collector.goAway();
    const overTls = options.overTls || target.identities.by === 'certificates';
    const secured = overTls ? await Secured.in(folder, await target.host?.()) : undefined;
    const request: StartRequest = {
      port: await freePort(),
      folder,
      url: (options.url ?? usualWay(target.claims))(collector.endpoint),
      intervalMs: options.asDocumented ? undefined : target.testIntervalMs,
      tokens: new Map([
        ...(target.identities.by === 'tokens' ? USERS.map((user) => [tokenOf(user), user] as const) : []),
        ...(options.furtherTokens ?? []),
      ]),
      hsm: options.hsm,
      tls: secured?.access,
      keyEncryptionKey: options.keyEncryptionKey,
      cache: options.cache === 'off' ? undefined : (options.cache ?? target.cache),
      push: push?.access,
      environment: options.environment,
    };
    const started = await target.start(request);
    const instance = new Instance(options, request, collector, secured, started);
    try {
      await instance.#ready();
    } catch (error) {
      await instance.dispose();
      throw error;
    }
    return instance;
  }

  get ledger(): Ledger {
    return this.#epoch.ledger;
  }
  get baseUrl(): string {
    return this.#baseUrl;
  }
  /** undefined where it is not a process of this machine's. */
  get pid(): number | undefined {
    return this.#process.pid;
  }
  get log(): string {
    return this.#process.log;
  }
  get logTail(): string {
    return this.#process.logTail;
  }
  /** Resolves with how the KMS ended. */
  get ended(): Promise<string> {
    return this.#process.ended;
  }
  get intervalMs(): number {
    return this.#request.intervalMs ?? this.#options.contract.push.intervalSeconds * 1000;
  }
  get patienceMs(): number {
    return this.#options.patienceMs;
  }
  /** To a collector that is there, at an interval made for tests. */
  get pushesSoon(): boolean {
    const { url, intervalMs } = this.#request;
    const isHere =
      url.by !== 'nothing' && url.url === this.collector.endpoint && !this.#options.withoutCollector;
    return isHere && intervalMs !== undefined;
  }
  get target(): Target {
    return this.#options.target;
  }
  get hsm(): HsmAccess | undefined {
    return this.#options.hsm;
  }
  get keyEncryptionKey(): string | undefined {
    return this.#options.keyEncryptionKey;
  }

  /** How a user of the features proves over HTTP who it is. */
  identityOf(user: string): Promise<Identity> {
    return identityOf(this.target.identities, user, this.#connections);
  }

  /** A user who proves over HTTPS by a certificate, and by nothing else, who it is. */
  async certifiedIdentityOf(user: string): Promise<Identity> {
    return { user: this.nameOf(user), headers: {}, agent: await this.#connections.agentOf(user) };
  }

  /** Connections of somebody who shows no certificate. */
  get anonymous(): Agent {
    return this.#connections.anonymous;
  }

  /** Name of a user of the features as the target's telemetry has it. */
  nameOf(user: string): string {
    return nameOf(this.target.identities, user);
  }

  /** The way in over the KMIP socket. @throws Error where the instance was not started with one */
  socketOf(user: string): Promise<SocketAccess> {
    return this.#connections.socketOf(user);
  }

  outlet(): Outlet {
    return new Outlet(this.#http, this.ledger);
  }

  addObservation(observation: Observation): void {
    this.#epoch.observations.push(observation);
  }

  /** All exports of this epoch so far. */
  get exports(): EpochRecord['exports'] {
    return this.collector.exports.slice(this.#epoch.firstExport);
  }

  /** The record of the running epoch. */
  get record(): EpochRecord {
    const { contract, target, hsm } = this.#options;
    const { initialObjects, firstAnswerAtUnixMs, observations } = this.#epoch;
    const { spawnedAtUnixMs, stoppedAtUnixMs } = this.#process;
    const { undecodable, outages } = this.collector;
    return {
      instance: this.name,
      setting: {
        contract,
        cache: this.#request.cache,
        hsmModel: hsm === undefined ? undefined : target.hsmModel,
        initialObjects,
        ...(target.claims.exclusive ? {} : { ownUsers: USERS.map((user) => this.nameOf(user)) }),
      },
      process: { spawnedAtUnixMs, firstAnswerAtUnixMs, stoppedAtUnixMs },
      testIntervalMs: this.#request.intervalMs,
      entries: this.ledger.entries,
      exports: this.exports,
      observations,
      exportsBefore: this.#epoch.exportsBefore,
      wrongWays: this.collector.wrongWays,
      ...(undecodable.length === 0 ? {} : { undecodable }),
      ...(outages.length === 0 ? {} : { outages }),
    };
  }

  /** Records of all epochs, the running one last. */
  get records(): readonly EpochRecord[] {
    return [...this.#ended, this.record];
  }

  /** SIGTERM; returns how it ended. */
  stop(): Promise<string> {
    return this.#process.stop(this.target.stopGraceMs);
  }

  /** SIGKILL, then a new process on the same store: a new epoch. */
  async killAndRestart(): Promise<void> {
    await this.kill();
    await this.restart();
  }

  /** SIGKILL; what the ledger is told afterwards still belongs to the epoch that has ended. */
  async kill(): Promise<void> {
    await this.#process.kill();
    await this.#connections.destroy();
  }

  /** A new process on the store of the one that was killed. */
  async restart(): Promise<void> {
    const { record } = this;
    this.#ended.push(record);
    const skewMs = clockSkewMs(record.entries) ?? 0;
    const entries = byTargetClock(record.entries, skewMs);
    const { objects } = predict(entries, record.setting, nowUnixMs() + skewMs);
    this.#epoch = new Epoch(objects, this.collector.exports.length, this.#pace);
    const started = await this.target.start(this.#request);
    this.#process = started.process;
    this.#baseUrl = started.baseUrl;
    this.#connections = new Connections(started, trustOf(this.target, this.#secured));
    await this.#ready();
  }

  /** Ends whatever still runs and removes the folder. Safe to call twice. */
  async dispose(): Promise<void> {
    await this.#process.kill();
    await this.#connections.destroy();
    await this.collector.close();
    await rm(this.#request.folder, { recursive: true, force: true });
  }

  get #ranBefore(): boolean {
    return !this.target.claims.capabilities.has('start');
  }
  get #http(): HttpTarget {
    return { baseUrl: this.#baseUrl, agent: this.#agent };
  }

  async #ready(): Promise<void> {
    const { name, ready } = this.target;
    // Where users have certificates, a server need not talk to anybody without one.
    const { agent = this.#connections.anonymous } = await this.identityOf('alice');
    this.#agent = agent;
    const who = `${name} (${this.name})`;
    if (this.#ranBefore) this.#epoch.exportsBefore = await firstPush(this, who);
    this.#epoch.firstAnswerAtUnixMs = await untilReady(this.#process, this.#http, this.ledger, who, ready);
  }
}
