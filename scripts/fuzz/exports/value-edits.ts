import fc from 'fast-check';

/** Replaces one leaf or list of plain data; `place` is any number, taken modulo their number. */
export interface ValueEdit {
  readonly place: number;
  readonly choice: number;
}

export const valueEdits: fc.Arbitrary<readonly ValueEdit[]> = fc.array(
  fc.record({ place: fc.nat(2 ** 20), choice: fc.nat(2 ** 10) }),
  { minLength: 1, maxLength: 6 },
);

const LONG = 10_000;
const BIGINTS = [0n, 1n, 2n, 2n ** 31n, 2n ** 53n + 1n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n];
const DOUBLES = [
  ...[0, -0, -1, 0.1, 1e308, -1e308, 5e-324],
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2 ** 53],
];
const INTEGERS = [0, 1, -1, 20, -11, 2 ** 31 - 1, -(2 ** 31)];
const TEXTS = [
  '',
  '__proto__',
  'constructor',
  'otel.metric.overflow',
  'a\u0000b',
  '\u{1f511}',
  'x'.repeat(LONG),
];
const KINDS = ['gauge', 'sum', 'histogram', 'none'];
const TEMPORALITIES = ['unspecified', 'delta', 'cumulative'];
const OF_WHOLE_NUMBERS: ReadonlySet<string> = new Set(['scale', 'offset']);

/** The data with all edits made, one after the other. */
export const editedValues = <T>(data: T, edits: readonly ValueEdit[]): T =>
  edits.reduce((left, { place, choice }) => {
    const places = count(left);
    return places === 0 ? left : (replaced(left, { left: place % places, choice }, '') as T);
  }, data);

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !isList(value) && !(value instanceof Uint8Array);

const count = (value: unknown): number => {
  if (isList(value)) return 1 + value.reduce<number>((sum, item) => sum + count(item), 0);
  return isObject(value) ? Object.values(value).reduce<number>((sum, item) => sum + count(item), 0) : 1;
};

interface Aim {
  left: number;
  readonly choice: number;
}

function replaced(value: unknown, aim: Aim, key: string): unknown {
  if (isList(value)) {
    aim.left -= 1;
    if (aim.left === -1) return otherList(value, aim.choice);
    return value.map((item) => (aim.left < 0 ? item : replaced(item, aim, key)));
  }
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, aim.left < 0 ? item : replaced(item, aim, name)]),
    );
  }
  aim.left -= 1;
  return aim.left === -1 ? otherLeaf(value, key, aim.choice) : value;
}

const pick = <T>(from: readonly T[], choice: number): T => from[choice % from.length] as T;

function otherList(list: readonly unknown[], choice: number): readonly unknown[] {
  return pick([[], [...list, ...list], list.slice(1), list.toReversed(), list.slice(0, 1)], choice);
}

function otherLeaf(value: unknown, key: string, choice: number): unknown {
  switch (typeof value) {
    case 'bigint':
      return pick(BIGINTS, choice);
    case 'number':
      if (key === 'flags') return pick([0, 1, 2, 2 ** 32 - 1], choice);
      return pick(OF_WHOLE_NUMBERS.has(key) ? INTEGERS : DOUBLES, choice);
    case 'boolean':
      return !value;
    case 'string':
      if (key === 'temporality') return pick(TEMPORALITIES, choice);
      return key === 'kind' && KINDS.includes(value) ? value : pick(TEXTS, choice);
    default:
      return value;
  }
}
