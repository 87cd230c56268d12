import { Metadata } from '@grpc/grpc-js';
import { STATUS_CODES, type StatusName } from './script/step.ts';
import { WireWriter } from './wire-writer.ts';

/** An Export...ServiceResponse without partial_success: full success. */
export const FULL_SUCCESS = Buffer.alloc(0);

/** What a client reads at most unless it was told otherwise (OTLP specification, response size limit). */
export const CLIENT_RESPONSE_LIMIT_BYTES = 4 * 1024 * 1024;

/** A field number that no Export...ServiceResponse has: what an old client skips. */
const UNKNOWN_FIELD = 1000;

const RETRY_INFO = 'type.googleapis.com/google.rpc.RetryInfo';
const NANOS_PER_MS = 1_000_000;

/** A response whose partial_success says so many points rejected, and this. */
export function partialSuccess(rejected: number, message: string): Buffer {
  const writer = new WireWriter();
  writer.message(1, () => {
    writer.varintIfSet(1, rejected);
    writer.textIfSet(2, message);
  });
  return Buffer.from(writer.finish());
}

/** Full success in more bytes than a client should take. */
export function oversizeSuccess(): Buffer {
  const writer = new WireWriter();
  writer.bytes(UNKNOWN_FIELD, new Uint8Array(CLIENT_RESPONSE_LIMIT_BYTES + 1));
  return Buffer.from(writer.finish());
}

/** Trailers by which a refusal says when to come again: google.rpc.Status with google.rpc.RetryInfo. */
export function retryInfo(status: StatusName, message: string, retryAfterMs: number): Metadata {
  const seconds = Math.floor(retryAfterMs / 1000);
  const writer = new WireWriter();
  writer.varint(1, STATUS_CODES[status]);
  writer.text(2, message);
  writer.message(3, () => {
    writer.text(1, RETRY_INFO);
    writer.message(2, () => {
      writer.message(1, () => {
        writer.varintIfSet(1, seconds);
        writer.varintIfSet(2, Math.round((retryAfterMs - seconds * 1000) * NANOS_PER_MS));
      });
    });
  });
  const metadata = new Metadata();
  metadata.set('grpc-status-details-bin', Buffer.from(writer.finish()));
  return metadata;
}
