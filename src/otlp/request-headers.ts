import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import type { Metadata } from '@grpc/grpc-js';
import { connectionKey } from './open-connections.ts';

/** Published before the stream reaches grpc-js, with the very object of headers that grpc-js will read. */
const STREAM_CREATED = 'http2.server.stream.created';

const CARRIER = 'x-kms-otlp-testbed-headers';

/** Header names in lower case with pseudo-headers, as sent; without a prototype. */
export type RequestHeaders = Readonly<Record<string, string>>;

/** What grpc-js hides from its handlers. */
export interface CapturedRequest {
  readonly headers: RequestHeaders;
  /** undefined once it is closed. */
  readonly stream: ServerHttp2Stream | undefined;
}

export interface HeaderCapture {
  /** Requests on this connection are captured; those of other HTTP/2 servers in the process are left alone. */
  watch(socket: Socket): void;
  stop(): void;
}

/** Open requests by the number that their carrier has. */
const streams = new Map<number, ServerHttp2Stream>();
let captured = 0;

/**
 * grpc-js hides some request headers from its handlers (grpc-encoding, grpc-timeout, te, content-type). So, below
 * it, a copy of all of them is added to each request as one more header, and `capturedRequest` unpacks it.
 */
export function captureHeaders(): HeaderCapture {
  const watched = new Set<string>();

  const onStream = (message: unknown): void => {
    const { stream, headers } = message as { stream: ServerHttp2Stream; headers: IncomingHttpHeaders };
    const socket = stream.session?.socket;
    if (socket === undefined || !watched.has(connectionKey(socket))) return;
    captured += 1;
    const number = captured;
    streams.set(number, stream);
    stream.once('close', () => streams.delete(number));
    headers[CARRIER] = encodeURIComponent(JSON.stringify([number, plainEntries(headers)]));
  };
  subscribe(STREAM_CREATED, onStream);

  return {
    watch(socket) {
      const key = connectionKey(socket);
      watched.add(key);
      socket.once('close', () => watched.delete(key));
    },
    stop() {
      unsubscribe(STREAM_CREATED, onStream);
    },
  };
}

/** What `captureHeaders` added to the request with this metadata. */
export function capturedRequest(metadata: Metadata): CapturedRequest {
  const [packed] = metadata.get(CARRIER);
  const headers: Record<string, string> = Object.create(null);
  if (packed === undefined) return { headers, stream: undefined };
  const [number, entries] = JSON.parse(decodeURIComponent(packed.toString())) as [number, [string, string][]];
  for (const [name, value] of entries) headers[name] = value;
  return { headers, stream: streams.get(number) };
}

function plainEntries(headers: IncomingHttpHeaders): [string, string][] {
  return Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : String(value),
  ]);
}
