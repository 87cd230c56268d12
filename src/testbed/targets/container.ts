import type { StartedTestContainer } from 'testcontainers';
import { nowUnixMs } from '../../driver/now.ts';
import type { Running } from '../running.ts';

/** Lines of a container's log that start-up errors and time-outs quote. */
const LOG_TAIL_LINES = 20;

/** What a container has printed so far; kept here, because it is gone with the container. */
export class ContainerLog {
  #text = '';

  add(chunk: string): void {
    this.#text += chunk;
  }
  get tail(): string {
    return this.#text.trimEnd().split('\n').slice(-LOG_TAIL_LINES).join('\n');
  }
}

/** A KMS in a container of the suite's own. */
export class Container implements Running {
  readonly pid = undefined;
  readonly spawnedAtUnixMs: number;
  readonly #container: StartedTestContainer;
  readonly #log: ContainerLog;
  readonly #ended = Promise.withResolvers<string>();
  #stoppedAtUnixMs: number | undefined;
  #isRunning = true;

  /** @param ended how the container ended by itself, in words */
  constructor(
    container: StartedTestContainer,
    log: ContainerLog,
    spawnedAtUnixMs: number,
    ended: Promise<string>,
  ) {
    this.spawnedAtUnixMs = spawnedAtUnixMs;
    this.#container = container;
    this.#log = log;
    ended.then((how) => this.#end(how));
  }

  get stoppedAtUnixMs(): number | undefined {
    return this.#stoppedAtUnixMs;
  }
  get isRunning(): boolean {
    return this.#isRunning;
  }
  get logTail(): string {
    return this.#log.tail;
  }
  get ended(): Promise<string> {
    return this.#ended.promise;
  }

  async stop(graceMs: number): Promise<string> {
    return this.#halt(graceMs);
  }
  async kill(): Promise<string> {
    return this.#halt(0);
  }

  async #halt(timeout: number): Promise<string> {
    this.#stoppedAtUnixMs ??= nowUnixMs();
    if (this.#isRunning) await this.#container.stop({ timeout, remove: false });
    const how = await this.#ended.promise;
    await this.#container.stop({ timeout: 0, remove: true }).catch(() => undefined);
    return how;
  }

  #end(how: string): void {
    this.#isRunning = false;
    this.#ended.resolve(how);
  }
}
