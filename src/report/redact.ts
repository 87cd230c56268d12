/** What stands where a secret stood. */
export const REDACTED = '(redacted)';

/** A shorter one, say a PIN of four digits, is only taken out where it stands alone: it may be part of any number. */
const SHORT = 8;

/** What is left of an encoded secret, when its ends have mixed with their neighbours, must be this long to be told. */
const LEAST_ENCODED = 8;

export type Redact = (text: string) => string;

/**
 * Takes every secret out of a text: as it is, in hexadecimal and in base64, also amid other encoded text.
 * @param instead what stands where something was found
 */
export function redactor(
  secrets: Iterable<string>,
  instead: (found: string) => string = () => REDACTED,
): Redact {
  const patterns = [...new Set([...secrets].flatMap(linesOf))]
    .filter((secret) => secret !== '')
    .toSorted((a, b) => b.length - a.length)
    .flatMap(patternsOf);
  if (patterns.length === 0) return (text) => text;
  const any = new RegExp(patterns.join('|'), 'g');
  return (text) => text.replaceAll(any, instead);
}

/** The same of everything in plain data, names of properties included. */
export function redactAll<T>(value: T, redact: Redact): T {
  if (typeof value === 'string') return redact(value) as T;
  if (Array.isArray(value)) return value.map((item) => redactAll(item, redact)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [redact(key), redactAll(item, redact)]),
  ) as T;
}

/** A private key leaks line by line; its first and last line are no secret. */
const linesOf = (secret: string): readonly string[] =>
  secret.includes('\n')
    ? secret.split(/\r?\n/).filter((line) => line.length >= SHORT && !line.startsWith('-----'))
    : [secret];

function patternsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const plain = secret.length < SHORT ? `(?<![A-Za-z0-9])${escaped(secret)}(?![A-Za-z0-9])` : escaped(secret);
  const encoded = [bytes.toString('hex'), ...base64Forms(bytes)].filter(
    (text) => text.length >= LEAST_ENCODED,
  );
  return [plain, ...encoded.map(anyCase)];
}

/** Three bytes make four characters, so what stands before decides how a text is encoded: three ways in all. */
function base64Forms(bytes: Buffer): readonly string[] {
  const inner = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const spare = (before + bytes.length) % 3 === 0 ? 0 : 1;
    return text.slice(before === 0 ? 0 : before + 1, text.length - spare);
  });
  return inner.flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]);
}

/** Hexadecimal in either case; base64 as it is. */
const anyCase = (text: string): string =>
  /^[0-9a-f]+$/.test(text)
    ? [...text].map((digit) => (/[a-f]/.test(digit) ? `[${digit}${digit.toUpperCase()}]` : digit)).join('')
    : escaped(text);

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
