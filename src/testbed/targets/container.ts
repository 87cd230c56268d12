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
  get text(): string {
    return this.#text;
  }
  get tail(): string {
    return this.#text.trimEnd().split('\n').slice(-LOG_TAIL_LINES).join('\n');
  }
}

/** What of the container engine's client is needed here (the API of Docker). */
interface Engine {
  wait(): Promise<{ readonly StatusCode: number }>;
  stop(options: { readonly t: number }): Promise<unknown>;
  kill(): Promise<unknown>;
  remove(options: { readonly force: boolean }): Promise<unknown>;
}

/** A KMS in a container of the suite's own. */
export class Container implements Running {
  readonly pid = undefined;
  readonly spawnedAtUnixMs: number;
  readonly ended: Promise<string>;
  readonly #engine: Engine;
  readonly #log: ContainerLog;
  #stoppedAtUnixMs: number | undefined;
  #isRunning = true;
  #removed: Promise<unknown> | undefined;

  constructor(engine: Engine, log: ContainerLog, spawnedAtUnixMs: number) {
    this.spawnedAtUnixMs = spawnedAtUnixMs;
    this.#engine = engine;
    this.#log = log;
    this.ended = engine
      .wait()
      .then(
        ({ StatusCode }) => `ended with exit code ${StatusCode}`,
        (error: Error) => `ended: ${error.message}`,
      )
      .finally(() => {
        this.#isRunning = false;
      });
  }

  get stoppedAtUnixMs(): number | undefined {
    return this.#stoppedAtUnixMs;
  }
  get isRunning(): boolean {
    return this.#isRunning;
  }
  get log(): string {
    return this.#log.text;
  }
  get logTail(): string {
    return this.#log.tail;
  }

  async stop(graceMs: number): Promise<string> {
    this.#stoppedAtUnixMs ??= nowUnixMs();
    if (this.#isRunning) await this.#engine.stop({ t: Math.ceil(graceMs / 1000) });
    return this.ended;
  }

  async kill(): Promise<string> {
    this.#stoppedAtUnixMs ??= nowUnixMs();
    // It may end by itself between the question and the signal.
    if (this.#isRunning) await this.#engine.kill().catch(() => undefined);
    const how = await this.ended;
    this.#removed ??= this.#engine.remove({ force: true });
    await this.#removed;
    return how;
  }
}
