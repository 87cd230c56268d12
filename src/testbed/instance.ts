import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Contract } from '../contract/contract.ts';
import { nowUnixMs } from '../driver/now.ts';
import { Outlet } from '../driver/outlet.ts';
import type { SocketAccess } from '../driver/socket-way.ts';
import type { HttpTarget } from '../driver/transmit.ts';
import type { EpochRecord, Observation } from '../judge/record.ts';
import type { CacheSetting } from '../ledger/cache.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { predict } from '../ledger/predict.ts';
import { Child } from './child.ts';
import { Collector } from './collector.ts';
import { tokenOf } from './credentials.ts';
import { Epoch } from './epoch.ts';
import { freePort } from './port.ts';
import { untilReady } from './ready.ts';
import { Secured } from './secured.ts';
import type { HsmAccess, StartRequest, Target, UrlWay } from './target.ts';

/** How an instance is to be, where it differs from the plain one. */
export interface InstanceOptions {
  readonly name: string;
  readonly target: Target;
  readonly contract: Contract;
  /** Milliseconds; undefined = as documented. */
  readonly intervalMs: number | undefined;
  readonly url?: (collectorUrl: string) => UrlWay;
  readonly users: readonly string[];
  readonly hsm?: HsmAccess | undefined;
  readonly keyEncryptionKey?: string;
  readonly cache?: CacheSetting | 'off';
  /** KMIP over TLS as well, and HTTPS for HTTP. */
  readonly overTls?: boolean;
  /** How much longer than a few push intervals an observation may take, milliseconds. */
  readonly patienceMs: number;
  /** The collector comes later. */
  readonly withoutCollector?: boolean;
}

/** As documented: 15 minutes idle, 1000 entries. */
const DEFAULT_CACHE: CacheSetting = { idleSeconds: 900, maxEntries: 1000 };

/**
 * One instance of the target with its own store, port, collector and ledger, alive until it is gone. A restart opens
 * a new epoch: a new record that begins with what the store holds.
 */
export class Instance {
  readonly name: string;
  readonly collector: Collector;
  readonly #options: InstanceOptions;
  readonly #request: StartRequest;
  readonly #agent: Agent;
  readonly #secured: Secured | undefined;
  readonly #ended: EpochRecord[] = [];
  #epoch = new Epoch(new Map(), 0);
  #child: Child;

  private constructor(
    options: InstanceOptions,
    request: StartRequest,
    collector: Collector,
    child: Child,
    secured: Secured | undefined,
  ) {
    this.name = options.name;
    this.collector = collector;
    this.#options = options;
    this.#request = request;
    this.#child = child;
    this.#secured = secured;
    this.#agent = secured?.agent ?? new Agent({ keepAlive: true });
  }

  /**
   * Starts collector and process and waits for the first answer.
   * @throws StartError with the last lines of the target's log
   */
  static async start(options: InstanceOptions): Promise<Instance> {
    const collector = await Collector.open();
    if (options.withoutCollector) await collector.goAway();
    const url = options.url ?? ((collectorUrl) => ({ by: 'flag', flag: '--otlp', url: collectorUrl }));
    const folder = await mkdtemp(join(tmpdir(), 'kms-conformance-'));
    const secured = options.overTls ? await Secured.in(folder) : undefined;
    const request: StartRequest = {
      port: await freePort(),
      folder,
      url: url(collector.endpoint),
      intervalMs: options.intervalMs,
      tokens: new Map(options.users.map((user) => [tokenOf(user), user])),
      hsm: options.hsm,
      tls: secured?.access,
      keyEncryptionKey: options.keyEncryptionKey,
      cache: options.cache === 'off' ? undefined : (options.cache ?? DEFAULT_CACHE),
    };
    const child = await spawnTarget(options.target, request);
    const instance = new Instance(options, request, collector, child, secured);
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
    return `${this.#secured === undefined ? 'http' : 'https'}://127.0.0.1:${this.#request.port}`;
  }
  get pid(): number {
    return this.#child.pid ?? 0;
  }
  get logTail(): string {
    return this.#child.logTail;
  }
  /** Resolves with how the process ended. */
  get ended(): Promise<string> {
    return this.#child.ended;
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

  /** The way in over the KMIP socket. @throws Error where the instance was not started with one */
  socketOf(user: string): Promise<SocketAccess> {
    if (this.#secured === undefined) throw new Error(`${this.name} has no KMIP socket`);
    return this.#secured.socketOf(user);
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
    const { contract, target, hsm, intervalMs } = this.#options;
    const { initialObjects, firstAnswerAtUnixMs, observations } = this.#epoch;
    const { spawnedAtUnixMs, stoppedAtUnixMs } = this.#child;
    return {
      instance: this.name,
      setting: {
        contract,
        cache: this.#request.cache,
        hsmModel: hsm === undefined ? undefined : target.hsmModel,
        initialObjects,
      },
      process: { spawnedAtUnixMs, firstAnswerAtUnixMs, stoppedAtUnixMs },
      testIntervalMs: intervalMs,
      entries: this.ledger.entries,
      exports: this.exports,
      observations,
      wrongWays: this.collector.wrongWays,
    };
  }

  /** Records of all epochs, the running one last. */
  get records(): readonly EpochRecord[] {
    return [...this.#ended, this.record];
  }

  /** SIGTERM; returns how it ended. */
  stop(): Promise<string> {
    return this.#child.stop(this.target.stopGraceMs);
  }

  /** SIGKILL, then a new process on the same store: a new epoch. */
  async killAndRestart(): Promise<void> {
    await this.#child.kill();
    const { record } = this;
    this.#ended.push(record);
    const { objects } = predict(record.entries, record.setting, nowUnixMs());
    this.#epoch = new Epoch(objects, this.collector.exports.length);
    this.#child = await spawnTarget(this.target, this.#request);
    await this.#ready();
  }

  /** Ends whatever still runs and removes the folder. Safe to call twice. */
  async dispose(): Promise<void> {
    if (this.#child.isRunning) await this.#child.kill();
    this.#agent.destroy();
    await this.collector.goAway();
    await rm(this.#request.folder, { recursive: true, force: true });
  }

  get #http(): HttpTarget {
    return { baseUrl: this.baseUrl, agent: this.#agent };
  }

  async #ready(): Promise<void> {
    const name = `${this.target.name} (${this.name})`;
    this.#epoch.firstAnswerAtUnixMs = await untilReady(this.#child, this.#http, this.ledger, name);
  }
}

async function spawnTarget(target: Target, request: StartRequest): Promise<Child> {
  const { files, command } = target.start(request);
  for (const [file, text] of files) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { mode: 0o600 });
  }
  return new Child(command);
}
