import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { structure, text } from '../../kmip/ttlv.ts';
import { pack, unpack } from './envelope.ts';
import { openWithAes, sealWithAes } from './software-seal.ts';

const KEY = new Uint8Array(32).fill(7);
const CLEAR = Uint8Array.of(1, 2, 3);

test('a seal opens with its key and for its identifier, and hides the content', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.string(), (clear, id) => {
      assert.deepEqual(openWithAes(KEY, id, sealWithAes(KEY, id, clear)), clear);
    }),
  );
  assert.notDeepEqual(sealWithAes(KEY, 'a', CLEAR), sealWithAes(KEY, 'a', CLEAR));
});

const sealed = sealWithAes(KEY, 'a', CLEAR);
const tampered: readonly (readonly [string, () => unknown])[] = [
  ['for another identifier', () => openWithAes(KEY, 'b', sealed)],
  ['with another key', () => openWithAes(new Uint8Array(32), 'a', sealed)],
  ['cut short', () => openWithAes(KEY, 'a', sealed.subarray(0, -1))],
  ['empty', () => openWithAes(KEY, 'a', new Uint8Array(0))],
  ...Array.from(sealed.keys(), (index): readonly [string, () => unknown] => [
    `with byte ${index} changed`,
    () => openWithAes(KEY, 'a', sealed.with(index, (sealed[index] ?? 0) ^ 1)),
  ]),
];

for (const [name, open] of tampered) {
  test(`a seal does not open ${name}`, () => assert.throws(open, { reason: 'CryptographicFailure' }));
}

test('what was packed for one object is not that of another', () => {
  const object = structure('SecretData', text('Comment', 'x'));
  assert.deepEqual(unpack('a', pack('a', object)), object);
  assert.throws(() => unpack('b', pack('a', object)), { reason: 'CryptographicFailure' });
});
