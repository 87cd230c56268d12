const SLOTS = 512;
const LONGEST = 32;

/**
 * Telemetry repeats its words: a text read before is given back as the same string, which is faster than to decode
 * it again and lets all points share it. Texts with bytes outside ASCII are left to the caller.
 */
export class TextCache {
  readonly #slots: string[] = new Array(SLOTS).fill('');

  /** The text of these bytes, or undefined if it is long or not ASCII. */
  ascii(bytes: Buffer, start: number, end: number): string | undefined {
    const length = end - start;
    if (length > LONGEST) return undefined;
    let hash = length;
    for (let at = start; at < end; at++) {
      const byte = bytes[at] as number;
      if (byte >= 0x80) return undefined;
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    const slot = (hash ^ (hash >>> 9)) & (SLOTS - 1);
    const known = this.#slots[slot] as string;
    if (matches(known, bytes, start, length)) return known;
    const text = bytes.toString('latin1', start, end);
    this.#slots[slot] = text;
    return text;
  }
}

function matches(text: string, bytes: Buffer, start: number, length: number): boolean {
  if (text.length !== length) return false;
  for (let index = 0; index < length; index++)
    if (text.charCodeAt(index) !== bytes[start + index]) return false;
  return true;
}
