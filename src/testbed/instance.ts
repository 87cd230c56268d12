import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Capability, Contract } from '../contract/contract.ts';
import { nowUnixMs } from '../driver/now.ts';
import { NO_FACTS, Outlet } from '../driver/outlet.ts';
import type { EpochRecord, Observation } from '../judge/record.ts';
import type { CacheSetting } from '../ledger/cache.ts';
import { Ledger } from '../ledger/ledger.ts';
import type { LedgerObjects } from '../ledger/objects.ts';
import { predict } from '../ledger/predict.ts';
import { type Receiver, startReceiver } from '../otlp/receiver.ts';
import { Child } from './child.ts';
import { freePort } from './port.ts';
import type { HsmAccess, StartRequest, Target, UrlWay } from './target.ts';
import { WaitError } from './until.ts';

/** How an instance is to be, where it differs from the plain one. */
export interface InstanceOptions {
  readonly name: string;
  readonly target: Target;
  readonly contract: Contract;
  /** Milliseconds; undefined = as documented. */
  readonly intervalMs: number | undefined;
  readonly url?: (receiverUrl: string) => UrlWay;
  readonly users: readonly string[];
  readonly hsm?: HsmAccess | undefined;
  readonly keyEncryptionKey?: string;
  readonly cache?: CacheSetting | 'off';
  /** How much longer than a few push intervals an observation may take, milliseconds. */
  readonly patienceMs: number;
  /** The collector comes later: no receiver at the start. */
  readonly withoutReceiver?: boolean;
}

/** As documented: 15 minutes idle, 1000 entries. */
const DEFAULT_CACHE: CacheSetting = { idleSeconds: 900, maxEntries: 1000 };

/** From spawn to first answer. */
export const READY_TIMEOUT_MS = 20_000;

/** Between two attempts to reach a target that has not answered yet. */
const READY_POLL_MS = 20;

/**
 * One instance of the target with its own store, port, receiver and ledger, alive until it is gone. A restart opens
 * a new epoch: a new record that begins with what the store holds.
 */
export class Instance {
  readonly name: string;
  readonly #options: InstanceOptions;
  readonly #request: StartRequest;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #ended: EpochRecord[] = [];
  #receiver: Receiver | undefined;
  #exportsOfEarlierReceivers: EpochRecord['exports'] = [];
  #child: Child | undefined;
  #epoch: Epoch;

  private constructor(options: InstanceOptions, request: StartRequest, receiver: Receiver | undefined) {
    this.name = options.name;
    this.#options = options;
    this.#request = request;
    this.#receiver = receiver;
    this.#epoch = new Epoch(new Map(), 0);
  }

  /**
   * Starts receiver and process and waits for the first answer.
   * @throws StartError with the last lines of the target's log
   */
  static async start(options: InstanceOptions): Promise<Instance> {
    const folder = await mkdtemp(join(tmpdir(), 'kms-conformance-'));
    const receiver = await startReceiver({ now: nowUnixMs });
    const url = options.url ?? ((receiverUrl) => ({ by: 'flag', flag: '--otlp', url: receiverUrl }));
    const request: StartRequest = {
      port: await freePort(),
      folder,
      url: url(receiver.endpoint),
      intervalMs: options.intervalMs,
      tokens: new Map(options.users.map((user) => [tokenOf(user), user])),
      hsm: options.hsm,
      keyEncryptionKey: options.keyEncryptionKey,
      cache: options.cache === 'off' ? undefined : (options.cache ?? DEFAULT_CACHE),
    };
    const instance = new Instance(options, request, receiver);
    if (options.withoutReceiver) await instance.stopReceiver();
    try {
      await instance.#spawn();
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
    return `http://127.0.0.1:${this.#request.port}`;
  }
  get pid(): number {
    return this.#child?.pid ?? 0;
  }
  get log(): string {
    return this.#child?.log ?? '';
  }
  get logTail(): string {
    return this.#child?.logTail ?? '';
  }
  /** Resolves with how the process ended. */
  get ended(): Promise<string> {
    return this.#child?.ended ?? Promise.resolve('was never started');
  }
  get intervalMs(): number {
    return this.#options.intervalMs ?? this.#options.contract.push.intervalSeconds * 1000;
  }
  get patienceMs(): number {
    return this.#options.patienceMs;
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
  get receiver(): Receiver | undefined {
    return this.#receiver;
  }
  /** The address that the target was told, whether somebody listens there or not. */
  get receiverPort(): number {
    return this.#receiverPort;
  }
  #receiverPort = 0;

  outlet(): Outlet {
    return new Outlet(this.baseUrl, this.ledger, this.#agent);
  }

  /** Headers by which a user proves who it is. */
  identity(user: string): { readonly user: string; readonly headers: Readonly<Record<string, string>> } {
    return { user, headers: { authorization: `Bearer ${tokenOf(user)}` } };
  }

  addObservation(observation: Observation): void {
    this.#epoch.observations.push(observation);
  }

  /** All exports of this epoch so far. */
  get exports(): EpochRecord['exports'] {
    const all = [...this.#exportsOfEarlierReceivers, ...(this.#receiver?.exports ?? [])];
    return all.slice(this.#epoch.firstExport);
  }

  /** The record of the running epoch. */
  get record(): EpochRecord {
    const { contract, target, hsm } = this.#options;
    return {
      instance: this.name,
      setting: {
        contract,
        cache: this.#request.cache,
        hsmModel: hsm === undefined ? undefined : target.hsmModel,
        initialObjects: this.#epoch.initialObjects,
      },
      capabilities: new Set<Capability>(hsm === undefined ? ['cache'] : ['cache', 'hsm']),
      process: {
        spawnedAtUnixMs: this.#child?.spawnedAtUnixMs ?? 0,
        firstAnswerAtUnixMs: this.#epoch.firstAnswerAtUnixMs,
        stoppedAtUnixMs: this.#child?.stoppedAtUnixMs,
      },
      testIntervalMs: this.#options.intervalMs,
      entries: this.ledger.entries,
      exports: this.exports,
      observations: this.#epoch.observations,
      wrongWays: (this.#receiver?.wrongWays ?? []).map(({ kind, detail }) => `${kind} ${detail}`.trim()),
    };
  }

  /** Records of all epochs, the running one last. */
  get records(): readonly EpochRecord[] {
    return [...this.#ended, this.record];
  }

  /** The collector goes away; its address stays what it was. */
  async stopReceiver(): Promise<void> {
    if (this.#receiver === undefined) return;
    this.#receiverPort = this.#receiver.port;
    await this.#receiver.stop();
    this.#exportsOfEarlierReceivers = [...this.#exportsOfEarlierReceivers, ...this.#receiver.exports];
    this.#receiver = undefined;
  }

  /** The collector comes (back) at the same address. */
  async startReceiver(): Promise<void> {
    this.#receiver ??= await startReceiver({ port: this.#receiverPort, now: nowUnixMs });
  }

  /** SIGTERM; returns how it ended. */
  async stop(): Promise<string> {
    return (await this.#child?.stop(this.target.stopGraceMs)) ?? 'was never started';
  }

  /** SIGKILL, then a new process on the same store: a new epoch. */
  async killAndRestart(): Promise<void> {
    await this.#child?.kill();
    const record = this.record;
    this.#ended.push(record);
    const { objects } = predict(record.entries, record.setting, nowUnixMs());
    this.#epoch = new Epoch(objects, this.#epoch.firstExport + record.exports.length);
    await this.#spawn();
  }

  /** Ends whatever still runs and removes the folder. Safe to call twice. */
  async dispose(): Promise<void> {
    if (this.#child?.isRunning) await this.#child.kill();
    this.#agent.destroy();
    await this.stopReceiver();
    await rm(this.#request.folder, { recursive: true, force: true });
  }

  async #spawn(): Promise<void> {
    const { files, command } = this.target.start(this.#request);
    for (const [file, text] of files) {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text, { mode: 0o600 });
    }
    this.#child = new Child(command);
    this.#epoch.firstAnswerAtUnixMs = await this.#ready(this.#child);
  }

  /** Asks for the version until somebody answers; only what was answered was a request. */
  async #ready(child: Child): Promise<number> {
    const deadline = nowUnixMs() + READY_TIMEOUT_MS;
    while (nowUnixMs() < deadline) {
      if (!child.isRunning) break;
      const entered = await this.#poll();
      if (entered !== undefined) return entered;
      await Promise.race([child.ended, new Promise((resolve) => setTimeout(resolve, READY_POLL_MS))]);
    }
    const how = child.isRunning ? `did not answer within ${READY_TIMEOUT_MS / 1000} s` : await child.ended;
    throw new StartError(`${this.target.name} (${this.name}) ${how}; its last log lines:\n${child.logTail}`);
  }

  async #poll(): Promise<number | undefined> {
    const sentAtUnixMs = nowUnixMs();
    const response = await fetch(`${this.baseUrl}/version`, {
      signal: AbortSignal.timeout(READY_TIMEOUT_MS),
    }).catch(() => undefined);
    if (response === undefined) return undefined;
    await response.text();
    const atUnixMs = nowUnixMs();
    this.ledger.enter({
      scenario: 'suite',
      sentAtUnixMs,
      outcome: { kind: 'answered', status: response.status, atUnixMs, targetDateUnixMs: undefined },
      http: { method: 'GET', route: '/version' },
      ...NO_FACTS,
    });
    return atUnixMs;
  }
}

/** The target did not come up. */
export class StartError extends WaitError {}

class Epoch {
  readonly ledger = new Ledger();
  readonly observations: Observation[] = [];
  readonly initialObjects: LedgerObjects;
  /** Index of its first export among all that the instance pushed. */
  readonly firstExport: number;
  firstAnswerAtUnixMs = 0;

  constructor(initialObjects: LedgerObjects, firstExport: number) {
    this.initialObjects = initialObjects;
    this.firstExport = firstExport;
  }
}

/** A token that stands in no other text, so that a leak of it would be seen. */
const tokenOf = (user: string): string => `token-of-${user}-${TOKEN_SALT}`;
const TOKEN_SALT = crypto.randomUUID();
