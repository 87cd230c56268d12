import assert from 'node:assert/strict';
import {
  constants,
  createCipheriv,
  createDecipheriv,
  type KeyObject,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { type HsmBench, kmip, openBench, skip } from './bench.fixture.ts';
import type { Hsm, HsmAddress, HsmCipher } from './hsm.ts';

describe('encryption', { skip }, () => {
  let bench: HsmBench;
  let hsm: Hsm;
  let pair: KeyObject;
  const at = (label: string): HsmAddress => bench.at(label);
  const known = randomBytes(32);
  before(async () => {
    bench = await openBench();
    hsm = bench.hsm;
    await hsm.createAesKey(at('aes'), 256);
    await hsm.createRsaKeyPair(at('rsa'), 2048);
    bench.foreign.importAesKey('known', known);
    pair = bench.foreign.publicKey('rsa_pk');
  });
  after(() => bench[Symbol.asyncDispose]());

  const iv12 = randomBytes(12);
  const iv16 = randomBytes(16);
  const additionalData = Buffer.from('bound to this');
  const requests: Readonly<Record<string, readonly [label: string, Omit<HsmCipher, 'data'>]>> = {
    'AES-GCM, IV made by the module': ['aes', { mechanism: 'AES-GCM' }],
    'AES-GCM, IV and additional data': ['aes', { mechanism: 'AES-GCM', iv: iv12, additionalData }],
    'AES-CBC-PAD, IV made by the module': ['aes', { mechanism: 'AES-CBC-PAD' }],
    'AES-CBC-PAD, IV given': ['aes', { mechanism: 'AES-CBC-PAD', iv: iv16 }],
    'RSA-OAEP-SHA1': ['rsa', { mechanism: 'RSA-OAEP-SHA1' }],
    'RSA-PKCS1v15': ['rsa', { mechanism: 'RSA-PKCS1v15' }],
  };
  for (const [name, [label, request]] of Object.entries(requests))
    for (const length of [0, 1, 16, 100, 214, 100_000]) {
      if (label === 'rsa' && length > 214) continue;
      test(`${name}: ${length} bytes there and back`, async () => {
        const data = randomBytes(length);
        const publicOrSame = at(label === 'rsa' ? 'rsa_pk' : label);
        const { iv, tag, data: sealed } = await hsm.encrypt(publicOrSame, { ...request, data });
        const clear = await hsm.decrypt(at(label), {
          ...request,
          data: sealed,
          ...(iv && { iv }),
          ...(tag && { tag }),
        });
        assert.deepEqual(Buffer.from(clear), data);
      });
    }

  test('AES-GCM is what node:crypto makes of it, both ways', async () => {
    const data = randomBytes(50);
    const request = { mechanism: 'AES-GCM', iv: iv12, additionalData } as const;
    const cipher = createCipheriv('aes-256-gcm', known, iv12).setAAD(additionalData);
    const expected = Buffer.concat([cipher.update(data), cipher.final()]);
    const sealed = await hsm.encrypt(at('known'), { ...request, data });
    assert.deepEqual(
      { data: Buffer.from(sealed.data), tag: Buffer.from(sealed.tag ?? []) },
      { data: expected, tag: cipher.getAuthTag() },
    );
    assert.deepEqual(sealed.iv && Buffer.from(sealed.iv), iv12);
  });

  test('AES-CBC-PAD is what node:crypto makes of it', async () => {
    const { data, tag } = await hsm.encrypt(at('known'), {
      mechanism: 'AES-CBC-PAD',
      iv: iv16,
      data: known,
    });
    const decipher = createDecipheriv('aes-256-cbc', known, iv16);
    assert.deepEqual(Buffer.concat([decipher.update(data), decipher.final()]), known);
    assert.equal(tag, undefined);
  });

  test('what node:crypto encrypts with OAEP, the HSM decrypts', async () => {
    const key = { key: pair, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' };
    const clear = await hsm.decrypt(at('rsa'), {
      mechanism: 'RSA-OAEP-SHA1',
      data: publicEncrypt(key, known),
    });
    assert.deepEqual(Buffer.from(clear), known);
  });

  test('no IV is made twice', async () => {
    const sealed = await Promise.all(
      Array.from({ length: 100 }, () => hsm.encrypt(at('aes'), { mechanism: 'AES-GCM', data: known })),
    );
    assert.equal(new Set(sealed.map(({ iv }) => Buffer.from(iv ?? []).toString('hex'))).size, 100);
  });

  test('what was altered does not open, and the next one does', async () => {
    const request = { mechanism: 'AES-GCM', data: known, additionalData } as const;
    const { data, iv = iv12, tag = iv16 } = await hsm.encrypt(at('aes'), request);
    const whole = { mechanism: 'AES-GCM', data, iv, tag, additionalData } as const;
    const flipped = (bytes: Uint8Array): Uint8Array => bytes.map((byte, i) => (i === 0 ? byte ^ 1 : byte));
    for (const altered of [
      { data: flipped(data) },
      { data: data.subarray(1) },
      { data: new Uint8Array() },
      { tag: flipped(tag) },
      { iv: flipped(iv) },
      { additionalData: flipped(additionalData) },
    ]) {
      await assert.rejects(
        hsm.decrypt(at('aes'), { ...whole, ...altered }),
        kmip('CryptographicFailure', /^The HSM did not decrypt with the key "aes" in slot \d+: CKR_/),
      );
      assert.deepEqual(Buffer.from(await hsm.decrypt(at('aes'), whole)), known);
    }
    await assert.rejects(hsm.decrypt(at('known'), whole), kmip('CryptographicFailure'));
    await assert.rejects(
      hsm.decrypt(at('aes'), { mechanism: 'AES-CBC-PAD', iv: iv16, data: known.subarray(1) }),
      kmip('CryptographicFailure', /the data was altered/),
    );
    await assert.rejects(
      hsm.decrypt(at('rsa'), { mechanism: 'RSA-OAEP-SHA1', data: randomBytes(256) }),
      kmip('CryptographicFailure'),
    );
  });

  type Decryption = HsmCipher & { readonly tag?: Uint8Array };
  const data = randomBytes(32);
  const gcm = { mechanism: 'AES-GCM', data, iv: iv12, tag: iv16 } as const;
  const refusals: Readonly<Record<string, readonly ['encrypt' | 'decrypt', string, Decryption, RegExp]>> = {
    'a GCM IV of 16 bytes': ['encrypt', 'aes', { ...gcm, iv: iv16 }, /takes 12 bytes of IV; 16 were/],
    'an empty GCM IV': ['encrypt', 'aes', { ...gcm, iv: Buffer.alloc(0) }, /12 bytes of IV; none were/],
    'a CBC IV of 12 bytes': ['encrypt', 'aes', { ...gcm, mechanism: 'AES-CBC-PAD' }, /takes 16 bytes of IV/],
    'no IV to decrypt with': ['decrypt', 'aes', { mechanism: 'AES-GCM', data, tag: iv16 }, /of IV; none/],
    'no tag': ['decrypt', 'aes', { mechanism: 'AES-GCM', data, iv: iv12 }, /16 bytes of tag; none/],
    'a short tag': ['decrypt', 'aes', { ...gcm, tag: iv12 }, /16 bytes of tag; 12/],
    'additional data for CBC': [
      'encrypt',
      'aes',
      { mechanism: 'AES-CBC-PAD', data, additionalData },
      /takes no additional data/,
    ],
    'an IV for RSA': ['encrypt', 'rsa_pk', { mechanism: 'RSA-PKCS1v15', data, iv: iv12 }, /no bytes of IV/],
    'AES with an RSA key': [
      'encrypt',
      'rsa',
      { ...gcm },
      /needs a SymmetricKey here; "rsa" .* RSA PrivateKey/,
    ],
    'RSA with an AES key': ['encrypt', 'aes', { mechanism: 'RSA-PKCS1v15', data }, /needs a PublicKey here/],
    'encrypting with a private key': [
      'encrypt',
      'rsa',
      { mechanism: 'RSA-OAEP-SHA1', data },
      /needs a PublicKey here/,
    ],
    'decrypting with a public key': [
      'decrypt',
      'rsa_pk',
      { mechanism: 'RSA-OAEP-SHA1', data },
      /needs a PrivateKey here/,
    ],
    'more than OAEP has room for': [
      'encrypt',
      'rsa_pk',
      { mechanism: 'RSA-OAEP-SHA1', data: randomBytes(215) },
      /encrypts at most 214 bytes, not 215/,
    ],
    'more than PKCS#1 v1.5 has room for': [
      'encrypt',
      'rsa_pk',
      { mechanism: 'RSA-PKCS1v15', data: randomBytes(246) },
      /encrypts at most 245 bytes, not 246/,
    ],
  };
  for (const [name, [operation, label, request, told]] of Object.entries(refusals))
    test(`refused: ${name}`, () =>
      assert.rejects(async () => hsm[operation](at(label), request), kmip('InvalidField', told)));
});
