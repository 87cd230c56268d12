import { type ChildProcess, spawn } from 'node:child_process';
import { nowUnixMs } from '../driver/now.ts';
import type { Running } from './running.ts';

/** How a target process is started. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  /** Nothing is inherited but PATH and HOME. */
  readonly env: Readonly<Record<string, string>>;
}

/** Lines of the target's log that start-up errors and time-outs quote. */
const LOG_TAIL_LINES = 20;

/** A process of the suite's own, stopped by the id it was started with. */
export class Child implements Running {
  readonly spawnedAtUnixMs: number;
  readonly #process: ChildProcess;
  readonly #log: string[] = [];
  readonly #ended: Promise<string>;
  #stoppedAtUnixMs: number | undefined;

  constructor({ program, args, env }: Command) {
    this.spawnedAtUnixMs = nowUnixMs();
    const { PATH = '', HOME = '' } = process.env;
    this.#process = spawn(program, args, { env: { PATH, HOME, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process.stdout?.setEncoding('utf8').on('data', (text: string) => this.#keep(text));
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => this.#keep(text));
    this.#ended = new Promise((resolve) => {
      this.#process.once('close', (code, signal) => resolve(`ended with ${signal ?? `exit code ${code}`}`));
      this.#process.once('error', ({ message }) => resolve(`could not be started: ${message}`));
    });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  get isRunning(): boolean {
    return (
      this.#process.pid !== undefined && this.#process.exitCode === null && this.#process.signalCode === null
    );
  }

  get stoppedAtUnixMs(): number | undefined {
    return this.#stoppedAtUnixMs;
  }

  /** How it ended, in words; never rejects. */
  get ended(): Promise<string> {
    return this.#ended;
  }

  /** Everything it has printed. */
  get log(): string {
    return this.#log.join('');
  }

  get logTail(): string {
    return this.log.trimEnd().split('\n').slice(-LOG_TAIL_LINES).join('\n');
  }

  /** SIGTERM, and SIGKILL when it has not ended in time; returns how it ended. */
  async stop(graceMs: number): Promise<string> {
    this.#signal('SIGTERM');
    const timer = setTimeout(() => this.#signal('SIGKILL'), graceMs);
    try {
      return await this.#ended;
    } finally {
      clearTimeout(timer);
    }
  }

  async kill(): Promise<string> {
    this.#signal('SIGKILL');
    return this.#ended;
  }

  #signal(signal: NodeJS.Signals): void {
    this.#stoppedAtUnixMs ??= nowUnixMs();
    if (this.isRunning) this.#process.kill(signal);
  }

  #keep(text: string): void {
    this.#log.push(text);
  }
}
