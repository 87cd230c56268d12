import { nowUnixMs } from '../driver/now.ts';
import type { Export } from '../otlp/export.ts';
import { type Receiver, startReceiver, type WrongWay } from '../otlp/receiver.ts';

/** The collector that a target pushes to: it may go away and return, its address and what it has received stay. */
export class Collector {
  readonly endpoint: string;
  readonly #port: number;
  readonly #before: { readonly exports: Export[]; readonly wrongWays: WrongWay[] } = {
    exports: [],
    wrongWays: [],
  };
  readonly #listeners = new Set<() => void>();
  #receiver: Receiver | undefined;

  private constructor(receiver: Receiver) {
    this.endpoint = receiver.endpoint;
    this.#port = receiver.port;
    this.#use(receiver);
  }

  /** Listens on a free port. */
  static async open(): Promise<Collector> {
    return new Collector(await startReceiver({ now: nowUnixMs }));
  }

  /** Everything ever received, in order of arrival. */
  get exports(): readonly Export[] {
    return [...this.#before.exports, ...(this.#receiver?.exports ?? [])];
  }

  /** Attempts to push in another way than OTLP/gRPC in clear, in words. */
  get wrongWays(): readonly string[] {
    return [...this.#before.wrongWays, ...(this.#receiver?.wrongWays ?? [])].map(({ kind, detail }) =>
      `${kind} ${detail}`.trim(),
    );
  }

  /** Calls the listener after every export, whatever comes and goes meanwhile; gives the way to stop that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async goAway(): Promise<void> {
    const receiver = this.#receiver;
    if (receiver === undefined) return;
    this.#receiver = undefined;
    await receiver.stop();
    this.#before.exports.push(...receiver.exports);
    this.#before.wrongWays.push(...receiver.wrongWays);
  }

  /** Listens at the same address again. */
  async come(): Promise<void> {
    if (this.#receiver === undefined) this.#use(await startReceiver({ port: this.#port, now: nowUnixMs }));
  }

  #use(receiver: Receiver): void {
    this.#receiver = receiver;
    receiver.subscribe(() => {
      for (const listener of [...this.#listeners]) listener();
    });
  }
}
