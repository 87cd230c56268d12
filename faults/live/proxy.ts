import {
  Client,
  compressionAlgorithms,
  credentials,
  Metadata,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceError,
  type sendUnaryData,
} from '@grpc/grpc-js';
import { EXPORT_PATHS, MAX_RECEIVE_MESSAGE_BYTES } from '../../src/otlp/grpc-intake.ts';
import { onTheWire, type Rewriting } from '../wire/rewriting.ts';

export interface ProxyOptions {
  /** "http://127.0.0.1:4317". */
  readonly to: string;
  readonly rewriting: Rewriting;
  /** Messages go on in gzip; default: as they are. */
  readonly gzip?: boolean;
  /** What could not be sent goes before what comes next, as deltas must: nobody tells them again. Default: it is lost. */
  readonly keepsUnsent?: boolean;
  /** Milliseconds that each message waits before it goes on; its sender waits for the answer. */
  readonly delayMs?: number;
}

export interface Proxy {
  /** "http://127.0.0.1:PORT". */
  readonly endpoint: string;
  stop(): void;
}

const asIs = (bytes: Buffer): Buffer => bytes;

/** An OTLP/gRPC endpoint that rewrites what it is sent, sends it on, and answers what it is answered. */
export async function startProxy({
  to,
  rewriting,
  gzip,
  keepsUnsent,
  delayMs = 0,
}: ProxyOptions): Promise<Proxy> {
  const rewrite = onTheWire(rewriting);
  const client = new Client(new URL(to).host, credentials.createInsecure(), {
    'grpc.max_send_message_length': MAX_RECEIVE_MESSAGE_BYTES,
    'grpc.default_compression_algorithm': gzip ? compressionAlgorithms.gzip : compressionAlgorithms.identity,
    // A collector that was away is looked for as soon as something is to be sent.
    'grpc.max_reconnect_backoff_ms': 100,
    'grpc.initial_reconnect_backoff_ms': 50,
  });
  const send = (message: Uint8Array): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      client.makeUnaryRequest(EXPORT_PATHS.metrics, asIs, asIs, Buffer.from(message), (error, answer) =>
        error === null ? resolve(answer ?? Buffer.alloc(0)) : reject(error),
      );
    });
  let count = 0;
  const unsent: Uint8Array[] = [];
  let last: Buffer | undefined;
  /** The same message again is another attempt at it. */
  const take = (message: Buffer): void => {
    if (keepsUnsent && last?.equals(message)) return;
    last = message;
    if (!keepsUnsent) unsent.length = 0;
    unsent.push(...rewrite(new Uint8Array(message), count++));
  };
  let before: Promise<unknown> = Promise.resolve();
  /** One after another: what is sent on comes in the order in which it came. */
  const pass = (message: Buffer): Promise<Buffer> => {
    const passed = before.then(async () => {
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      let answer: Buffer = Buffer.alloc(0);
      take(message);
      for (let one = unsent[0]; one !== undefined; one = unsent[0]) {
        answer = await send(one);
        unsent.shift();
      }
      return answer;
    });
    before = passed.catch(() => undefined);
    return passed;
  };
  const server = new Server({ 'grpc.max_receive_message_length': MAX_RECEIVE_MESSAGE_BYTES });
  server.addService(
    {
      Export: {
        ...{ path: EXPORT_PATHS.metrics, requestStream: false, responseStream: false },
        ...{ requestSerialize: asIs, requestDeserialize: asIs },
        ...{ responseSerialize: asIs, responseDeserialize: asIs },
      },
    },
    {
      Export: ({ request }: ServerUnaryCall<Buffer, Buffer>, answer: sendUnaryData<Buffer>) => {
        pass(request).then(
          (bytes) => answer(null, bytes),
          ({ code, details }: ServiceError) => answer({ code, details, metadata: new Metadata() }),
        );
      },
    },
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop() {
      server.forceShutdown();
      client.close();
    },
  };
}
