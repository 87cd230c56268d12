import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import type { CertificateFiles } from '../../src/testbed/certificates/certificates.ts';

/** One request to a vendor. */
export interface Delivery {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** Unpacked. */
  readonly body: Buffer;
  readonly isLetIn: boolean;
}

/** What stands where a vendor would, on loopback and over TLS. */
export interface VendorStandIn {
  /** https://localhost:port */
  readonly url: string;
  readonly deliveries: readonly Delivery[];
  /** Connections that ended in the handshake. */
  readonly turnedAway: () => number;
  stop(): Promise<void>;
}

const UNPACK: Readonly<Record<string, (packed: Buffer, limit: { maxOutputLength: number }) => Buffer>> = {
  gzip: gunzipSync,
  deflate: inflateSync,
  zstd: zstdDecompressSync,
  br: brotliDecompressSync,
};

/** More than vendors take. */
const LIMIT = { maxOutputLength: 8 * 1024 * 1024 };

/**
 * Lets in who shows the credential: a header and its value; others get the status that this vendor answers with.
 * @param credential name of the header, in lower case, and its value
 */
export async function vendorStandIn(
  { certificate, key }: CertificateFiles,
  credential: readonly [string, string],
  refusal: number,
): Promise<VendorStandIn> {
  const deliveries: Delivery[] = [];
  let turnedAway = 0;
  const server = createServer({ cert: certificate, key }, async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const [name, value] = credential;
    const isLetIn = request.headers[name] === value;
    const { method = '', url: path = '', headers } = request;
    const unpack = UNPACK[headers['content-encoding'] ?? ''];
    const packed = Buffer.concat(parts);
    const body = unpack === undefined || packed.length === 0 ? packed : unpack(packed, LIMIT);
    deliveries.push({ method, path, headers, body, isLetIn });
    response.writeHead(isLetIn ? 200 : refusal, { 'content-type': headers['content-type'] ?? 'text/plain' });
    response.end();
  }).on('tlsClientError', () => {
    turnedAway += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://localhost:${port}`,
    deliveries,
    turnedAway: () => turnedAway,
    stop: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
