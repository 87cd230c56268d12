import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bytesOf, childrenOf, maybeBytes } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { boolean, bytes, integer, structure, type Ttlv } from '../../kmip/ttlv.ts';
import { readPayload, writePayload } from '../../kmip/versions.ts';
import { openEngine } from './engine.fixture.ts';
import {
  active,
  data,
  hex,
  hexOf,
  newAesKey,
  parameters,
  registered,
  revocation,
  uid,
  usage,
  utf8,
} from './requests.fixture.ts';

const BOTH = usage('Encrypt', 'Decrypt');
const mode = (name: string, ...more: readonly Ttlv[]): Ttlv =>
  parameters(enumeration('BlockCipherMode', name), ...more);
const iv = (digits: string): Ttlv => bytes('IVCounterNonce', hex(digits));
const aad = (digits: string): Ttlv => bytes('AuthenticatedEncryptionAdditionalData', hex(digits));
const NO_PADDING = enumeration('PaddingMethod', 'None');

interface Answer {
  readonly name: string;
  readonly algorithm: string;
  readonly key: string;
  readonly items: readonly Ttlv[];
  readonly clear: string;
  readonly sealed: string;
  readonly tag?: string;
}

const BLOCK = '6bc1bee22e409f96e93d7e117393172a';

/** Published known answers: each says where it stands. */
const answers: readonly Answer[] = [
  {
    name: 'AES-128-GCM, McGrew and Viega, The Galois/Counter Mode of Operation, test case 4',
    algorithm: 'AES',
    key: 'feffe9928665731c6d6a8f9467308308',
    items: [mode('GCM'), iv('cafebabefacedbaddecaf888'), aad('feedfacedeadbeeffeedfacedeadbeefabaddad2')],
    clear:
      'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
    sealed:
      '42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091',
    tag: '5bc94fbc3221a5db94fae95ae7121a47',
  },
  {
    name: 'AES-128-GCM with an eight-byte IV, same paper, test case 5',
    algorithm: 'AES',
    key: 'feffe9928665731c6d6a8f9467308308',
    items: [mode('GCM'), iv('cafebabefacedbad'), aad('feedfacedeadbeeffeedfacedeadbeefabaddad2')],
    clear:
      'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
    sealed:
      '61353b4c2806934a777ff51fa22a4755699b2a714fcdc6f83766e5f97b6c742373806900e49f24b22b097544d4896b424989b5e1ebac0f07c23f4598',
    tag: '3612d2e79e3b0785561be14aaca2fccb',
  },
  {
    name: 'AES-128-CBC, SP 800-38A F.2.1',
    algorithm: 'AES',
    key: '2b7e151628aed2a6abf7158809cf4f3c',
    items: [mode('CBC', NO_PADDING), iv('000102030405060708090a0b0c0d0e0f')],
    clear: BLOCK,
    sealed: '7649abac8119b246cee98e9b12e9197d',
  },
  {
    name: 'AES-256-ECB, SP 800-38A F.1.5',
    algorithm: 'AES',
    key: '603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4',
    items: [mode('ECB', NO_PADDING)],
    clear: BLOCK,
    sealed: 'f3eed1bdb5d2a03c064b5a7e3db181f8',
  },
  {
    name: 'AES-256-ECB, SP 800-38A F.1.5, which no padding follows unless it is asked for',
    algorithm: 'AES',
    key: '603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4',
    items: [mode('ECB')],
    clear: BLOCK,
    sealed: 'f3eed1bdb5d2a03c064b5a7e3db181f8',
  },
  {
    name: 'ChaCha20, RFC 8439 A.2 test vector 1',
    algorithm: 'ChaCha20',
    key: '00'.repeat(32),
    items: [iv('00'.repeat(12))],
    clear: '00'.repeat(64),
    sealed:
      '76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586',
  },
  {
    name: 'ChaCha20 with a nonce of 8 bytes, OASIS case CS-BC-M-CHACHA20-3',
    algorithm: 'ChaCha20',
    key: '00'.repeat(32),
    items: [iv('0000000000000001')],
    clear: '00'.repeat(60),
    sealed:
      'de9cba7bf3d69ef5e786dc63973f653a0b49e015adbff7134fcb7df137821031e85a050278a7084527214f73efc7fa5b5277062eb7a0433e445f41e3',
  },
  {
    name: 'AES key wrap, RFC 3394 section 4.1',
    algorithm: 'AES',
    key: '000102030405060708090a0b0c0d0e0f',
    items: [mode('NISTKeyWrap')],
    clear: '00112233445566778899aabbccddeeff',
    sealed: '1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5',
  },
  {
    name: 'AES key wrap with padding, RFC 5649 section 6',
    algorithm: 'AES',
    key: '5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8',
    items: [mode('AESKeyWrapPadding')],
    clear: 'c37b7e6492584340bed12207808941155068f738',
    sealed: '138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a',
  },
];

for (const { name, algorithm, key, items, clear, sealed, tag } of answers) {
  test(`known answer: ${name}`, async () => {
    using engine = openEngine();
    const id = uid(await registered(engine, hex(key), algorithm, BOTH));
    const encrypted = await engine.run('Encrypt', [id, ...items, data(hex(clear))]);
    assert.equal(hexOf(bytesOf(encrypted, 'Data')), sealed);
    const made = maybeBytes(encrypted, 'AuthenticatedEncryptionTag');
    assert.equal(made && hexOf(made), tag);
    assert.equal(childrenOf(encrypted, 'IVCounterNonce').length, 0);
    const tagItem = tag === undefined ? [] : [bytes('AuthenticatedEncryptionTag', hex(tag))];
    const decrypted = await engine.run('Decrypt', [id, ...items, ...tagItem, data(hex(sealed))]);
    assert.equal(hexOf(bytesOf(decrypted, 'Data')), clear);
  });
}

test('triple DES: NIST SP 800-67, and with an IV and padding what goes in comes out', async () => {
  using engine = openEngine();
  const key = '0123456789abcdef23456789abcdef01456789abcdef0123';
  const id = uid(await registered(engine, hex(key), 'DES3', BOTH));
  const clear = data(hex('5468652071756663'));
  const sealed = await engine.run('Encrypt', [id, mode('ECB'), clear]);
  assert.equal(hexOf(bytesOf(sealed, 'Data')), 'a826fd8ce53b855f');
  const chained = await engine.run('Encrypt', [id, data(utf8('thirteen long'))]);
  assert.equal(bytesOf(chained, 'IVCounterNonce').length, 8);
  const opened = await engine.run('Decrypt', [id, mode('CBC'), ...chained.value.slice(1)]);
  assert.deepEqual(bytesOf(opened, 'Data'), utf8('thirteen long'));
  await assert.rejects(engine.run('Encrypt', [id, mode('GCM'), clear]), {
    reason: 'UnsupportedCryptographicParameters',
  });
});

const modes: readonly (readonly [string, string, number])[] = [
  ['GCM', 'AES', 32],
  ['CBC', 'AES', 24],
  ['XTS', 'AES', 64],
  ['AEAD', 'ChaCha20Poly1305', 32],
];

for (const [name, algorithm, length] of modes) {
  test(`${name}: whatever goes in comes out again, with an IV that the server makes afresh`, async () => {
    using engine = openEngine();
    const id = uid(
      await registered(engine, new Uint8Array(length).fill(1).fill(2, length / 2), algorithm, BOTH),
    );
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 16, maxLength: 80 }), async (clear) => {
        const sealed = await engine.run('Encrypt', [id, mode(name), data(clear)]);
        seen.add(hexOf(bytesOf(sealed, 'IVCounterNonce')));
        const opened = await engine.run('Decrypt', [id, mode(name), ...sealed.value.slice(1)]);
        assert.deepEqual(bytesOf(opened, 'Data'), clear);
      }),
      { numRuns: 20 },
    );
    assert.ok(seen.size >= 20);
  });
}

test('a short tag is accepted only from those who say so', async () => {
  using engine = openEngine();
  const id = uid(await newAesKey(engine));
  const short = mode('GCM', integer('TagLength', 12));
  const sealed = await engine.run('Encrypt', [id, short, data(utf8('x'))]);
  assert.equal(bytesOf(sealed, 'AuthenticatedEncryptionTag').length, 12);
  await engine.run('Decrypt', [id, short, ...sealed.value.slice(1)]);
  await assert.rejects(engine.run('Decrypt', [id, ...sealed.value.slice(1)]), { reason: 'InvalidField' });
});

test('a client of old, which has no field for the tag, finds it at the end of the data, whoever names the mode', async () => {
  using engine = openEngine();
  const gcm = uid(await newAesKey(engine));
  const cbc = uid(await newAesKey(engine, [active, mode('CBC')]));
  for (const [id, ...items] of [[gcm], [gcm, mode('GCM', integer('TagLength', 12))], [cbc]]) {
    if (id === undefined) continue;
    const asked = (...more: readonly Ttlv[]) => structure('RequestPayload', id, ...items, ...more);
    const sealed = await engine.run('Encrypt', asked(data(utf8('clear'))).value);
    const told = structure('ResponsePayload', ...writePayload('Encrypt', asked(), sealed.value, '1.2'));
    assert.equal(maybeBytes(told, 'AuthenticatedEncryptionTag'), undefined);
    const back = readPayload('Decrypt', asked(...told.value.slice(1)), '1.2');
    assert.deepEqual(bytesOf(await engine.run('Decrypt', back.value), 'Data'), utf8('clear'));
  }
  const short = readPayload('Decrypt', structure('RequestPayload', gcm, data(utf8('x'))), '1.2');
  await assert.rejects(engine.run('Decrypt', short.value), { reason: 'InvalidField' });
});

test('the parameters of the key stand in for those of the request', async () => {
  using engine = openEngine();
  const id = uid(await newAesKey(engine, [active, mode('CBC')]));
  const sealed = await engine.run('Encrypt', [id, data(utf8('x'))]);
  assert.equal(bytesOf(sealed, 'IVCounterNonce').length, 16);
});

const G = mode('GCM');
const refused: readonly (readonly [string, string, readonly Ttlv[], string])[] = [
  ['no data', 'Encrypt', [G], 'InvalidMessage'],
  ['data as text', 'Encrypt', [G, { tag: 'Data', type: 'TextString', value: 'x' }], 'InvalidField'],
  ['CTR', 'Encrypt', [mode('CTR'), data(utf8('x'))], 'UnsupportedCryptographicParameters'],
  [
    'another padding',
    'Encrypt',
    [mode('CBC', enumeration('PaddingMethod', 'SSL3')), data(utf8('x'))],
    'UnsupportedCryptographicParameters',
  ],
  ['a tag of one byte', 'Encrypt', [mode('GCM', integer('TagLength', 1)), data(utf8('x'))], 'InvalidField'],
  ['a negative tag', 'Encrypt', [mode('GCM', integer('TagLength', -16)), data(utf8('x'))], 'InvalidField'],
  ['an empty IV', 'Encrypt', [G, iv(''), data(utf8('x'))], 'InvalidField'],
  ['a short IV', 'Encrypt', [mode('CBC'), iv('00'), data(utf8('x'))], 'InvalidField'],
  [
    'half a block without padding',
    'Encrypt',
    [mode('CBC', NO_PADDING), data(utf8('x'))],
    'CryptographicFailure',
  ],
  ['a mode of another algorithm', 'Encrypt', [mode('AEAD'), data(utf8('x'))], 'BadCryptographicParameters'],
  [
    'another algorithm',
    'Encrypt',
    [mode('GCM', enumeration('CryptographicAlgorithm', 'RSA')), data(utf8('x'))],
    'BadCryptographicParameters',
  ],
  [
    'parts without a beginning',
    'Encrypt',
    [G, boolean('FinalIndicator', true), data(utf8('x'))],
    'InvalidField',
  ],
  ['no IV', 'Decrypt', [mode('CBC'), data(new Uint8Array(16))], 'MissingInitializationVector'],
  ['no tag', 'Decrypt', [G, iv('00'.repeat(12)), data(utf8('x'))], 'InvalidField'],
  [
    'a wrong tag',
    'Decrypt',
    [G, iv('00'.repeat(12)), data(utf8('x')), bytes('AuthenticatedEncryptionTag', new Uint8Array(16))],
    'CryptographicFailure',
  ],
];

for (const [name, operation, items, reason] of refused) {
  test(`${operation} with ${name}: ${reason}`, async () => {
    using engine = openEngine();
    const id = await registered(engine, hex('0f'.repeat(32)), 'AES', BOTH);
    await assert.rejects(
      engine.run(operation, [uid(id), ...items]),
      (error) =>
        error instanceof Error &&
        'reason' in error &&
        error.reason === reason &&
        !/0f0f/i.test(error.message),
    );
  });
}

test('usage mask and state decide', async () => {
  using engine = openEngine();
  const only = uid(await registered(engine, new Uint8Array(32), 'AES', usage('Encrypt')));
  const any = uid(await registered(engine, new Uint8Array(32), 'AES', usage('Unrestricted')));
  const sealed = (await engine.run('Encrypt', [only, data(utf8('x'))])).value.slice(1);
  await assert.rejects(engine.run('Decrypt', [only, ...sealed]), {
    reason: 'IncompatibleCryptographicUsageMask',
  });
  await engine.run('Decrypt', [any, ...sealed]);
  await assert.rejects(engine.run('Encrypt', [uid(await newAesKey(engine, [])), data(utf8('x'))]), {
    reason: 'WrongKeyLifecycleState',
  });
  await engine.run('Revoke', [any, revocation('Unspecified')]);
  await engine.run('Decrypt', [any, ...sealed]);
  await assert.rejects(engine.run('Encrypt', [any, data(utf8('x'))]), { reason: 'WrongKeyLifecycleState' });
  await engine.run('Destroy', [any]);
  await assert.rejects(engine.run('Decrypt', [any, ...sealed]), { reason: 'ObjectDestroyed' });
});
