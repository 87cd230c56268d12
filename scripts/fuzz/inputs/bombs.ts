import fc from 'fast-check';
import { writeBinary } from '../../../src/kmip/binary.ts';
import { writeJson } from '../../../src/kmip/json.ts';
import { buildRequest } from '../../../src/kmip/message.ts';
import { bigInteger, bytes, structure, type Ttlv, text } from '../../../src/kmip/ttlv.ts';

/** How many of what a message has too many of: one more than are allowed, and so many that they would fill the heap. */
const MANY = 200_001;
const FAR_TOO_MANY = 4_000_000;
const sizes = fc.oneof(
  fc.constantFrom(64, 65, 128, 129, 1000, 1001, 200_000, MANY),
  fc.integer({ min: 1, max: MANY }),
);

const holding = (operation: string, payload: readonly Ttlv[]): Ttlv =>
  buildRequest({
    header: { version: { major: 1, minor: 4 } },
    items: [{ operation, payload: { tag: 'RequestPayload', type: 'Structure', value: payload } }],
  });

const many = (size: number, item: Ttlv): readonly Ttlv[] => Array<Ttlv>(size).fill(item);

/** Messages that are well-formed, and too much. */
const messages: readonly ((size: number) => Ttlv)[] = [
  (size) => holding('Locate', many(size, text('AttributeName', 'x'))),
  (size) => holding('GetAttributes', many(size, text('AttributeName', 'State'))),
  (size) => holding('Query', many(size, { tag: 'QueryFunction', type: 'Enumeration', value: 1 })),
  (size) => holding('Create', [structure('TemplateAttribute'), ...many(size, structure('Attribute'))]),
  (size) => holding('Get', [text('UniqueIdentifier', 'x'.repeat(size))]),
  (size) => holding('Hash', [bytes('Data', new Uint8Array(size))]),
  (size) => holding('Register', [bigInteger('Modulus', 1n << BigInt(size % 65_000))]),
  (size) =>
    buildRequest({
      header: { version: { major: 2, minor: 1 }, errorContinuation: 'Continue' },
      items: Array.from({ length: Math.min(size, 2_000) }, () => ({
        operation: 'Query',
        payload: structure('RequestPayload', { tag: 'QueryFunction', type: 'Enumeration', value: 1 }),
      })),
    }),
];

const ROW_BYTES = 8;

/** Structures inside each other, each of the length that it has. */
function nestedBytes(levels: number): Uint8Array {
  const nest = Buffer.alloc(levels * ROW_BYTES);
  for (let level = 0; level < levels; level += 1) {
    nest.writeUInt32BE(level === 0 ? 0x42007801 : 0x42000801, level * ROW_BYTES);
    nest.writeUInt32BE((levels - level - 1) * ROW_BYTES, level * ROW_BYTES + 4);
  }
  return nest;
}

const HEAD = '{"tag":"RequestMessage","value":[';

/** JSON that is cheap to send and dear to read. */
const texts: readonly ((size: number) => string)[] = [
  (size) => `${HEAD}${'{"tag":"Key","value":['.repeat(size)}${']}'.repeat(size)}]}`,
  (size) => '['.repeat(size),
  (size) => `${HEAD}${'{},'.repeat(size)}{}]}`,
  (size) => `${HEAD}${'1,'.repeat(size)}1]}`,
  (size) => `${HEAD}${'[],'.repeat(size)}[]]}`,
  (size) => `{${'"tag":1,'.repeat(size)}"value":[]}`,
  (size) => `{"${'t'.repeat(size)}":"RequestMessage"}`,
  (size) => `{"tag":"${'\\u0041'.repeat(size)}","value":[]}`,
  (size) => `{"tag":"Modulus","type":"BigInteger","value":"0x${'FF'.repeat(size)}"}`,
  (size) => `{"tag":"CryptographicUsageMask","type":"Integer","value":"${'Encrypt|'.repeat(size)}Encrypt"}`,
];

const each = <Made>(shapes: readonly ((size: number) => Made)[], upTo = sizes): fc.Arbitrary<Made> =>
  fc.tuple(fc.constantFrom(...shapes), upTo).map(([shape, size]) => shape(size));

export const binaryBomb: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: messages.length, arbitrary: each(messages).map(writeBinary) },
  { weight: 1, arbitrary: sizes.map(nestedBytes) },
);

/** The process that makes a text holds it beside the server's own, in one limited heap. The server itself takes more. */
const LARGEST_TEXT = 24 * 1024 * 1024;
const SOME = 1_000;

const fitting = (shape: (size: number) => string) => (size: number) =>
  shape(Math.min(size, Math.floor((LARGEST_TEXT / shape(SOME).length) * SOME)));

export const jsonBomb: fc.Arbitrary<string> = fc.oneof(
  { weight: 1, arbitrary: each(messages).map(writeJson) },
  { weight: 1, arbitrary: each(texts.map(fitting), fc.oneof(sizes, fc.constant(FAR_TOO_MANY))) },
);
