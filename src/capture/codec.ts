/** What takes secrets out of text and bytes, keeping their length. */
export interface Mask {
  text(text: string): string;
  bytes(bytes: Uint8Array): Uint8Array;
}

export const AS_IS: Mask = { text: (text) => text, bytes: (bytes) => bytes };

/** JSON that is not what `encode` writes. */
export class CodecError extends Error {
  override readonly name = 'CodecError';
}

/** Deeper than anything that a capture holds. */
const MAX_DEPTH = 32;

/** Names of properties that begin so are the codec's own. */
const MARK = '$';

/**
 * Plain data as JSON that gives exactly the same data back: bigint, Map, Set, Uint8Array, undefined and the numbers
 * that JSON has no word for are objects with one marked property. Prototypes are not kept. Names of properties are the
 * suite's own and are not masked; what comes from outside stands in keys of a Map.
 * @throws TypeError for what is no plain data
 */
export function encode(value: unknown, mask: Mask = AS_IS): unknown {
  const inner = (item: unknown) => encode(item, mask);
  switch (typeof value) {
    case 'string':
      return mask.text(value);
    case 'boolean':
      return value;
    case 'number':
      if (Object.is(value, -0)) return { $number: '-0' };
      return Number.isFinite(value) ? value : { $number: `${value}` };
    case 'bigint':
      return { $bigint: `${value}` };
    case 'undefined':
      return { $undefined: true };
    case 'object':
      if (value === null) return null;
      if (Array.isArray(value)) return value.map(inner);
      if (value instanceof Uint8Array) return { $bytes: Buffer.from(mask.bytes(value)).toString('base64') };
      if (value instanceof Map) return { $map: [...value].map((pair) => pair.map(inner)) };
      if (value instanceof Set) return { $set: [...value].map(inner) };
      if (!isPlain(value)) break;
      return Object.keys(value).some((key) => key.startsWith(MARK))
        ? { $object: Object.entries(value).map(([key, item]) => [key, inner(item)]) }
        : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inner(item)]));
  }
  throw new TypeError(`${Object.prototype.toString.call(value)} is no plain data`);
}

const isPlain = (value: object): boolean => {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
};

/** The data that `encode` was given. @throws CodecError */
export function decode(json: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) throw new CodecError(`it is nested deeper than ${MAX_DEPTH} levels`);
  if (typeof json !== 'object' || json === null) return json;
  const inner = (item: unknown) => decode(item, depth + 1);
  if (Array.isArray(json)) return json.map(inner);
  const entries = Object.entries(json);
  const [first] = entries;
  if (first?.[0].startsWith(MARK)) {
    const read = entries.length === 1 ? MARKED.get(first[0]) : undefined;
    if (read === undefined) throw new CodecError(`there is no ${first[0].slice(0, 20)} in captures`);
    return read(first[1], inner);
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, inner(item)]));
}

type Read = (json: unknown, inner: (item: unknown) => unknown) => unknown;

const MARKED: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['$number', (json) => (ODD_NUMBERS.some((word) => word === json) ? Number(json) : wrong('$number'))],
  ['$bigint', (json) => BigInt(matching(json, /^-?\d{1,20}$/, '$bigint'))],
  ['$undefined', (json) => (json === true ? undefined : wrong('$undefined'))],
  ['$bytes', (json) => bytesOf(matching(json, /^[A-Za-z0-9+/]*={0,2}$/, '$bytes'))],
  ['$map', (json, inner) => new Map(pairsOf(json, '$map').map(([key, item]) => [inner(key), inner(item)]))],
  ['$set', (json, inner) => new Set(listOf(json, '$set').map(inner))],
  ['$object', (json, inner) => objectOf(pairsOf(json, '$object').map((pair) => pair.map(inner)))],
]);

const ODD_NUMBERS: readonly string[] = ['-0', 'NaN', 'Infinity', '-Infinity'];

const wrong = (what: string): never => {
  throw new CodecError(`its ${what} is none`);
};

const matching = (json: unknown, pattern: RegExp, what: string): string =>
  typeof json === 'string' && pattern.test(json) ? json : wrong(what);

const bytesOf = (text: string): Uint8Array =>
  text.length % 4 === 0 ? Uint8Array.from(Buffer.from(text, 'base64')) : wrong('$bytes');

const listOf = (json: unknown, what: string): readonly unknown[] =>
  Array.isArray(json) ? json : wrong(what);

const pairsOf = (json: unknown, what: string): readonly (readonly unknown[])[] =>
  listOf(json, what).map((pair) => (Array.isArray(pair) && pair.length === 2 ? pair : wrong(what)));

const objectOf = (pairs: readonly (readonly unknown[])[]): object =>
  Object.fromEntries(pairs.map(([key, item]) => [typeof key === 'string' ? key : wrong('$object'), item]));
