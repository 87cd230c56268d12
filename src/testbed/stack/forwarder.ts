import { Client, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import type { Export } from '../../otlp/export.ts';
import { EXPORT_PATHS, MAX_RECEIVE_MESSAGE_BYTES } from '../../otlp/grpc-intake.ts';
import type { OtherSignal } from '../../otlp/inbox.ts';
import type { Collector } from '../collector.ts';

/** A request as it came, and to which service. */
interface Message {
  readonly path: string;
  readonly raw: Uint8Array;
}

/** How long the Collector may take for one request. */
const ANSWER_TIMEOUT_MS = 30_000;

/** Whoever was restarted is found again soon; the default is two minutes. */
const RECONNECT_MS = 1000;

/** Sends bytes to an OTLP/gRPC endpoint, as they are. */
export class OtlpSender {
  readonly #client: Client;

  /** @param address host:port, in clear */
  constructor(address: string) {
    this.#client = new Client(address, credentials.createInsecure(), {
      'grpc.max_send_message_length': MAX_RECEIVE_MESSAGE_BYTES,
      'grpc.use_local_subchannel_pool': 1,
      'grpc.max_reconnect_backoff_ms': RECONNECT_MS,
    });
  }

  /** The error of the other side, or undefined: never rejects. */
  send({ path, raw }: Message): Promise<ServiceError | undefined> {
    const { promise, resolve } = Promise.withResolvers<ServiceError | undefined>();
    const options = { deadline: Date.now() + ANSWER_TIMEOUT_MS };
    this.#client.makeUnaryRequest(path, asIs, asIs, Buffer.from(raw), new Metadata(), options, (error) =>
      resolve(error ?? undefined),
    );
    return promise;
  }

  close(): void {
    this.#client.close();
  }
}

const asIs = (bytes: Buffer): Buffer => bytes;

export const metricsMessage = ({ raw }: Pick<Export, 'raw'>): Message => ({
  path: EXPORT_PATHS.metrics,
  raw,
});

/** What is called of an error of gRPC: "UNIMPLEMENTED". */
export const statusName = (error: ServiceError | undefined): string => status[error?.code ?? status.OK];

/**
 * Passes on to the stack's Collector what the KMS sends to ours: byte by byte, one after another and in order, from
 * the first request on.
 */
export class Forwarder {
  readonly #sender: OtlpSender;
  readonly #sent: Export[] = [];
  readonly #taken: Export[] = [];
  readonly #untaken: Export[] = [];
  readonly #refused: string[] = [];
  readonly #noMoreMetrics: () => void;
  readonly #noMoreOthers: () => void;
  #traceRequests = 0;
  #isStopped = false;
  #last: Promise<void> = Promise.resolve();

  constructor(from: Collector, sender: OtlpSender) {
    this.#sender = sender;
    for (const signal of from.otherSignals) this.#other(signal);
    for (const exported of from.exports) this.#metrics(exported);
    this.#noMoreMetrics = from.subscribe((exported) => this.#metrics(exported));
    this.#noMoreOthers = from.subscribeOther((signal) => this.#other(signal));
  }

  /** Every export given to the Collector so far, or about to be, in order. */
  get sent(): readonly Export[] {
    return this.#sent;
  }
  /** What the Collector did not take, in its words. */
  get refused(): readonly string[] {
    return this.#refused;
  }
  /** Exports that the Collector has answered for, in order. */
  get taken(): readonly Export[] {
    return this.#taken;
  }
  /** Exports that it has refused, or given no answer to. */
  get untaken(): readonly Export[] {
    return this.#untaken;
  }
  get traceRequests(): number {
    return this.#traceRequests;
  }

  /** Resolves when the Collector has answered all that came so far. */
  flushed(): Promise<void> {
    return this.#last;
  }

  /** From here on only traces and logs are passed on; resolves when the Collector has answered what came before. */
  endMetrics(): Promise<void> {
    this.#noMoreMetrics();
    return this.flushed();
  }

  /** From here on nothing is passed on, nor what still waits for its turn. */
  stop(): void {
    this.#isStopped = true;
    this.#noMoreMetrics();
    this.#noMoreOthers();
  }

  #metrics(exported: Export): void {
    this.#sent.push(exported);
    this.#forward(metricsMessage(exported), (isTaken) =>
      (isTaken ? this.#taken : this.#untaken).push(exported),
    );
  }

  #other({ signal, raw }: OtherSignal): void {
    if (signal === 'traces') this.#traceRequests += 1;
    this.#forward({ path: EXPORT_PATHS[signal], raw });
  }

  #forward(message: Message, answered: (isTaken: boolean) => void = () => {}): void {
    this.#last = this.#last.then(async () => {
      if (this.#isStopped) return;
      const error = await this.#sender.send(message);
      answered(error === undefined);
      if (error !== undefined) this.#refused.push(`${message.path}: ${statusName(error)} ${error.details}`);
    });
  }
}
