import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytes, structure } from '../ttlv.ts';
import { taggedData, tagInData } from './authenticated-data.ts';

const data = (length: number): Uint8Array => new Uint8Array(length).fill(7);
const asked = structure('RequestPayload');
const tag = data(16);

test('a tag is taken off the data where the request says that it is there, and the mode has one', () => {
  assert.deepEqual(taggedData(tagInData(asked), data(17), 16), { data: data(1), tag });
  assert.deepEqual(taggedData(tagInData(asked), data(16), 16), { data: data(0), tag });
  assert.deepEqual(taggedData(tagInData(asked), data(17), undefined), { data: data(17), tag: undefined });
  assert.deepEqual(taggedData(tagInData(asked), data(15), 16), { data: data(15), tag: undefined });
});

test('a tag of its own field is that one, in every version', () => {
  const own = structure('RequestPayload', bytes('AuthenticatedEncryptionTag', tag));
  assert.deepEqual(tagInData(own), own);
  assert.deepEqual(taggedData(own, data(17), 16), { data: data(17), tag });
  assert.deepEqual(taggedData(asked, data(17), 16), { data: data(17), tag: undefined });
});
