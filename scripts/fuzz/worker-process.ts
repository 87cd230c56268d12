import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { HEAP_LIMIT_MEBIBYTES, type Memory } from './memory.ts';
import type { Slice } from './plan.ts';
import { notedIn } from './run-note.ts';
import type { Failure } from './run-slice.ts';
import { PATIENCE_MS } from './survives.ts';
import type { SliceResult } from './worker.ts';

/** A worker that waits for an answer gives up by itself after the patience; one that does not is stuck. */
const STUCK_MS = 3 * PATIENCE_MS;
/** For a worker that is told to end, and for the server that it may have started. */
const END_MS = 10_000;
const LAST_WORDS = 2_000;

/** A process that works on one slice at a time, and what it took. */
export class WorkerProcess {
  readonly memory: Memory[] = [];
  readonly server: Memory[] = [];
  readonly #child: ChildProcess;
  readonly #note: string;
  readonly #closed: Promise<unknown>;
  #finished = 0;
  #lastWords = '';
  /** Of the slice at hand: the input that was seen last, and since when. */
  #seen: { readonly run: number; readonly sinceMs: number } | undefined;

  /** @param note the file in which the worker says which input it sends */
  constructor(program: string, note: string) {
    this.#note = note;
    this.#child = fork(program, [note], {
      execArgv: ['--expose-gc', `--max-old-space-size=${HEAP_LIMIT_MEBIBYTES}`],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#lastWords = (this.#lastWords + text).slice(-LAST_WORDS);
    });
    // What was said to a process that is no more; its end is seen anyway.
    this.#child.on('error', () => undefined);
    this.#closed = Promise.all([
      once(this.#child, 'exit'),
      this.#child.stderr && finished(this.#child.stderr),
    ]);
  }

  get done(): number {
    return this.#finished + (this.#seen === undefined ? 0 : notedIn(this.#note));
  }

  /** Ends the process when it has been at the same input for too long. */
  look(nowMs: number): void {
    if (this.#seen === undefined) return;
    const run = notedIn(this.#note);
    if (run !== this.#seen.run) this.#seen = { run, sinceMs: nowMs };
    else if (nowMs - this.#seen.sinceMs > STUCK_MS) {
      this.#lastWords += `one input took more than ${STUCK_MS} ms`;
      this.#child.kill('SIGKILL');
    }
  }

  /** Undefined when all inputs were survived, and when nobody waits any more. */
  async work(slice: Slice, isOver: AbortSignal): Promise<Failure | undefined> {
    this.#seen = { run: 0, sinceMs: performance.now() };
    const told = once(this.#child, 'message').then(([result]) => result as SliceResult);
    const ended = this.#closed.then(() => undefined);
    this.#child.send(slice);
    const result = await Promise.race([told, ended, aborted(isOver)]);
    if (isOver.aborted) return undefined;
    if (result === undefined) return this.#fallen(slice);
    this.memory.push(result.memory);
    if (result.server !== undefined) this.server.push(result.server);
    this.#finished += result.failure === undefined ? slice.runs : notedIn(this.#note);
    this.#seen = undefined;
    if (result.failure === undefined) return undefined;
    const { input, ...failure } = result.failure;
    return input === undefined ? failure : { ...failure, input: Buffer.from(input, 'base64') };
  }

  #fallen({ kind, seed }: Slice): Failure {
    const { exitCode, signalCode } = this.#child;
    const how = signalCode ?? `exit code ${exitCode}`;
    const sentence = `the process with the server went down (${how}): ${this.#lastWords.trim()}`;
    return { kind, seed, path: String(notedIn(this.#note)), sentence };
  }

  async end(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), END_MS);
    await this.#closed;
    clearTimeout(timer);
  }
}

const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
