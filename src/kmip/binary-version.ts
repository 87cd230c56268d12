import { HEADER_BYTES, TYPE_CODES } from './binary-layout.ts';
import type { ProtocolVersion } from './message-parts.ts';
import { tagCode } from './tables.ts';

/** What every request begins with, and where each of them stands (KMIP 2.1, Request Message). */
const BEGINNING = [
  ['RequestMessage', 'Structure'],
  ['RequestHeader', 'Structure'],
  ['ProtocolVersion', 'Structure'],
  ['ProtocolVersionMajor', 'Integer'],
] as const;
const MAJOR = 4 * HEADER_BYTES;
const MINOR = 6 * HEADER_BYTES;

/** The version of a message that breaks off or is broken further on, so that its client can be told in its own. */
export function beginningVersion(bytes: Uint8Array): ProtocolVersion | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (buffer.length < MINOR + HEADER_BYTES) return undefined;
  const isExpected = BEGINNING.every(
    ([tag, type], place) =>
      buffer.readUIntBE(place * HEADER_BYTES, 3) === tagCode(tag) &&
      buffer.readUInt8(place * HEADER_BYTES + 3) === TYPE_CODES[type],
  );
  return isExpected ? { major: buffer.readInt32BE(MAJOR), minor: buffer.readInt32BE(MINOR) } : undefined;
}
