import {
  type ChannelCredentials,
  Client,
  type ClientOptions,
  compressionAlgorithms,
  connectivityState,
  credentials,
  Metadata,
  type ServiceError,
} from '@grpc/grpc-js';
import { EXPORT_PATHS } from '../grpc-intake.ts';

export interface RawClientOptions {
  readonly gzip?: boolean;
  /** Default: in clear text. */
  readonly credentials?: ChannelCredentials;
}

/** A gRPC client that sends bytes as they are, so that a test can send what no exporter would. */
export class RawClient implements Disposable {
  readonly #client: Client;

  constructor(endpoint: string, options: RawClientOptions = {}) {
    const channel: ClientOptions = {
      'grpc.use_local_subchannel_pool': 1,
      'grpc.initial_reconnect_backoff_ms': 20,
    };
    if (options.gzip) channel['grpc.default_compression_algorithm'] = compressionAlgorithms.gzip;
    const { credentials: given = credentials.createInsecure() } = options;
    this.#client = new Client(new URL(endpoint).host, given, channel);
  }

  /** Gives the error instead of throwing it, because tests ask for its code. */
  send(
    bytes: Uint8Array,
    path: string = EXPORT_PATHS.metrics,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ServiceError | Buffer> {
    const metadata = new Metadata({ waitForReady: true });
    for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
    const { promise, resolve } = Promise.withResolvers<ServiceError | Buffer>();
    this.#client.makeUnaryRequest(path, asIs, asIs, Buffer.from(bytes), metadata, (error, reply) =>
      resolve(error ?? reply ?? Buffer.alloc(0)),
    );
    return promise;
  }

  /** Resolves when the client has noticed that its connection is gone. */
  disconnected(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#client
      .getChannel()
      .watchConnectivityState(connectivityState.READY, Number.POSITIVE_INFINITY, () => resolve());
    return promise;
  }

  [Symbol.dispose](): void {
    this.#client.close();
  }
}

function asIs(bytes: Buffer): Buffer {
  return bytes;
}
