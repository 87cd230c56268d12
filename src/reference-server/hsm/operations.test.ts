import assert from 'node:assert/strict';
import {
  constants,
  createCipheriv,
  createDecipheriv,
  type KeyObject,
  publicEncrypt,
  randomBytes,
  verify,
} from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import pkcs11js from 'pkcs11js';
import { ForeignUser } from './foreign.fixture.ts';
import type { Hsm, HsmAddress, HsmCipher, HsmSignature } from './hsm.ts';
import { openHsm } from './open.ts';
import { freshToken, skip, type TestToken } from './softhsm.fixture.ts';

const kmip = (reason: string, message: RegExp = /./) => ({ name: 'KmipError', reason, message });

describe('operations', { skip }, () => {
  let test_: TestToken;
  let hsm: Hsm;
  let foreign: ForeignUser;
  let pair: KeyObject;
  const at = (label: string): HsmAddress => ({ slot: test_.token.slot, label });
  const known = randomBytes(32);

  before(async () => {
    test_ = await freshToken();
    hsm = await openHsm(test_.options);
    foreign = new ForeignUser(test_.options.library, test_.token.slot);
    await hsm.createAesKey(at('aes'), 256);
    await hsm.createRsaKeyPair(at('rsa'), 2048);
    foreign.importAesKey('known', known);
    pair = foreign.publicKey('rsa_pk');
  });
  after(async () => {
    await hsm.close();
    await test_[Symbol.asyncDispose]();
  });

  describe('keys', () => {
    test('AES keys of every size, and RSA pairs, are found as they were made', async () => {
      for (const bits of [128, 192, 256] as const) {
        await hsm.createAesKey(at(`aes-${bits}`), bits);
        assert.deepEqual(await hsm.get(at(`aes-${bits}`)), {
          ...at(`aes-${bits}`),
          type: 'SymmetricKey',
          algorithm: 'AES',
          bits,
        });
      }
      const rsa = { algorithm: 'RSA', bits: 2048 } as const;
      assert.deepEqual(await hsm.get(at('rsa')), { ...at('rsa'), type: 'PrivateKey', ...rsa });
      assert.deepEqual(await hsm.get(at('rsa_pk')), { ...at('rsa_pk'), type: 'PublicKey', ...rsa });
    });

    test('the slot lists its keys, and nothing that is no key', async () => {
      foreign.addData('data');
      const labels = (await hsm.find(test_.token.slot)).map(({ label }) => label);
      assert.deepEqual(labels.toSorted(), ['aes', 'aes-128', 'aes-192', 'aes-256', 'known', 'rsa', 'rsa_pk']);
      assert.equal(await hsm.get(at('data')), undefined);
    });

    test('secrets stay inside and need the login', () => {
      const { CKA_TOKEN, CKA_PRIVATE, CKA_SENSITIVE, CKA_EXTRACTABLE, CKA_ID } = pkcs11js;
      for (const label of ['aes', 'rsa'])
        assert.deepEqual(
          foreign
            .attributes(label, [CKA_TOKEN, CKA_PRIVATE, CKA_SENSITIVE, CKA_EXTRACTABLE, CKA_ID])
            .map((value) => value.toString('latin1')),
          ['\x01', '\x01', '\x01', '\x00', label],
        );
      assert.throws(() => foreign.attributes('aes', [pkcs11js.CKA_VALUE]), /CKR_ATTRIBUTE_SENSITIVE/);
    });

    test('a label is given once, whatever the kind of key', async () => {
      const exists = kmip('ObjectAlreadyExists', /has a key "(aes|rsa|rsa_pk)" already/);
      await assert.rejects(hsm.createAesKey(at('aes'), 128), exists);
      await assert.rejects(hsm.createRsaKeyPair(at('aes'), 2048), exists);
      await assert.rejects(hsm.createAesKey(at('rsa_pk'), 128), exists);
      assert.equal((await hsm.get(at('aes')))?.bits, 256);
    });

    test('of two that ask for one label at once, one gets it', async () => {
      const outcomes = await Promise.allSettled([
        hsm.createRsaKeyPair(at('race'), 2048),
        hsm.createRsaKeyPair(at('race'), 2048),
        hsm.createAesKey(at('race_pk'), 128),
      ]);
      assert.deepEqual(
        outcomes.map((outcome) => (outcome.status === 'fulfilled' ? 'made' : outcome.reason.reason)),
        ['made', 'ObjectAlreadyExists', 'ObjectAlreadyExists'],
      );
      assert.equal((await hsm.get(at('race_pk')))?.type, 'PublicKey');
    });

    test('sizes that are refused', async () => {
      for (const bits of [1024, 2047, 2050, 16384, Number.NaN])
        await assert.rejects(
          hsm.createRsaKeyPair(at('odd'), bits),
          kmip('InvalidField', /RSA keys have 2048/),
        );
      await assert.rejects(hsm.createAesKey(at('odd'), 64 as 128), kmip('InvalidField', /AES keys have 128/));
      assert.equal(await hsm.get(at('odd')), undefined);
    });

    test('a destroyed key is gone, also for one who has just used it', async () => {
      await hsm.createAesKey(at('doomed'), 128);
      await hsm.encrypt(at('doomed'), { mechanism: 'AES-GCM', data: known });
      await hsm.destroy(at('doomed'));
      const notFound = kmip('ObjectNotFound', /has no key "doomed"/);
      await assert.rejects(hsm.encrypt(at('doomed'), { mechanism: 'AES-GCM', data: known }), notFound);
      await assert.rejects(hsm.destroy(at('doomed')), notFound);
      assert.equal(await hsm.get(at('doomed')), undefined);
    });

    test('a key replaced by another user of the token is found again', async () => {
      foreign.importAesKey('replaced', Buffer.alloc(32, 1));
      const iv = randomBytes(12);
      const seal = () => hsm.encrypt(at('replaced'), { mechanism: 'AES-GCM', data: known, iv });
      const first = await seal();
      foreign.destroy('replaced');
      foreign.importAesKey('replaced', Buffer.alloc(32, 2));
      const second = await seal();
      assert.notDeepEqual(first.data, second.data);
    });

    test('a slot that is not configured', async () => {
      await assert.rejects(hsm.find(77), kmip('ObjectNotFound', /slot 77 is not configured/));
    });
  });

  describe('encryption', () => {
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
      'a CBC IV of 12 bytes': [
        'encrypt',
        'aes',
        { ...gcm, mechanism: 'AES-CBC-PAD' },
        /takes 16 bytes of IV/,
      ],
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
      'RSA with an AES key': [
        'encrypt',
        'aes',
        { mechanism: 'RSA-PKCS1v15', data },
        /needs a PublicKey here/,
      ],
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

  describe('signatures', () => {
    const hashes = ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'] as const;
    const paddings: Readonly<Record<HsmSignature['mechanism'], number>> = {
      'RSA-PKCS1v15': constants.RSA_PKCS1_PADDING,
      'RSA-PSS': constants.RSA_PKCS1_PSS_PADDING,
    };
    for (const [mechanism, padding] of Object.entries(paddings))
      for (const hash of hashes)
        test(`${mechanism} with ${hash} verifies outside`, async () => {
          for (const data of [randomBytes(300), Buffer.alloc(0)]) {
            const request = { mechanism: mechanism as HsmSignature['mechanism'], hash, data };
            const signature = await hsm.sign(at('rsa'), request);
            const key = { key: pair, padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
            assert.ok(verify(hash.replace('-', ''), data, key, signature));
            assert.ok(!verify(hash.replace('-', ''), Buffer.from('other'), key, signature));
          }
        });

    test('only a private key signs', async () => {
      const request = { mechanism: 'RSA-PSS', hash: 'SHA-256', data: known } as const;
      for (const label of ['rsa_pk', 'aes'])
        await assert.rejects(hsm.sign(at(label), request), kmip('InvalidField', /needs a PrivateKey here/));
    });
  });

  describe('sealing', () => {
    for (const label of ['aes', 'rsa', 'rsa_pk'])
      for (const length of [0, 21, 5000])
        test(`${length} bytes under ${label}`, async () => {
          const clear = randomBytes(length);
          const sealed = await hsm.wrap(at(label), clear);
          assert.deepEqual(Buffer.from(await hsm.unwrap(at(label), sealed)), clear);
          assert.notDeepEqual(sealed, await hsm.wrap(at(label), clear), 'every seal is fresh');
        });

    test('either half of a pair opens what the other sealed', async () => {
      assert.deepEqual(Buffer.from(await hsm.unwrap(at('rsa_pk'), await hsm.wrap(at('rsa'), known))), known);
    });

    test('under AES it is iv, ciphertext, tag', async () => {
      const sealed = await hsm.wrap(at('known'), known);
      const decipher = createDecipheriv('aes-256-gcm', known, sealed.subarray(0, 12));
      decipher.setAuthTag(sealed.subarray(-16));
      assert.deepEqual(Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]), known);
    });

    test('a seal that was altered, cut short or made by another key', async () => {
      for (const label of ['aes', 'rsa']) {
        const sealed = await hsm.wrap(at(label), known);
        const altered = Uint8Array.from(sealed);
        altered[altered.length - 20] = (altered.at(-20) ?? 0) ^ 1;
        for (const broken of [altered, sealed.subarray(0, -1), sealed.subarray(0, 20), new Uint8Array()])
          await assert.rejects(hsm.unwrap(at(label), broken), kmip('CryptographicFailure'));
      }
      const other = await hsm.wrap(at('known'), known);
      await assert.rejects(hsm.unwrap(at('aes'), other), kmip('CryptographicFailure'));
    });

    test('a sealing key that is gone', async () => {
      await assert.rejects(hsm.wrap(at('gone'), known), kmip('ObjectNotFound'));
      await assert.rejects(hsm.unwrap(at('gone'), known), kmip('ObjectNotFound'));
    });
  });

  describe('many at once', () => {
    test('32 parallel encryptions, good and bad mixed, each get their own answer', async () => {
      const payloads = Array.from({ length: 32 }, (_, i) => Buffer.alloc(100, i));
      const outcomes = await Promise.allSettled(
        payloads.flatMap((data) => [
          hsm.encrypt(at('aes'), { mechanism: 'AES-CBC-PAD', iv: Buffer.alloc(16), data }),
          hsm.decrypt(at('aes'), { mechanism: 'AES-CBC-PAD', iv: Buffer.alloc(16), data: data.subarray(1) }),
        ]),
      );
      for (const [i, data] of payloads.entries()) {
        const sealed = outcomes[2 * i];
        assert.ok(sealed?.status === 'fulfilled' && 'data' in sealed.value);
        const clear = await hsm.decrypt(at('aes'), {
          mechanism: 'AES-CBC-PAD',
          iv: Buffer.alloc(16),
          data: sealed.value.data,
        });
        assert.deepEqual(Buffer.from(clear), data);
        assert.equal(outcomes[2 * i + 1]?.status, 'rejected');
      }
    });

    test('while a long key pair is made, this thread runs on and other keys are used', async () => {
      const order: string[] = [];
      const long = hsm.createRsaKeyPair(at('long'), 4096).then(() => order.push('pair'));
      for (let turn = 0; turn < 3; turn++) {
        await new Promise((resolve) => setImmediate(resolve));
        await hsm.encrypt(at('aes'), { mechanism: 'AES-GCM', data: known });
        order.push('encrypted');
      }
      await long;
      assert.deepEqual(order, ['encrypted', 'encrypted', 'encrypted', 'pair']);
    });
  });
});
