import assert from 'node:assert/strict';
import {
  constants,
  createHash,
  generateKeyPairSync,
  privateDecrypt,
  privateEncrypt,
  publicDecrypt,
  publicEncrypt,
  sign,
  verify,
} from 'node:crypto';
import { test } from 'node:test';
import { isPssOf, oaepDecoded, oaepEncoded, pssEncoded } from './rsa-padding.ts';

const BITS = 2048;
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: BITS });
const clear = Buffer.from('clear text');
const padding = constants.RSA_NO_PADDING;
const same = (hash: string) => ({ hash, mask: hash });

test('OAEP is what node:crypto makes and reads, where it can', () => {
  for (const oaepHash of ['sha1', 'sha256', 'sha512']) {
    const encoded = oaepEncoded(same(oaepHash), clear, BITS / 8);
    const sealed = publicEncrypt({ key: publicKey, padding }, encoded);
    const opened = privateDecrypt(
      { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash },
      sealed,
    );
    assert.deepEqual(opened, clear);
    const theirs = publicEncrypt(
      { key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash },
      clear,
    );
    const raw = privateDecrypt({ key: privateKey, padding }, theirs);
    assert.deepEqual(Buffer.from(oaepDecoded(same(oaepHash), raw)), clear);
    assert.throws(() => oaepDecoded({ hash: oaepHash, mask: 'sha384' }, raw), {
      reason: 'CryptographicFailure',
    });
  }
});

test('OAEP with a mask of another hash comes out again, and has its bound', () => {
  const hashes = { hash: 'sha384', mask: 'sha256' };
  const most = BITS / 8 - 2 * 48 - 2;
  for (const length of [0, 1, most]) {
    const data = Buffer.alloc(length, 7);
    assert.deepEqual(Buffer.from(oaepDecoded(hashes, oaepEncoded(hashes, data, BITS / 8))), data);
  }
  assert.throws(() => oaepEncoded(hashes, Buffer.alloc(most + 1), BITS / 8), {
    reason: 'CryptographicFailure',
  });
});

test('PSS of a digest is what node:crypto makes of the data, and accepts', () => {
  for (const [hash, saltLength] of [
    ['sha256', 32],
    ['sha512', 20],
    ['sha1', 0],
  ] as const) {
    const digest = createHash(hash).update(clear).digest();
    const options = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
    const encoded = pssEncoded(same(hash), digest, BITS, saltLength);
    const signature = privateEncrypt({ key: privateKey, padding }, encoded);
    assert.ok(verify(hash, clear, { key: publicKey, ...options }, signature));
    const theirs = sign(hash, clear, { key: privateKey, ...options });
    const raw = publicDecrypt({ key: publicKey, padding }, theirs);
    assert.ok(isPssOf(same(hash), digest, raw, BITS));
    assert.ok(isPssOf(same(hash), digest, raw, BITS, saltLength));
    assert.ok(!isPssOf(same(hash), digest, raw, BITS, saltLength + 1));
    assert.ok(!isPssOf({ hash, mask: 'sha384' }, digest, raw, BITS));
    assert.ok(!isPssOf(same(hash), digest.fill(0, 0, 1), raw, BITS) || digest[0] === 0);
    assert.ok(!isPssOf(same(hash), digest, Buffer.alloc(BITS / 8), BITS));
  }
});

test('a key that is too short for hash and salt makes no PSS', () => {
  assert.throws(() => pssEncoded(same('sha512'), Buffer.alloc(64), 1024, 64), {
    reason: 'CryptographicFailure',
  });
});
