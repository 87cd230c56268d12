import { nowUnixMs } from '../driver/now.ts';
import type { Export } from '../otlp/export.ts';
import { type Receiver, startReceiver, type WrongWay } from '../otlp/receiver.ts';
import type { Target } from './target.ts';

/** On loopback, at a port of its own choice. */
export const ON_LOOPBACK: Target['receiver'] = { host: '127.0.0.1', port: 0, seenAs: '127.0.0.1' };

/** The collector that a target pushes to: it may go away and return, its address and what it has received stay. */
export class Collector {
  readonly endpoint: string;
  readonly #host: string;
  readonly #port: number;
  readonly #before: { readonly exports: Export[]; readonly wrongWays: WrongWay[] } = {
    exports: [],
    wrongWays: [],
  };
  readonly #listeners = new Set<() => void>();
  #receiver: Receiver | undefined;

  private constructor(receiver: Receiver, seenAs: string) {
    this.endpoint = `http://${seenAs.includes(':') ? `[${seenAs}]` : seenAs}:${receiver.port}`;
    this.#host = receiver.host;
    this.#port = receiver.port;
    this.#use(receiver);
  }

  /**
   * @param host address to listen on
   * @param port 0: a free one
   * @param seenAs host by which the target reaches it
   */
  static async open({ host, port, seenAs } = ON_LOOPBACK): Promise<Collector> {
    return new Collector(await startReceiver({ host, port, now: nowUnixMs }), seenAs);
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
    if (this.#receiver === undefined)
      this.#use(await startReceiver({ host: this.#host, port: this.#port, now: nowUnixMs }));
  }

  #use(receiver: Receiver): void {
    this.#receiver = receiver;
    receiver.subscribe(() => {
      for (const listener of [...this.#listeners]) listener();
    });
  }
}
