import { nowUnixMs } from '../driver/now.ts';
import { Conversation, type Outage } from '../otlp/conversation.ts';
import type { Export } from '../otlp/export.ts';
import type { ExportListener, OtherListener, OtherSignal, Undecodable } from '../otlp/inbox.ts';
import { type Receiver, startReceiver, type WrongWay } from '../otlp/receiver.ts';
import type { ServerCertificates } from '../otlp/tls-terminator.ts';
import { Absence } from './absence.ts';
import type { Target } from './target.ts';

/** On loopback, at a port of its own choice. */
export const ON_LOOPBACK: Target['receiver'] = { host: '127.0.0.1', port: 0, seenAs: '127.0.0.1' };

/** The collector that a target pushes to: it may go away and return, its address and what it has received stay. */
export class Collector {
  readonly endpoint: string;
  /** The script that it follows, and what was said meanwhile. */
  readonly conversation: Conversation;
  readonly #tls: ServerCertificates | undefined;
  readonly #host: string;
  readonly #port: number;
  readonly #before: {
    readonly exports: Export[];
    readonly otherSignals: OtherSignal[];
    readonly wrongWays: WrongWay[];
    readonly undecodable: Undecodable[];
  } = { exports: [], otherSignals: [], wrongWays: [], undecodable: [] };
  readonly #listeners = new Set<ExportListener>();
  readonly #otherListeners = new Set<OtherListener>();
  readonly #absences: Outage[] = [];
  #awayFrom: number | undefined;
  #receiver: Receiver | undefined;
  #absence: Absence | undefined;

  private constructor(
    receiver: Receiver,
    seenAs: string,
    conversation: Conversation,
    tls: ServerCertificates | undefined,
  ) {
    this.conversation = conversation;
    this.#tls = tls;
    this.endpoint = `${tls === undefined ? 'http' : 'https'}://${seenAs.includes(':') ? `[${seenAs}]` : seenAs}:${receiver.port}`;
    this.#host = receiver.host;
    this.#port = receiver.port;
    this.#use(receiver);
  }

  /**
   * @param host address to listen on
   * @param port 0: a free one
   * @param seenAs host by which the target reaches it
   * @param tls it takes TLS only, with these
   */
  static async open({ host, port, seenAs } = ON_LOOPBACK, tls?: ServerCertificates): Promise<Collector> {
    const conversation = new Conversation(nowUnixMs);
    const receiver = await startReceiver({ host, port, now: nowUnixMs, conversation, tls });
    // A name, because TLS asks for none by address (RFC 6066, section 3).
    const named = tls !== undefined && seenAs === ON_LOOPBACK.seenAs ? 'localhost' : seenAs;
    return new Collector(receiver, named, conversation, tls);
  }

  /** Everything ever received, in order of arrival. */
  get exports(): readonly Export[] {
    return [...this.#before.exports, ...(this.#receiver?.exports ?? [])];
  }

  /** The first traces and logs received, in order of arrival. */
  get otherSignals(): readonly OtherSignal[] {
    return [...this.#before.otherSignals, ...(this.#receiver?.otherSignals ?? [])];
  }

  /** Attempts to push in another way than OTLP/gRPC in clear, in words. */
  get wrongWays(): readonly string[] {
    return [...this.#before.wrongWays, ...(this.#receiver?.wrongWays ?? [])].map(({ kind, detail }) =>
      `${kind} ${detail}`.trim(),
    );
  }

  /** What was wrong with each request that was no OTLP message. */
  get undecodable(): readonly string[] {
    return [...this.#before.undecodable, ...(this.#receiver?.undecodable ?? [])].map(
      ({ error }) => error.message,
    );
  }

  /** When it was away, until the first export after that, and while it followed a script. */
  get outages(): readonly Outage[] {
    const absent =
      this.#awayFrom === undefined ? [] : [{ fromUnixMs: this.#awayFrom, toUnixMs: nowUnixMs() }];
    return [...this.#absences, ...absent, ...this.conversation.outages];
  }

  /** Calls the listener after every export, whatever comes and goes meanwhile; gives the way to stop that. */
  subscribe(listener: ExportListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The same for traces and logs. */
  subscribeOther(listener: OtherListener): () => void {
    this.#otherListeners.add(listener);
    return () => this.#otherListeners.delete(listener);
  }

  /** From here on whoever connects is turned away. */
  async goAway(): Promise<void> {
    this.#awayFrom ??= nowUnixMs();
    await this.#stop();
    this.#absence = await Absence.at(this.#host, this.#port);
  }

  /** What is at its address meanwhile. @throws Error where it is not away */
  get absence(): Absence {
    if (this.#absence === undefined) throw new Error('the collector is not away');
    return this.#absence;
  }

  /** Gives its address up. Safe to call twice. */
  async close(): Promise<void> {
    await this.#stop();
    await this.#endAbsence();
  }

  async #stop(): Promise<void> {
    const receiver = this.#receiver;
    if (receiver === undefined) return;
    this.#receiver = undefined;
    await receiver.stop();
    this.#before.exports.push(...receiver.exports);
    this.#before.otherSignals.push(...receiver.otherSignals);
    this.#before.wrongWays.push(...receiver.wrongWays);
    this.#before.undecodable.push(...receiver.undecodable);
  }

  async #endAbsence(): Promise<void> {
    const absence = this.#absence;
    this.#absence = undefined;
    await absence?.end();
  }

  /** Listens at the same address again. */
  async come(): Promise<void> {
    await this.#endAbsence();
    if (this.#receiver === undefined)
      this.#use(
        await startReceiver({
          host: this.#host,
          port: this.#port,
          now: nowUnixMs,
          conversation: this.conversation,
          tls: this.#tls,
        }),
      );
  }

  #isBack(toUnixMs: number): void {
    if (this.#awayFrom !== undefined) this.#absences.push({ fromUnixMs: this.#awayFrom, toUnixMs });
    this.#awayFrom = undefined;
  }

  #use(receiver: Receiver): void {
    this.#receiver = receiver;
    receiver.subscribe((received) => {
      this.#isBack(received.arrivedAtUnixMs);
      for (const listener of [...this.#listeners]) listener(received);
    });
    receiver.subscribeOther((received) => {
      for (const listener of [...this.#otherListeners]) listener(received);
    });
  }
}
