import type { Socket } from 'node:net';
import {
  type handleUnaryCall,
  type MethodDefinition,
  Server,
  ServerCredentials,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';
import { FULL_SUCCESS } from './answers.ts';
import type { Conversation } from './conversation.ts';
import type { OtlpDecodeError } from './decode-error.ts';
import type { ExportTransport } from './export.ts';
import { widenWindows } from './flow-windows.ts';
import type { OtherSignal } from './inbox.ts';
import { lastPointTime } from './last-point-time.ts';
import type { OpenConnections } from './open-connections.ts';
import { capturedRequest } from './request-headers.ts';
import { type Answer, isTaken, scriptedAnswer } from './scripted-answer.ts';

/** Recommended by OTLP 1.11; it holds before and after decompression. */
export const MAX_RECEIVE_MESSAGE_BYTES = 64 * 1024 * 1024;

export const EXPORT_PATHS = {
  metrics: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
  traces: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
  logs: '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
} as const;

export interface Intake {
  takeMetrics(raw: Uint8Array, transport: ExportTransport): OtlpDecodeError | undefined;
  takeOther(signal: OtherSignal['signal'], raw: Uint8Array): void;
}

export interface GrpcIntake {
  /** Serves HTTP/2 on a connection that was accepted elsewhere. */
  serve(socket: Socket): void;
  /** Lets open calls end for `graceMs`, then cuts them. */
  stop(graceMs: number): Promise<void>;
}

/** Where the calls come from, and what becomes of them. */
export interface Dialogue {
  readonly conversation: Conversation;
  readonly connections: OpenConnections;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/** The three OTLP services on grpc-js, messages as bytes; exports of metrics are answered as the script says. */
export function createGrpcIntake(intake: Intake, dialogue: Dialogue): GrpcIntake {
  const server = new Server({
    'grpc.max_receive_message_length': MAX_RECEIVE_MESSAGE_BYTES,
    'grpc.enable_channelz': 0,
  });
  serveExport(server, EXPORT_PATHS.metrics, (call, answer) => {
    answerMetrics(call, intake, dialogue).then(
      (given) => {
        if (given?.kind === 'message') answer(null, given.message);
        else if (given !== undefined) answer(given);
      },
      (error: unknown) => answer({ code: status.INTERNAL, details: String(error) }),
    );
  });
  for (const signal of ['traces', 'logs'] as const)
    serveExport(server, EXPORT_PATHS[signal], (call, answer) => {
      intake.takeOther(signal, plainView(call.request));
      answer(null, FULL_SUCCESS);
    });
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());

  const sockets = new Set<Socket>();

  return {
    serve(socket) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      injector.injectConnection(socket);
    },
    async stop(graceMs) {
      // On Node 24 tryShutdown calls back before open calls have ended (grpc-js 1.14.7 closeSession takes a session
      // that is closing for one that is closed), so the connections are watched instead.
      server.tryShutdown(() => undefined);
      await allClosed(sockets, graceMs);
      server.forceShutdown();
    },
  };
}

async function answerMetrics(
  call: Parameters<ExportHandler>[0],
  intake: Intake,
  { conversation, connections, now }: Dialogue,
): Promise<Answer | undefined> {
  const { headers, stream } = capturedRequest(call.metadata);
  const raw = plainView(call.request);
  const connection = connections.of(stream?.session?.socket);
  widenWindows(stream?.session);
  const step = conversation.nextStep();
  const turn = conversation.begin({
    step,
    arrivedAtUnixMs: now(),
    collectionUnixNano: conversation.isNoting ? lastPointTime(raw) : undefined,
    bytes: raw.length,
    connection: connection?.number ?? 0,
    headers,
  });
  const gone = Promise.withResolvers<void>();
  stream?.once('close', () => {
    gone.resolve();
    turn.end(now());
  });
  if (isTaken(step)) {
    const refusal = intake.takeMetrics(raw, { protocol: 'grpc', path: EXPORT_PATHS.metrics, headers });
    if (refusal !== undefined) return { kind: 'refusal', ...notDecoded(refusal) };
  }
  const pause = (ms: number): Promise<void> => pausing(ms, gone.promise);
  return scriptedAnswer(step, turn.number, { connection, stream, pause, gone: gone.promise });
}

const notDecoded = ({ message }: OtlpDecodeError) => ({
  code: status.INVALID_ARGUMENT,
  details: message,
});

/** So much time, or until something happens. */
async function pausing(ms: number, until: Promise<void>): Promise<void> {
  const time = Promise.withResolvers<void>();
  const timer = setTimeout(time.resolve, ms);
  await Promise.race([time.promise, until]);
  clearTimeout(timer);
}

async function allClosed(sockets: ReadonlySet<Socket>, timeoutMs: number): Promise<void> {
  const timeout = Promise.withResolvers<void>();
  const timer = setTimeout(timeout.resolve, timeoutMs);
  const closed = [...sockets].map((socket) => new Promise<void>((resolve) => socket.once('close', resolve)));
  await Promise.race([Promise.all(closed), timeout.promise]);
  clearTimeout(timer);
}

type ExportHandler = (
  call: Parameters<handleUnaryCall<Buffer, Buffer>>[0],
  answer: sendUnaryData<Buffer>,
) => void;

function serveExport(server: Server, path: string, handler: ExportHandler): void {
  const method: MethodDefinition<Buffer, Buffer> = {
    path,
    requestStream: false,
    responseStream: false,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
  server.addService({ Export: method }, { Export: handler });
}

function asIs(bytes: Buffer): Buffer {
  return bytes;
}

function plainView(bytes: Buffer): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
