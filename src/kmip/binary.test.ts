import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { encodedSize, readBinary, writeBinary } from './binary.ts';
import { KmipError } from './errors.ts';
import { buildRequest } from './message.ts';
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
  structure,
  type Ttlv,
  text,
} from './ttlv.ts';

const hex = (item: Ttlv): string => Buffer.from(writeBinary(item)).toString('hex').toUpperCase();
const read = (digits: string): Ttlv => readBinary(Buffer.from(digits.replaceAll(' ', ''), 'hex'));

/** The examples of the specification (KMIP 2.1, TTLV Encoding Examples), and the edges of each type. */
const spelled: readonly (readonly [Ttlv, string])[] = [
  [integer('CompromiseDate', 8), '4200200200000004 0000000800000000'],
  [integer('CompromiseDate', -1), '4200200200000004 FFFFFFFF00000000'],
  [longInteger('CompromiseDate', 123456789000000000n), '4200200300000008 01B69B4BA5749200'],
  [
    bigInteger('CompromiseDate', 1234567890000000000000000000n),
    '4200200400000010 0000000003FD35EB6BC2DF4618080000',
  ],
  [bigInteger('CompromiseDate', 0n), '4200200400000008 0000000000000000'],
  [bigInteger('CompromiseDate', -(2n ** 63n)), '4200200400000008 8000000000000000'],
  [bigInteger('CompromiseDate', 2n ** 63n), '4200200400000010 00000000000000008000000000000000'],
  [{ tag: 'CompromiseDate', type: 'Enumeration', value: 255 }, '4200200500000004 000000FF00000000'],
  [{ tag: 'CompromiseDate', type: 'Enumeration', value: 0x80000001 }, '4200200500000004 8000000100000000'],
  [boolean('CompromiseDate', true), '4200200600000008 0000000000000001'],
  [text('CompromiseDate', 'Hello World'), '420020070000000B 48656C6C6F20576F726C640000000000'],
  [text('CompromiseDate', 'é'), '4200200700000002 C3A9000000000000'],
  [text('CompromiseDate', ''), '4200200700000000'],
  [bytes('CompromiseDate', Uint8Array.of(1, 2, 3)), '4200200800000003 0102030000000000'],
  [dateTime('CompromiseDate', 0x47da67f8n), '4200200900000008 0000000047DA67F8'],
  [dateTime('CompromiseDate', -(2n ** 63n)), '4200200900000008 8000000000000000'],
  [interval('CompromiseDate', 864000), '4200200A00000004 000D2F0000000000'],
  [{ tag: '0x540002', type: 'DateTimeExtended', value: 1n }, '5400020B00000008 0000000000000001'],
  [
    structure(
      'CompromiseDate',
      enumeration('ApplicationSpecificInformation', '0x000000FE'),
      integer('ArchiveDate', 255),
    ),
    '4200200100000020 4200040500000004 000000FE00000000 4200050200000004 000000FF00000000',
  ],
];

for (const [item, digits] of spelled) {
  test(`${item.type} ${digits}`, () => {
    assert.equal(hex(item), digits.replaceAll(' ', ''));
    assert.deepEqual(read(digits), item);
    assert.equal(encodedSize(item), writeBinary(item).length);
  });
}

test('what is written is read back unchanged, and has the announced size', () => {
  fc.assert(
    fc.property(anyTtlv, (item) => {
      const written = writeBinary(item);
      assert.equal(encodedSize(item), written.length);
      assert.deepEqual(readBinary(written), item);
    }),
    { numRuns: 1000 },
  );
});

test('a byte string does not keep its message alive', () => {
  const written = writeBinary(bytes('Data', Uint8Array.of(1, 2)));
  const item = readBinary(written);
  written.fill(0);
  assert.deepEqual(item.value, Uint8Array.of(1, 2));
});

test('a tag without a number is a defect of whoever writes it', () => {
  assert.throws(() => writeBinary(text('GetResponse', '')), TypeError);
});

const integer8 = '4200200200000004 0000000800000000';
const nested = (levels: number): string =>
  Array.from({ length: levels }, (_, level) => {
    const length = ((levels - level - 1) * 8).toString(16).padStart(8, '0');
    return `42000801${length}`;
  }).join('');

describe('hostile bytes are refused with a sentence', () => {
  const hostile: readonly (readonly [string, string, RegExp])[] = [
    ['nothing', '', /only 0 bytes/],
    ['four bytes', '42002002', /only 4 bytes/],
    ['seven bytes', '42002002000000', /only 7 bytes/],
    ['a header alone', '4200200200000004', /declares 4 bytes, 0 are there/],
    ['a value cut short', '4200200200000004 0000', /declares 4 bytes/],
    ['padding cut short', '4200200200000004 00000008000000', /declares 4 bytes/],
    ['a length of 4 GiB', '42002008FFFFFFFF 0000000000000000 0000000000000000', /declares 4294967295 bytes/],
    ['500 MB in 24 bytes', '420020071DCD6500 0000000000000000 0000000000000000', /declares 500000000 bytes/],
    ['a child beyond its parent', `4200780100000008 ${integer8}`, /declares 4 bytes, 0 are there/],
    [
      'a child one byte beyond',
      `4200780100000010 4200200800000009 00000000000000000000000000000000`,
      /declares 9 bytes, 8/,
    ],
    ['stray bytes in a structure', `4200780100000018 ${integer8} 0000000000000000`, /tag begins with 0x42/],
    ['a structure of 12 bytes', '420078010000000C 42002007000000040000000000000000', /no multiple of 8: 12/],
    ['an Integer of 8 bytes', '4200200200000008 0000000000000008', /has 4 bytes, not 8/],
    ['an Enumeration of 0 bytes', '4200200500000000', /has 4 bytes, not 0/],
    ['a Boolean of 4 bytes', '4200200600000004 0000000100000000', /has 8 bytes, not 4/],
    ['a DateTime of 4 bytes', '4200200900000004 0000000100000000', /has 8 bytes, not 4/],
    ['an Interval of 8 bytes', '4200200A00000008 0000000000000001', /has 4 bytes, not 8/],
    ['a Boolean of 2', '4200200600000008 0000000000000002', /0 or 1/],
    ['a Boolean in the wrong byte', '4200200600000008 0100000000000000', /0 or 1/],
    ['a BigInteger of 0 bytes', '4200200400000000', /not 0/],
    ['a BigInteger of 7 bytes', '4200200400000007 0000000000000001', /not 7/],
    ['a BigInteger of 9 bytes', '4200200400000009 00000000000000010000000000000000', /not 9/],
    ['bytes behind the message', `${integer8} 00`, /1 bytes follow/],
    ['two messages', `${integer8} ${integer8}`, /16 bytes follow/],
    ['type 0', '4200200000000000', /type 0x00/],
    ['type 12', '4200200C00000000', /type 0x0c/],
    ['type 255', '420020FF00000000', /type 0xff/],
    ['tag 0', '0000000700000000', /tag begins/],
    ['tag 0x430000', '4300000700000000', /tag begins/],
    ['no UTF-8', '4200200700000001 FF00000000000000', /not UTF-8/],
    ['overlong UTF-8', '4200200700000002 C080000000000000', /not UTF-8/],
    ['half a surrogate', '4200200700000003 EDA0800000000000', /not UTF-8/],
    [`${MAX_DEPTH + 1} levels`, nested(MAX_DEPTH + 1), /deeper than 64/],
    ['100 000 levels', nested(100_000), /deeper than 64/],
  ];
  for (const [name, digits, rule] of hostile) {
    test(name, () => assert.throws(() => read(digits), { reason: 'InvalidMessage', message: rule }));
  }

  test('as many levels as are allowed are none too many', () => assert.ok(read(nested(MAX_DEPTH))));

  test('unknown tags and extensions are read as numbers', () => {
    assert.equal(read('42FFFE0700000000').tag, '0x42FFFE');
    assert.equal(read('54ABCD0700000000').tag, '0x54ABCD');
  });

  test('rubbish in the padding is passed over and never written again', () => {
    const item = read('4200200200000004 00000008DEADBEEF');
    assert.equal(hex(item), integer8.replaceAll(' ', ''));
  });

  test('eight megabytes of empty structures end at the cap, in time', () => {
    const message = Buffer.alloc(8 * 1024 * 1024);
    for (let offset = 8; offset < message.length; offset += 8) message.writeUInt32BE(0x42000801, offset);
    message.writeUInt32BE(0x42007801, 0);
    message.writeUInt32BE(message.length - 8, 4);
    const startedMs = performance.now();
    assert.throws(() => readBinary(message), { message: /more than 200000 items/ });
    assert.ok(performance.now() - startedMs < 2000);
  });
});

const request = writeBinary(
  buildRequest({
    header: { version: { major: 1, minor: 2 }, maximumResponseSize: 512, batchOrder: true, timeStamp: 5n },
    items: [
      {
        operation: 'Create',
        uniqueBatchItemId: Uint8Array.of(1),
        payload: structure(
          'RequestPayload',
          enumeration('ObjectType', 'SymmetricKey'),
          structure('TemplateAttribute', text('NameValue', 'ключ'), bigInteger('Modulus', -5n)),
        ),
      },
    ],
  }),
);

/** Reading either gives an item that can be written, or refuses; everything else is a defect. */
function surviving(input: Uint8Array): void {
  try {
    writeBinary(readBinary(input));
  } catch (error) {
    if (!(error instanceof KmipError)) throw error;
  }
}

test('every truncation of a message is refused', () => {
  for (let length = 0; length < request.length; length += 1) {
    assert.throws(() => readBinary(request.subarray(0, length)), KmipError);
  }
});

test('mutations of a message are refused, or can be written again', () => {
  const change = fc.record({
    at: fc.nat(request.length - 1),
    to: fc.oneof(fc.constantFrom(0, 1, 0x42, 0x7f, 0x80, 0xff), fc.integer({ min: 0, max: 255 })),
  });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
      const mutant = Uint8Array.from(request);
      for (const { at, to } of changes) mutant[at] = to;
      surviving(mutant);
    }),
    { numRuns: 1_000 },
  );
});

test('random bytes are survived', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), surviving), { numRuns: 2_000 });
});
