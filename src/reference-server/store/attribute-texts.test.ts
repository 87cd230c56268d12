import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeJson } from '../../kmip/json.ts';
import { structure, text } from '../../kmip/ttlv.ts';
import { attributeReader } from './attribute-texts.ts';

const attributesWith = (comment: string) => structure('Attributes', text('Comment', comment));

test('a text is read once, as long as not too many others come in between and it is not too long', () => {
  const read = attributeReader();
  const first = writeJson(attributesWith('first'));
  const seen = read(first);
  assert.deepEqual(seen, attributesWith('first'));
  assert.equal(read(first), seen);
  for (let others = 0; others < 1_000; others += 1) read(writeJson(attributesWith(`other ${others}`)));
  assert.notEqual(read(first), seen, 'forgotten');
  assert.deepEqual(read(first), seen);
  const long = writeJson(attributesWith('x'.repeat(5_000)));
  assert.notEqual(read(long), read(long));
  assert.deepEqual(read(long), attributesWith('x'.repeat(5_000)));
});
