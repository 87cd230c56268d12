import { decodeMetrics } from './decode.ts';
import { OtlpDecodeError } from './decode-error.ts';
import type { Export, ExportTransport } from './export.ts';

/** Requests of other signals, refused messages and errors of listeners that are kept; the counts go on. */
export const MAX_KEPT = 1_000;

const NO_BYTES = new Uint8Array();

/** A request to the trace or the log service, kept undecoded. */
export interface OtherSignal {
  readonly signal: 'traces' | 'logs';
  readonly arrivedAtUnixMs: number;
  readonly raw: Uint8Array;
}

/** A request to the metrics service that could not be decoded and was answered with INVALID_ARGUMENT. */
export interface Undecodable {
  readonly arrivedAtUnixMs: number;
  readonly error: OtlpDecodeError;
  readonly transport: ExportTransport;
  readonly raw: Uint8Array;
}

export type ExportListener = (received: Export) => void;

export type OtherListener = (received: OtherSignal) => void;

/** Everything that was received, in order of arrival, and who wants to hear of it. */
export class Inbox {
  readonly exports: Export[] = [];
  readonly undecodable: Undecodable[] = [];
  readonly otherSignals: OtherSignal[] = [];
  readonly otherSignalCounts = { traces: 0, logs: 0 };
  readonly listenerErrors: unknown[] = [];
  readonly #listeners = new Set<ExportListener>();
  readonly #otherListeners = new Set<OtherListener>();
  readonly #now: () => number;
  readonly #keptExports: number | undefined;

  /** @param keptExports of the exports only the last so many are kept, and of other messages no bytes */
  constructor(now: () => number, keptExports?: number) {
    this.#now = now;
    this.#keptExports = keptExports;
  }

  subscribe(listener: ExportListener): () => void {
    const own: ExportListener = (received) => listener(received);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  /** The same for traces and logs; they are heard with their bytes, whatever is kept of them. */
  subscribeOther(listener: OtherListener): () => void {
    const own: OtherListener = (received) => listener(received);
    this.#otherListeners.add(own);
    return () => this.#otherListeners.delete(own);
  }

  /** Gives the error that the sender must be told, if any. */
  takeMetrics(raw: Uint8Array, transport: ExportTransport): OtlpDecodeError | undefined {
    const arrivedAtUnixMs = this.#now();
    try {
      const { request, issues } = decodeMetrics(raw);
      const received: Export = { arrivedAtUnixMs, request, issues, transport, raw };
      this.exports.push(received);
      if (this.exports.length > (this.#keptExports ?? Number.POSITIVE_INFINITY)) this.exports.shift();
      this.#tell(this.#listeners, received);
      return undefined;
    } catch (error) {
      if (!(error instanceof OtlpDecodeError)) throw error;
      keep(this.undecodable, { arrivedAtUnixMs, error, transport, raw: this.#kept(raw) });
      return error;
    }
  }

  takeOther(signal: OtherSignal['signal'], raw: Uint8Array): void {
    this.otherSignalCounts[signal]++;
    const received: OtherSignal = { signal, arrivedAtUnixMs: this.#now(), raw };
    keep(this.otherSignals, { ...received, raw: this.#kept(raw) });
    this.#tell(this.#otherListeners, received);
  }

  #kept(raw: Uint8Array): Uint8Array {
    return this.#keptExports === undefined ? raw : NO_BYTES;
  }

  #tell<T>(listeners: ReadonlySet<(received: T) => void>, received: T): void {
    for (const listener of [...listeners]) {
      try {
        listener(received);
      } catch (error) {
        keep(this.listenerErrors, error);
      }
    }
  }
}

export function keep<T>(list: T[], item: T): void {
  if (list.length < MAX_KEPT) list.push(item);
}
