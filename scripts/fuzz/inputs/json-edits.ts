import fc from 'fast-check';

/** What becomes of the tokens of a JSON text. */
type JsonEdit = (tokens: readonly string[]) => readonly string[];

const TOKEN = /"(?:[^"\\]|\\.)*"|[-\w.+]+|[[\]{},:]/g;

/** What JSON allows and TTLV does not, and what no JSON is. */
const STRANGE: readonly string[] = [
  ...['null', 'true', 'NaN', '-0', '1.5', '1e400', '-1e400', '2147483648', '4294967296', '9007199254740993'],
  ...[
    '1e21',
    '0x10',
    '01',
    '"0x"',
    '"0xABC"',
    '"0xFFFFFFFF"',
    '"0xFFFFFFFFFFFFFFFF"',
    '"0xGG"',
    '"0"',
    '"ABC"',
  ],
  ...[
    '""',
    '"__proto__"',
    '"constructor"',
    '"toString"',
    '"hasOwnProperty"',
    '"\\ud800"',
    '"\\u0000"',
    '"\\x"',
  ],
  ...[
    '"Structure"',
    '"Integer"',
    '"ByteString"',
    '"DateTime"',
    '"Enumeration"',
    '"BigInteger"',
    '"Interval"',
  ],
  ...['"Encrypt|Fly"', '"Encrypt|Decrypt"', '"2024-02-30T00:00:00Z"', '"0000-01-01T00:00:00Z"'],
  ...['[]', '{}', '[[]]', '[null]', '{"tag":"Key"}', '[{"tag":"Key","value":[]}]', '{"__proto__":null}'],
];
/** Whole members, to be put before a key. */
const MEMBERS: readonly string[] = [
  ...['"__proto__":{"tag":"Key"},', '"constructor":{},', '"tag":"Key",', '"t\\u0061g":"Key",'],
  ...['"type":"Integer",', '"value":[],', '"value":null,', '"name":1,', '"length":-1,'],
];

const place = fc.nat(2 ** 16);
const edit: fc.Arbitrary<JsonEdit> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(place, fc.constantFrom(...STRANGE)).map(
      ([at, strange]): JsonEdit =>
        (tokens) =>
          tokens.with(at % tokens.length, strange),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(place, fc.constantFrom(...MEMBERS)).map(
      ([at, member]): JsonEdit =>
        (tokens) => {
          const opened = tokens.flatMap((token, index) => (token === '{' ? [index + 1] : []));
          return tokens.toSpliced(opened[at % opened.length] ?? 0, 0, member);
        },
    ),
  },
  {
    weight: 1,
    arbitrary: place.map(
      (at): JsonEdit =>
        (tokens) =>
          tokens.toSpliced(at % tokens.length, 1),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(place, place).map(
      ([from, to]): JsonEdit =>
        (tokens) =>
          tokens.with(to % tokens.length, tokens[from % tokens.length] ?? ''),
    ),
  },
);

export const jsonEdits: fc.Arbitrary<readonly JsonEdit[]> = fc.array(edit, { minLength: 1, maxLength: 3 });

export const editedJson = (text: string, edits: readonly JsonEdit[]): string =>
  edits
    .reduce((tokens, change) => (tokens.length === 0 ? tokens : change(tokens)), [
      ...(text.match(TOKEN) ?? []),
    ] as readonly string[])
    .join('');
