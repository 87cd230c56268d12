import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildRequest, buildResponse, MAX_BATCH_ITEMS, parseRequest, parseResponse } from './message.ts';
import { enumeration } from './tables.ts';
import { boolean, bytes, integer, structure, type Ttlv, text } from './ttlv.ts';

const version = { major: 2, minor: 1 };
const payload = structure('RequestPayload', text('UniqueIdentifier', 'k'));

const header = (batchCount: number, ...more: readonly Ttlv[]): Ttlv =>
  structure(
    'RequestHeader',
    structure('ProtocolVersion', integer('ProtocolVersionMajor', 2), integer('ProtocolVersionMinor', 1)),
    ...more,
    integer('BatchCount', batchCount),
  );
const item = structure('BatchItem', enumeration('Operation', 'Get'), payload);

test('a request comes back as it was built', () => {
  const request = {
    header: {
      version,
      maximumResponseSize: 4096,
      clientCorrelationValue: 'c-1',
      asynchronousIndicator: 'Optional',
      authentication: structure('Authentication'),
      errorContinuation: 'Continue' as const,
      batchOrder: true,
      timeStamp: 1n,
    },
    items: [
      { operation: 'Get', uniqueBatchItemId: Uint8Array.of(1), payload },
      { operation: 'ReKeyKeyPair', uniqueBatchItemId: undefined, payload: structure('RequestPayload') },
    ],
  };
  assert.deepEqual(parseRequest(buildRequest(request)), request);
});

test('the asynchronous indicator of 1.x, a Boolean, asks for nothing', () => {
  const request = structure('RequestMessage', header(1, boolean('AsynchronousIndicator', true)), item);
  assert.equal(parseRequest(request).header.asynchronousIndicator, undefined);
});

test('a response comes back as it was built', () => {
  const response = {
    header: { version, timeStamp: 5n, clientCorrelationValue: undefined, serverCorrelationValue: 's' },
    items: [
      {
        operation: 'Get',
        uniqueBatchItemId: Uint8Array.of(1),
        status: 'OperationFailed',
        reason: 'ObjectNotFound',
        message: 'no such object',
        payload: undefined,
      },
      {
        operation: undefined,
        uniqueBatchItemId: undefined,
        status: 'Success',
        reason: undefined,
        message: undefined,
        payload: structure('ResponsePayload'),
      },
    ],
  };
  assert.deepEqual(parseResponse(buildResponse(response)), response);
});

test('an unknown operation number is kept, so that its item can fail by itself', () => {
  const stranger = structure('BatchItem', { tag: 'Operation', type: 'Enumeration', value: 255 }, payload);
  const { items } = parseRequest(structure('RequestMessage', header(1), stranger));
  assert.equal(items[0]?.operation, '0x000000FF');
});

test('header options are read in any order', () => {
  const options = [boolean('BatchOrderOption', true), enumeration('BatchErrorContinuationOption', 'Undo')];
  const message = structure('RequestMessage', header(1, ...options), item);
  assert.equal(parseRequest(message).header.errorContinuation, 'Undo');
});

const crowd = Array.from({ length: MAX_BATCH_ITEMS + 1 }, () => item);

const broken: readonly (readonly [string, Ttlv, RegExp, string?])[] = [
  ['another root', structure('ResponseMessage', header(1), item), /must be RequestMessage/],
  ['a leaf as the root', text('RequestMessage', ''), /type Structure/, 'InvalidField'],
  ['no header', structure('RequestMessage', item), /missing field RequestHeader/],
  ['two headers', structure('RequestMessage', header(1), header(1), item), /2 fields RequestHeader/],
  [
    'no version',
    structure('RequestMessage', structure('RequestHeader', integer('BatchCount', 1)), item),
    /ProtocolVersion/,
  ],
  ['a count too high', structure('RequestMessage', header(2), item), /BatchCount is 2, the message has 1/],
  ['a negative count', structure('RequestMessage', header(-1), item), /BatchCount is -1/],
  ['no items', structure('RequestMessage', header(0)), /1 to 1000/],
  ['too many items', structure('RequestMessage', header(crowd.length), ...crowd), /1 to 1000/],
  [
    'a stranger beside the items',
    structure('RequestMessage', header(1), item, payload),
    /holds RequestPayload/,
  ],
  [
    'no operation',
    structure('RequestMessage', header(1), structure('BatchItem', payload)),
    /missing field Operation/,
  ],
  [
    'two payloads',
    structure(
      'RequestMessage',
      header(1),
      structure('BatchItem', enumeration('Operation', 'Get'), payload, payload),
    ),
    /2 fields RequestPayload/,
  ],
  [
    'an operation as text',
    structure('RequestMessage', header(1), structure('BatchItem', text('Operation', 'Get'), payload)),
    /Operation must be of type Enumeration/,
    'InvalidField',
  ],
  [
    'a batch item as bytes',
    structure('RequestMessage', header(1), bytes('BatchItem', Uint8Array.of())),
    /Structure/,
    'InvalidField',
  ],
  [
    'an unknown continuation',
    structure(
      'RequestMessage',
      header(1, { tag: 'BatchErrorContinuationOption', type: 'Enumeration', value: 9 }),
      item,
    ),
    /no value 0x00000009/,
    'InvalidField',
  ],
];

for (const [name, message, rule, reason = 'InvalidMessage'] of broken) {
  test(`refuses ${name}`, () => assert.throws(() => parseRequest(message), { reason, message: rule }));
}
