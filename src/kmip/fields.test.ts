import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bytesOf,
  childrenOf,
  dateOf,
  enumerationOf,
  integerOf,
  maybeBoolean,
  maybeEnumeration,
  maybeStructure,
  maybeText,
  structureOf,
  structuresOf,
  textOf,
} from './fields.ts';
import { enumeration } from './tables.ts';
import { boolean, bytes, dateTime, integer, structure, text } from './ttlv.ts';

const payload = structure(
  'RequestPayload',
  text('UniqueIdentifier', 'k'),
  integer('MaximumItems', 3),
  enumeration('ObjectType', 'SymmetricKey'),
  bytes('Data', Uint8Array.of(1)),
  boolean('ReplaceExisting', false),
  dateTime('ActivationDate', 9n),
  structure('Attributes', text('NameValue', 'inner')),
  text('NameValue', 'a'),
  text('NameValue', 'b'),
);

test('fields are read by tag, not by position or depth', () => {
  assert.equal(textOf(payload, 'UniqueIdentifier'), 'k');
  assert.equal(integerOf(payload, 'MaximumItems'), 3);
  assert.equal(enumerationOf(payload, 'ObjectType'), 'SymmetricKey');
  assert.deepEqual(bytesOf(payload, 'Data'), Uint8Array.of(1));
  assert.equal(maybeBoolean(payload, 'ReplaceExisting'), false);
  assert.equal(dateOf(payload, 'ActivationDate'), 9n);
  assert.equal(textOf(structureOf(payload, 'Attributes'), 'NameValue'), 'inner');
  assert.equal(childrenOf(payload, 'NameValue').length, 2);
});

test('absent fields are undefined where they may be absent', () => {
  assert.equal(maybeText(payload, 'Comment'), undefined);
  assert.equal(maybeEnumeration(payload, 'State'), undefined);
  assert.equal(maybeStructure(payload, 'Link'), undefined);
});

test('missing, repeated and mistyped fields are told apart', () => {
  assert.throws(() => textOf(payload, 'Comment'), {
    reason: 'InvalidMessage',
    message: 'RequestPayload: missing field Comment (TextString)',
  });
  assert.throws(() => textOf(payload, 'NameValue'), {
    reason: 'InvalidMessage',
    message: 'RequestPayload has 2 fields NameValue; send one',
  });
  assert.throws(() => textOf(payload, 'Data'), {
    reason: 'InvalidField',
    message: 'RequestPayload: the field Data must be of type TextString, it is of type ByteString',
  });
  assert.throws(() => structuresOf(payload, 'NameValue'), { reason: 'InvalidField' });
});
