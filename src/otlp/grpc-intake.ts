import type { Socket } from 'node:net';
import {
  type handleUnaryCall,
  type MethodDefinition,
  Server,
  ServerCredentials,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';
import type { OtlpDecodeError } from './decode-error.ts';
import type { ExportTransport } from './export.ts';
import type { OtherSignal } from './inbox.ts';
import { capturedHeaders } from './request-headers.ts';

/** Recommended by OTLP 1.11; it holds before and after decompression. */
export const MAX_RECEIVE_MESSAGE_BYTES = 64 * 1024 * 1024;

export const EXPORT_PATHS = {
  metrics: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
  traces: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
  logs: '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
} as const;

/** An Export…ServiceResponse without partial_success: full success. */
const FULL_SUCCESS = Buffer.alloc(0);

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

/** The three OTLP services on grpc-js, messages as bytes. */
export function createGrpcIntake(intake: Intake): GrpcIntake {
  const server = new Server({
    'grpc.max_receive_message_length': MAX_RECEIVE_MESSAGE_BYTES,
    'grpc.enable_channelz': 0,
  });
  serveExport(server, EXPORT_PATHS.metrics, (call, answer) => {
    const transport = {
      protocol: 'grpc',
      path: EXPORT_PATHS.metrics,
      headers: capturedHeaders(call.metadata),
    } as const;
    const refusal = intake.takeMetrics(plainView(call.request), transport);
    if (refusal === undefined) answer(null, FULL_SUCCESS);
    else answer({ code: status.INVALID_ARGUMENT, details: refusal.message });
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
