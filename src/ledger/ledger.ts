import type { Entry } from './entry.ts';

/**
 * The book of one target instance. A request is announced before it is sent and entered when it is over, so that
 * it is known at any time whether one is in flight.
 */
export class Ledger {
  readonly #entries: Entry[] = [];
  readonly #listeners = new Set<() => void>();
  #inFlight = 0;
  #gate: Promise<void> | undefined;
  readonly #pace: () => Promise<void>;

  /** @param pace resolves when the next request may be sent */
  constructor(pace: () => Promise<void> = async () => {}) {
    this.#pace = pace;
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** Requests announced and not over; held ones do not count. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Announces a request; waits while an observation is under way. */
  async begin(): Promise<void> {
    await this.#pace();
    while (this.#gate !== undefined) await this.#gate;
    this.#inFlight += 1;
  }

  /** The announced request is over. */
  end(entry: Entry): void {
    this.#inFlight -= 1;
    this.enter(entry);
  }

  /** Enters what was never in flight: the holding and releasing of a request. */
  enter(entry: Entry): void {
    this.#entries.push(entry);
    this.#tell();
  }

  /** Resolves when no request is in flight. */
  async quiet(): Promise<void> {
    while (this.#inFlight > 0) {
      await new Promise<void>((resolve) => {
        const listener = () => {
          this.#listeners.delete(listener);
          resolve();
        };
        this.#listeners.add(listener);
      });
    }
  }

  /** Lets no request start until the work is done. */
  async closedWhile<T>(work: () => Promise<T>): Promise<T> {
    const done = Promise.withResolvers<void>();
    this.#gate = done.promise;
    try {
      return await work();
    } finally {
      this.#gate = undefined;
      done.resolve();
    }
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
