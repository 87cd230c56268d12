import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LEAST_SECRET_BYTES, leaksOf } from './search.ts';

const secret = Buffer.from('00ff10fbefbe4f9a7788aabbccddeeff', 'hex');
const canary = { name: 'the key', bytes: secret };
const hay = (bytes: Uint8Array) => [{ name: 'the log', bytes }];

for (const [what, form, text] of [
  ['raw', 'as it is', Buffer.concat([Buffer.from('x'), secret])],
  ['hex', 'in hexadecimal', Buffer.from(`{"key":"${secret.toString('hex')}"}`)],
  ['HEX', 'in hexadecimal', Buffer.from(secret.toString('hex').toUpperCase())],
  ['base64', 'in base64', Buffer.from(`x=${secret.toString('base64')}`)],
  ['base64url', 'in base64url', Buffer.from(secret.toString('base64url'))],
] as const) {
  test(`${what} is found`, () =>
    assert.deepEqual(leaksOf([canary], hay(text)), [`the key ${form} in the log`]));
}

test('base64 is found at any place in encoded text', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 8 }), fc.uint8Array({ maxLength: 8 }), (before, after) => {
      const text = Buffer.concat([before, secret, after]).toString('base64');
      assert.equal(leaksOf([canary], hay(Buffer.from(text))).length > 0, true, text);
    }),
  );
});

test('what is not there is not found, nor one that lacks its last byte', () => {
  assert.deepEqual(leaksOf([canary], hay(secret.subarray(0, -1))), []);
  assert.deepEqual(leaksOf([canary], []), []);
});

test('what is too short to be told from other text is refused', () => {
  const short = { name: 'the PIN', bytes: new Uint8Array(LEAST_SECRET_BYTES - 1) };
  assert.throws(() => leaksOf([short], []), /the PIN has 7 bytes/);
});
