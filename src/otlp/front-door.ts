import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type ConnectionKind, connectionKind } from './connection-kind.ts';
import { listenError } from './listen-error.ts';

/** How long an HTTP/1 client may go on sending after it was answered, before its connection is cut. */
const LINGER_MS = 2_000;

export interface FrontDoorOptions {
  readonly host: string;
  readonly port: number;
  /** How long a connection may take to show what it is. */
  readonly peekTimeoutMs: number;
  /** The kind of connection that is let in: HTTP/2 in clear text, or TLS. The others are wrong here. */
  readonly way: 'http2' | 'tls';
  readonly onLetIn: (socket: Socket) => void;
  readonly onWrongWay: (wrong: WrongKind) => void;
}

/** What came by another way than the one that is open. */
export interface WrongKind {
  readonly kind: ConnectionKind['kind'];
  readonly detail: string;
}

/** The one TCP port of the receiver: looks at the first bytes of each connection and lets only one kind in. */
export interface FrontDoor {
  readonly host: string;
  readonly port: number;
  /** Accepted TCP connections ever. */
  readonly connectionCount: number;
  /** Stops listening and cuts the connections that have not been let in. */
  close(): void;
  /** Cuts the connections that are left; resolves when the port is free. */
  destroy(): Promise<void>;
}

/** @throws {ListenError} if the port cannot be had. */
export async function openFrontDoor(options: FrontDoorOptions): Promise<FrontDoor> {
  const { host, port } = options;
  const sockets = new Set<Socket>();
  const waiting = new Set<Socket>();
  let connectionCount = 0;

  const server = createServer((socket) => {
    connectionCount++;
    sockets.add(socket);
    waiting.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      sockets.delete(socket);
      waiting.delete(socket);
    });
    peek(socket, options.peekTimeoutMs, (kind) => {
      if (kind.kind !== options.way) {
        const wrong = kind.kind === 'http2' ? ({ kind: 'http2', detail: 'in clear text' } as const) : kind;
        options.onWrongWay(wrong);
        turnAway(socket, wrong, options.way);
        return;
      }
      waiting.delete(socket);
      options.onLetIn(socket);
    });
  });

  await listen(server, host, port);
  const closed = new Promise<void>((resolve) => server.once('close', resolve));

  return {
    host,
    port: (server.address() as AddressInfo).port,
    get connectionCount() {
      return connectionCount;
    },
    close() {
      server.close();
      for (const socket of waiting) socket.destroy();
    },
    async destroy() {
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw listenError(host, port, error);
  }
}

/** Decides once, never for a connection that goes away without a byte. The bytes of HTTP/2 and TLS are put back. */
function peek(socket: Socket, timeoutMs: number, decide: (kind: ConnectionKind) => void): void {
  let head: Buffer = Buffer.alloc(0);

  const settle = (kind: ConnectionKind): void => {
    clearTimeout(timer);
    socket.off('readable', onReadable).off('end', onEnd).off('close', onClose);
    if (kind.kind === 'http2' || kind.kind === 'tls') socket.unshift(head);
    decide(kind);
  };
  const onReadable = (): void => {
    const chunk: Buffer | null = socket.read();
    if (chunk === null) return;
    head = Buffer.concat([head, chunk]);
    const kind = connectionKind(head, false);
    if (kind !== undefined) settle(kind);
  };
  const onEnd = (): void => {
    const kind = head.length > 0 ? connectionKind(head, true) : undefined;
    if (kind !== undefined) settle(kind);
  };
  const onClose = (): void => clearTimeout(timer);
  const timer = setTimeout(() => {
    const seen = connectionKind(head, true);
    settle(seen?.kind === 'http1' ? seen : { kind: 'unknown', detail: `silent for ${timeoutMs} ms` });
  }, timeoutMs);

  socket.on('readable', onReadable).on('end', onEnd).on('close', onClose);
}

function turnAway(socket: Socket, wrong: WrongKind, way: FrontDoorOptions['way']): void {
  if (wrong.kind !== 'http1') {
    socket.destroy();
    return;
  }
  const open = way === 'tls' ? 'HTTP/2 over TLS' : 'HTTP/2 without TLS';
  const body = `This port takes OTLP/gRPC (${open}); what came is HTTP/1: ${wrong.detail}. Set the exporter's protocol to grpc.\n`;
  socket.end(
    `HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
  );
  // A close with unread bytes would reset the connection, and the client might never read the answer.
  socket.resume();
  const linger = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(linger));
}
