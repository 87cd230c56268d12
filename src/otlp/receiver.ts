import type { Socket } from 'node:net';
import { Conversation } from './conversation.ts';
import type { Export } from './export.ts';
import { openFrontDoor } from './front-door.ts';
import { createGrpcIntake } from './grpc-intake.ts';
import {
  type ExportListener,
  Inbox,
  keep,
  type OtherListener,
  type OtherSignal,
  type Undecodable,
} from './inbox.ts';
import { OpenConnections } from './open-connections.ts';
import { captureHeaders } from './request-headers.ts';
import { type ServerCertificates, tlsTerminator } from './tls-terminator.ts';

/** How long calls in flight may go on after `stop`. */
const STOP_GRACE_MS = 1_000;

/** How long a connection may take to show what it is. */
const PEEK_TIMEOUT_MS = 10_000;

export interface ReceiverOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: a free one. */
  readonly port?: number;
  readonly onExport?: ExportListener;
  readonly onWrongWay?: (wrong: WrongWay) => void;
  /**
   * Of the exports only the last so many are kept, and of other messages no bytes: for who listens for hours.
   * Default: everything is kept.
   */
  readonly keptExports?: number | undefined;
  /** Unix time in milliseconds; default Date.now. */
  readonly now?: () => number;
  /** Default 10 000. */
  readonly peekTimeoutMs?: number;
  /** The script that it follows, and where it notes what came; default: every call is taken. */
  readonly conversation?: Conversation;
  /** It takes OTLP/gRPC over TLS only, with these; default: in clear text only. */
  readonly tls?: ServerCertificates | undefined;
}

/** A connection by another way than OTLP/gRPC is taken here. */
export interface WrongWay {
  /** http2 = HTTP/2 in clear text, where TLS is wanted. */
  readonly kind: 'tls' | 'http1' | 'http2' | 'unknown';
  /** For HTTP/1 method and target, for example "POST /v1/metrics", truncated. */
  readonly detail: string;
  readonly arrivedAtUnixMs: number;
}

/** An OTLP/gRPC endpoint that keeps everything that is sent to it. Lists are in order of arrival and grow. */
export interface Receiver extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** For example "http://127.0.0.1:4317". */
  readonly endpoint: string;
  readonly exports: readonly Export[];
  /** The first MAX_KEPT. */
  readonly wrongWays: readonly WrongWay[];
  /** The first MAX_KEPT. */
  readonly otherSignals: readonly OtherSignal[];
  /** Requests of the other signals ever. */
  readonly otherSignalCounts: Readonly<Record<OtherSignal['signal'], number>>;
  /** The first MAX_KEPT. */
  readonly undecodable: readonly Undecodable[];
  /** What listeners threw; the first MAX_KEPT. */
  readonly listenerErrors: readonly unknown[];
  /** Accepted TCP connections ever. */
  readonly connectionCount: number;
  /** Calls the listener for every export from now on; gives the way to stop that. */
  subscribe(listener: ExportListener): () => void;
  /** The same for traces and logs. */
  subscribeOther(listener: OtherListener): () => void;
  /** Lets calls in flight end, then closes every connection; the port is free when it resolves. */
  stop(): Promise<void>;
}

/** @throws {ListenError} if the port cannot be had. */
export async function startReceiver(options: ReceiverOptions = {}): Promise<Receiver> {
  const { host = '127.0.0.1', port = 0, now = Date.now, peekTimeoutMs = PEEK_TIMEOUT_MS, tls } = options;
  const { conversation = new Conversation() } = options;
  const inbox = new Inbox(now, options.keptExports);
  if (options.onExport !== undefined) inbox.subscribe(options.onExport);
  const wrongWays: WrongWay[] = [];
  const connections = new OpenConnections();
  const intake = createGrpcIntake(inbox, { conversation, connections, now });
  const headers = captureHeaders();
  const serve = (socket: Socket): void => {
    headers.watch(socket);
    intake.serve(socket);
  };
  const terminate = tls === undefined ? undefined : tlsTerminator(tls, conversation, serve);
  const door = await openFrontDoor({
    host,
    port,
    peekTimeoutMs,
    way: tls === undefined ? 'http2' : 'tls',
    onLetIn(socket) {
      const number = conversation.nextConnection();
      connections.add(socket, number);
      if (terminate === undefined) serve(socket);
      else terminate(socket, number);
    },
    onWrongWay(kind) {
      const wrong = { ...kind, arrivedAtUnixMs: now() };
      keep(wrongWays, wrong);
      options.onWrongWay?.(wrong);
    },
  }).catch((error: unknown) => {
    headers.stop();
    throw error;
  });

  const stopCutting = conversation.onCut(() => connections.resetAll());

  const shutDown = async (): Promise<void> => {
    stopCutting();
    door.close();
    await intake.stop(STOP_GRACE_MS);
    await door.destroy();
    headers.stop();
  };
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= shutDown();
    return stopped;
  };

  return {
    host: door.host,
    port: door.port,
    endpoint: `${tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${door.port}`,
    exports: inbox.exports,
    wrongWays,
    otherSignals: inbox.otherSignals,
    otherSignalCounts: inbox.otherSignalCounts,
    undecodable: inbox.undecodable,
    listenerErrors: inbox.listenerErrors,
    get connectionCount() {
      return door.connectionCount;
    },
    subscribe: (listener) => inbox.subscribe(listener),
    subscribeOther: (listener) => inbox.subscribeOther(listener),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
