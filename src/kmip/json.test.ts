import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { KmipError } from './errors.ts';
import { readJson, writeJson } from './json.ts';
import { enumeration } from './tables.ts';
import { anyTtlv } from './ttlv.fixture.ts';
import {
  bigInteger,
  boolean,
  bytes,
  dateTime,
  integer,
  interval,
  longInteger,
  MAX_DEPTH,
  MAX_ITEMS,
  structure,
  type Ttlv,
  text,
} from './ttlv.ts';

const leaf = (tag: string, type: string, value: unknown): string => JSON.stringify({ tag, type, value });

const spellings: readonly (readonly [string, Ttlv])[] = [
  [leaf('BatchCount', 'Integer', 5), integer('BatchCount', 5)],
  [leaf('BatchCount', 'Integer', '0xFFFFFFFF'), integer('BatchCount', -1)],
  [leaf('BatchCount', 'Integer', '0xfffffffffffffffe'), integer('BatchCount', -2)],
  [leaf('CryptographicUsageMask', 'Integer', 'Encrypt|Decrypt'), integer('CryptographicUsageMask', 12)],
  [
    leaf('CryptographicUsageMask', 'Integer', 'Encrypt Unrestricted'),
    integer('CryptographicUsageMask', 0x200004),
  ],
  [leaf('UsageLimitsCount', 'LongInteger', 7), longInteger('UsageLimitsCount', 7n)],
  [
    leaf('UsageLimitsCount', 'LongInteger', '0x7FFFFFFFFFFFFFFF'),
    longInteger('UsageLimitsCount', 2n ** 63n - 1n),
  ],
  [leaf('Modulus', 'BigInteger', '0x00FF'), bigInteger('Modulus', 255n)],
  [leaf('Modulus', 'BigInteger', '0xFF'), bigInteger('Modulus', -1n)],
  [leaf('Operation', 'Enumeration', 'CreateKeyPair'), enumeration('Operation', 'CreateKeyPair')],
  [leaf('Operation', 'Enumeration', '0x00000002'), enumeration('Operation', 'CreateKeyPair')],
  [leaf('Operation', 'Enumeration', 2), enumeration('Operation', 'CreateKeyPair')],
  [leaf('HashingAlgorithm', 'Enumeration', 'SHA-256'), enumeration('HashingAlgorithm', 'SHA_256')],
  [leaf('ResultReason', 'Enumeration', 'ObjectNotFound'), enumeration('ResultReason', 'Object_Not_Found')],
  [
    leaf('AttributeReference', 'Enumeration', 'State'),
    { tag: 'AttributeReference', type: 'Enumeration', value: 0x42008d },
  ],
  [leaf('0x420094', 'TextString', 'x'), text('UniqueIdentifier', 'x')],
  [leaf('Sensitive', 'Boolean', true), boolean('Sensitive', true)],
  [leaf('Data', 'ByteString', '00aBff'), bytes('Data', Uint8Array.of(0, 0xab, 0xff))],
  [leaf('Offset', 'Interval', 4294967295), interval('Offset', 4294967295)],
  [leaf('ActivationDate', 'DateTime', '2024-01-01T01:30:00+01:30'), dateTime('ActivationDate', 1704067200n)],
  [leaf('ActivationDate', 'DateTime', '1969-12-31T23:59:59.5Z'), dateTime('ActivationDate', -1n)],
  [leaf('ActivationDate', 'DateTime', '0x8000000000000000'), dateTime('ActivationDate', -(2n ** 63n))],
  ['{"value":"x","type":"TextString","tag":"UniqueIdentifier"}', text('UniqueIdentifier', 'x')],
  ['{"tag":"RequestPayload","value":null}', structure('RequestPayload')],
  ['{"tag":"RequestPayload","type":"Structure"}', structure('RequestPayload')],
  ['{"tag":"Frobnicate","value":[]}', structure('Frobnicate')],
  [
    '{"tag":"Attribute","value":[{"tag":"AttributeName","type":"TextString","value":"Cryptographic Algorithm"},{"tag":"AttributeValue","type":"Enumeration","value":"AES"}]}',
    structure('Attribute', text('AttributeName', 'Cryptographic Algorithm'), {
      tag: 'AttributeValue',
      type: 'Enumeration',
      value: 3,
    }),
  ],
];

for (const [source, expected] of spellings) {
  test(`reads ${source.slice(0, 90)}`, () => assert.deepEqual(readJson(source), expected));
}

const nested = (levels: number): string => '{"tag":"KeyBlock","value":['.repeat(levels) + ']}'.repeat(levels);

const items = (count: number): string =>
  `{"tag":"RequestPayload","value":[${'{"tag":"Key","type":"ByteString","value":""},'.repeat(count - 1)}{"tag":"Key"}]}`;

const hostile: readonly (readonly [string, string, RegExp])[] = [
  ['no JSON', '{', /not JSON/],
  ['NaN', '{"tag":"BatchCount","type":"Integer","value":NaN}', /not JSON/],
  ['a level too many', nested(MAX_DEPTH + 1), /deeper than 64/],
  ['a depth bomb of arrays', '['.repeat(200_000), /deeper/],
  ['a closed depth bomb', nested(100_000), /deeper/],
  ['more items than a message has', items(MAX_ITEMS), /more than 200000 objects/],
  ['more values than they can have', `[${'1,'.repeat(4 * MAX_ITEMS)},1]`, /more values than 200000 items/],
  ['a key given twice', '{"tag":"Data","tag":"Key","type":"ByteString","value":""}', /twice/],
  ['a key given twice in disguise', '{"tag":"Data","t\\u0061g":"Key"}', /twice/],
  ['an unknown key', '{"tag":"Data","colour":"red","value":[]}', /unknown key "colour"/],
  ['__proto__ as a key', '{"tag":"Data","__proto__":{"type":"ByteString"},"value":[]}', /unknown key/],
  ['__proto__ as a tag', '{"tag":"__proto__","value":[]}', /neither a name/],
  ['no tag', '{"value":[]}', /no tag/],
  ['an array as an item', '[]', /JSON object/],
  ['null as an item', '{"tag":"KeyBlock","value":[null]}', /^KeyBlock: every TTLV item/],
  ['an unknown type', leaf('Data', 'Blob', ''), /no item type/],
  ['a type from the prototype', leaf('Data', 'constructor', ''), /no item type/],
  ['a value without its type', '{"tag":"Data","value":"00"}', /needs its type/],
  ['1e400', '{"tag":"BatchCount","type":"Integer","value":1e400}', /whole number/],
  ['an Integer of 33 bits', leaf('BatchCount', 'Integer', 2 ** 31), /whole number/],
  ['a fraction', leaf('BatchCount', 'Integer', 1.5), /whole number/],
  ['a negative Interval', leaf('Offset', 'Interval', -1), /whole number/],
  [
    'a LongInteger beyond 2^53',
    '{"tag":"UsageLimitsCount","type":"LongInteger","value":9007199254740993}',
    /64-bit/,
  ],
  ['0x alone', leaf('UsageLimitsCount', 'LongInteger', '0x'), /8 or 16 digits/],
  ['odd hexadecimal bytes', leaf('Data', 'ByteString', '0'), /even number/],
  ['hexadecimal bytes with a prefix', leaf('Data', 'ByteString', '0x00'), /without a prefix/],
  ['bytes as a number', leaf('Data', 'ByteString', 12), /byte string/],
  ['an odd BigInteger', leaf('Modulus', 'BigInteger', '0xABC'), /even number/],
  ['a BigInteger with other letters', leaf('Modulus', 'BigInteger', '0xABXY'), /hexadecimal digits only/],
  [
    'an unknown mask name',
    leaf('CryptographicUsageMask', 'Integer', 'Encrypt|Fly'),
    /no bit of the name "Fly"/,
  ],
  [
    'more names than a mask has bits',
    leaf('CryptographicUsageMask', 'Integer', 'Encrypt|'.repeat(33)),
    /more than 32 bits/,
  ],
  ['half a surrogate pair', '{"tag":"NameValue","type":"TextString","value":"\\ud800"}', /surrogate/],
  ['a text that is a number', leaf('NameValue', 'TextString', 7), /JSON string/],
  ['a Boolean as text', leaf('Sensitive', 'Boolean', 'true'), /true or false/],
  ['30 February', leaf('ActivationDate', 'DateTime', '2024-02-30T00:00:00Z'), /RFC 3339/],
  ['a date without zone', leaf('ActivationDate', 'DateTime', '2024-01-01T00:00:00'), /RFC 3339/],
];

for (const [name, source, rule] of hostile) {
  test(`refuses ${name}`, () => {
    assert.throws(
      () => readJson(source),
      (error) => error instanceof KmipError && error.reason === 'InvalidMessage' && rule.test(error.message),
    );
  });
}

test('an unknown enumeration name says its path', () => {
  assert.throws(() => readJson(`{"tag":"BatchItem","value":[${leaf('Operation', 'Enumeration', 'Fly')}]}`), {
    reason: 'UnknownEnumeration',
    message: 'BatchItem/Operation: Operation has no value "Fly"; use one of the names that KMIP 2.1 lists',
  });
});

test('the deepest allowed nesting is read', () => {
  assert.equal(readJson(nested(MAX_DEPTH)).tag, 'KeyBlock');
});

test('as many items as are allowed are none too many', () => {
  const item = readJson(items(MAX_ITEMS - 1));
  assert.ok(item.type === 'Structure' && item.value.length === MAX_ITEMS - 1);
});

test('a refusal never repeats the text, which may hold a key', () => {
  assert.throws(
    () => readJson('{"tag":"Key","type":"ByteString","value":"5EC2E7'),
    (error) => error instanceof Error && !error.message.includes('5EC2E7'),
  );
});

const written: readonly (readonly [Ttlv, string])[] = [
  [structure('RequestPayload'), '{"tag":"RequestPayload","value":[]}'],
  [longInteger('UsageLimitsCount', -1n), leaf('UsageLimitsCount', 'LongInteger', '0xFFFFFFFFFFFFFFFF')],
  [bigInteger('Modulus', 0n), leaf('Modulus', 'BigInteger', '0x0000000000000000')],
  [bigInteger('Modulus', 2n ** 63n), leaf('Modulus', 'BigInteger', '0x00000000000000008000000000000000')],
  [bigInteger('Modulus', -(2n ** 63n)), leaf('Modulus', 'BigInteger', '0x8000000000000000')],
  [enumeration('ResultReason', 'ObjectNotFound'), leaf('ResultReason', 'Enumeration', 'Object_Not_Found')],
  [{ tag: 'State', type: 'Enumeration', value: 99 }, leaf('State', 'Enumeration', '0x00000063')],
  [bytes('Data', Uint8Array.of(0xab)), leaf('Data', 'ByteString', 'AB')],
  [dateTime('ActivationDate', 1704067200n), leaf('ActivationDate', 'DateTime', '2024-01-01T00:00:00Z')],
  [dateTime('ActivationDate', 2n ** 63n - 1n), leaf('ActivationDate', 'DateTime', '0x7FFFFFFFFFFFFFFF')],
];

for (const [item, expected] of written) {
  test(`writes ${expected}`, () => assert.equal(writeJson(item), expected));
}

test('what is written is read back unchanged', () => {
  fc.assert(
    fc.property(anyTtlv, (item) => assert.deepEqual(readJson(writeJson(item)), item)),
    {
      numRuns: 1000,
    },
  );
});
