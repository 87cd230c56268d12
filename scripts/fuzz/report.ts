import type { Outcome } from './crew.ts';
import type { Kind } from './kinds.ts';
import { mebibytes } from './memory.ts';
import type { Failure } from './run-slice.ts';

const LONGEST = 4_000;
/** Where lines cannot be written over, there are fewer of them. */
const LINES_EVERY_MS = 10_000;

const number = (value: number): string => Math.round(value).toLocaleString('en');

/** How far the run is, on a terminal in one line. */
export class Meter {
  readonly #stream: NodeJS.WriteStream;
  readonly #total: number;
  readonly #startedMs = performance.now();
  #shownMs = 0;

  constructor(stream: NodeJS.WriteStream, total: number) {
    this.#stream = stream;
    this.#total = total;
  }

  seconds(): number {
    return (performance.now() - this.#startedMs) / 1000;
  }

  show(done: number): void {
    const nowMs = performance.now();
    if (!this.#stream.isTTY && nowMs - this.#shownMs < LINES_EVERY_MS) return;
    this.#shownMs = nowMs;
    const text = `${number(done)} of ${number(this.#total)} inputs, ${number(done / this.seconds())}/s${this.#rest(done)}`;
    this.#stream.write(this.#stream.isTTY ? `\r\x1b[K${text}` : `${text}\n`);
  }

  /** How long what is left would take at this pace. */
  #rest(done: number): string {
    if (done === 0) return '';
    const seconds = (this.seconds() * (this.#total - done)) / done;
    const left = seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
    return `, ${left} left`;
  }

  end(): void {
    if (this.#stream.isTTY && this.#shownMs > 0) this.#stream.write('\r\x1b[K');
  }
}

/** What failed, the input, and the one command that brings it back. */
export function failureText(
  { kind, seed, path, sentence, input }: Failure,
  kindNamed: (name: string) => Kind | undefined,
): string {
  const way = kindNamed(kind)?.way;
  const isText = way === 'json' || way === 'bare';
  const shown = input === undefined ? undefined : Buffer.from(input).toString(isText ? 'utf8' : 'hex');
  return [
    `failure: ${sentence}`,
    ...(shown === undefined
      ? ['the input is known by its number only']
      : [`input (${input?.length} bytes${isText ? '' : ', hexadecimal'}): ${cut(shown)}`]),
    `again: npm run fuzz -- --only ${kind} --seed ${seed} --replay ${path}`,
  ].join('\n');
}

const cut = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST)} ...`);

export function summary({ done, peaks }: Outcome, seed: number, seconds: number): string {
  const server = peaks.server === 0 ? '' : `, a server behind the wire ${mebibytes(peaks.server)}`;
  const memory = peaks.worker === 0 ? '' : `; at most ${mebibytes(peaks.worker)} in a process${server}`;
  return `fuzz: ${number(done)} inputs in ${seconds.toFixed(1)} s (${number(done / seconds)}/s), seed ${seed}${memory}`;
}
