/** A secret and what it is called in findings, which must not repeat it. */
export interface Canary {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Where something may have leaked to. */
export interface Haystack {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A shorter one may stand anywhere by chance. */
export const LEAST_SECRET_BYTES = 8;

/** "key material in hexadecimal in the log", for every secret that stands somewhere in some form. */
export function leaksOf(canaries: readonly Canary[], haystacks: readonly Haystack[]): readonly string[] {
  const forms = canaries.flatMap(({ name, bytes }) => {
    if (bytes.length < LEAST_SECRET_BYTES)
      throw new Error(`${name} has ${bytes.length} bytes: too few to be told from other text`);
    return formsOf(bytes).map((form) => ({ ...form, name }));
  });
  const found = haystacks.flatMap(({ name: where, bytes }) => {
    const hay = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    const lower = lowerCase(hay);
    return forms
      .filter(({ needle, anyCase }) => (anyCase ? lower : hay).includes(needle))
      .map(({ name, form }) => `${name} ${form} in ${where}`);
  });
  return [...new Set(found)];
}

interface Form {
  readonly form: string;
  readonly needle: Buffer;
  /** The needle is in lower case, the text may be in any. */
  readonly anyCase: boolean;
}

function formsOf(bytes: Uint8Array): readonly Form[] {
  const raw = Buffer.from(bytes);
  const base64 = [0, 1, 2].map((before) => innerBase64(raw, before));
  const url = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  return [
    { form: 'as it is', needle: raw, anyCase: false },
    { form: 'in hexadecimal', needle: Buffer.from(raw.toString('hex')), anyCase: true },
    ...base64.map((text) => ({ form: 'in base64', needle: Buffer.from(text), anyCase: false })),
    ...url.map((text) => ({ form: 'in base64url', needle: Buffer.from(text), anyCase: false })),
  ];
}

/** The characters of base64 that the bytes alone decide, when so many bytes stand before them in their group of three. */
function innerBase64(raw: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), raw])
    .toString('base64')
    .replaceAll('=', '');
  const mixed = (before + raw.length) % 3 === 0 ? 0 : 1;
  return text.slice(before === 0 ? 0 : before + 1, text.length - mixed);
}

const UPPER_A = 0x41;
const UPPER_F = 0x46;
const TO_LOWER = 0x20;

/** Only the letters of hexadecimal digits. */
const lowerCase = (bytes: Buffer): Buffer =>
  Buffer.from(bytes.map((byte) => (byte >= UPPER_A && byte <= UPPER_F ? byte + TO_LOWER : byte)));
