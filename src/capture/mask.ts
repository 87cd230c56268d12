import { redactor } from '../report/redact.ts';
import type { Mask } from './codec.ts';

/** Shorter ones stand in any bytes by chance, and to mask them there would spoil the message. */
const LEAST_SECRET = 4;

/**
 * Puts a number of the same length where a secret stands, in text and in the messages that a target has pushed: the
 * same number for the same secret. So messages can still be decoded, what was equal stays equal, what differed
 * differs, and the verdict is the same.
 */
export function maskOf(secrets: readonly string[]): Mask {
  const numbers = new Map<string, number>();
  const numberOf = (found: string) => {
    const number = numbers.get(found) ?? numbers.size + 1;
    numbers.set(found, number);
    return `${number}`.padStart(found.length, '*').slice(-found.length);
  };
  const long = secrets.filter((secret) => secret.length >= LEAST_SECRET);
  // Bytes are looked through as Latin-1, where each is a character; in that form the secrets are looked for as well.
  const redact = redactor(
    [...long, ...long.map((secret) => Buffer.from(secret).toString('latin1'))],
    numberOf,
  );
  return {
    text(text) {
      const latin1 = Buffer.from(text).toString('latin1');
      const masked = redact(latin1);
      return masked === latin1 ? text : Buffer.from(masked, 'latin1').toString();
    },
    bytes(bytes) {
      const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
      const masked = redact(latin1);
      return masked === latin1 ? bytes : Uint8Array.from(Buffer.from(masked, 'latin1'));
    },
  };
}
