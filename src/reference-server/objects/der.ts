import { KmipError } from '../../kmip/errors.ts';

/** One element of DER (X.690): its tag byte, its content, and all of its bytes. */
export interface DerItem {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly whole: Uint8Array;
}

const LONG_FORM = 0x80;
/** Four bytes of length are more than any message may have. */
const MOST_LENGTH_BYTES = 4;

const broken = (): KmipError => new KmipError('InvalidField', 'the bytes are no DER');

interface Header {
  readonly start: number;
  readonly length: number;
}

function headerOf(bytes: Uint8Array): Header {
  const first = bytes[1] ?? LONG_FORM;
  if (first < LONG_FORM) return { start: 2, length: first };
  const count = first - LONG_FORM;
  if (count === 0 || count > MOST_LENGTH_BYTES || bytes.length < 2 + count) throw broken();
  const digits = Buffer.from(bytes.subarray(2, 2 + count)).toString('hex');
  return { start: 2 + count, length: Number.parseInt(digits, 16) };
}

/** The first element of some bytes. @throws KmipError InvalidField */
export function derItem(bytes: Uint8Array): DerItem {
  const tag = bytes[0];
  if (tag === undefined) throw broken();
  const { start, length } = headerOf(bytes);
  const end = start + length;
  if (end > bytes.length) throw broken();
  return { tag, content: bytes.subarray(start, end), whole: bytes.subarray(0, end) };
}

/** The elements that a constructed one holds. @throws KmipError InvalidField */
export function derItems({ content }: Pick<DerItem, 'content'>): readonly DerItem[] {
  const items: DerItem[] = [];
  for (let rest = content; rest.length > 0; ) {
    const item = derItem(rest);
    items.push(item);
    rest = rest.subarray(item.whole.length);
  }
  return items;
}

const ARCS_OF_FIRST = 40;
const CONTINUES = 0x80;

/** "1.2.840.113549.1.1.11" from the content of an OBJECT IDENTIFIER. */
export function objectIdentifier({ content }: Pick<DerItem, 'content'>): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of content) {
    arc = arc * CONTINUES + (byte % CONTINUES);
    if (byte >= CONTINUES) continue;
    arcs.push(arc);
    arc = 0;
  }
  const [first = 0, ...others] = arcs;
  const root = Math.min(Math.floor(first / ARCS_OF_FIRST), 2);
  return [root, first - root * ARCS_OF_FIRST, ...others].join('.');
}
