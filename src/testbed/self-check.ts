import { Client, compressionAlgorithms, credentials } from '@grpc/grpc-js';
import { encodeMetrics } from '../otlp/encode.ts';
import { EXPORT_PATHS } from '../otlp/grpc-intake.ts';
import { type Receiver, startReceiver } from '../otlp/receiver.ts';

/** Exports of known content that each way of sending is tried with: enough to miss one in two, or the last. */
const EXPORTS_EACH_WAY = 4;

const WAYS = [
  ['plain', compressionAlgorithms.identity],
  ['gzip', compressionAlgorithms.gzip],
] as const;

/** The suite's own receiver does not keep what it is sent: nothing that it has not seen would prove anything. */
export class ReceiverDefect extends Error {
  override readonly name = 'ReceiverDefect';
}

/**
 * Sends known exports through a receiver of its own, plain and in gzip, and looks for every one of them.
 * @throws ReceiverDefect
 */
export async function checkReceiver(open: () => Promise<Receiver> = startReceiver): Promise<void> {
  const receiver = await open();
  try {
    for (const [way, compression] of WAYS) {
      const before = receiver.exports.length;
      const sent = Array.from({ length: EXPORTS_EACH_WAY }, (_, index) => known(`${way}-${index}`));
      const client = new Client(`${receiver.host}:${receiver.port}`, credentials.createInsecure(), {
        'grpc.default_compression_algorithm': compression,
      });
      try {
        for (const message of sent) await push(client, message, way);
      } finally {
        client.close();
      }
      const kept = receiver.exports.slice(before).map(({ raw }) => Buffer.from(raw));
      const isWhole =
        kept.length === sent.length && kept.every((raw, index) => raw.equals(sent[index] ?? Buffer.alloc(0)));
      if (!isWhole)
        throw new ReceiverDefect(
          `the receiver was sent ${sent.length} exports (${way}) and kept ${kept.length}, or others: nothing can be judged by it`,
        );
    }
  } finally {
    await receiver.stop();
  }
}

const known = (name: string): Buffer =>
  Buffer.from(
    encodeMetrics({
      resourceMetrics: [
        {
          attributes: [{ key: 'self.check', value: name }],
          schemaUrl: '',
          scopeMetrics: [],
        },
      ],
    }),
  );

const asIs = (bytes: Buffer): Buffer => bytes;

const push = (client: Client, message: Buffer, way: string): Promise<void> =>
  new Promise((resolve, reject) => {
    client.makeUnaryRequest(EXPORT_PATHS.metrics, asIs, asIs, message, (error) => {
      if (error === null) resolve();
      else reject(new ReceiverDefect(`the receiver refused a known export (${way}): ${error.message}`));
    });
  });
