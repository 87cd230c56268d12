import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf, enumerationOf, structureOf, textOf } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { boolean, bytes, structure, type Ttlv, type TtlvStructure, text } from '../../kmip/ttlv.ts';
import { type Engine, openEngine } from './engine.fixture.ts';
import {
  active,
  algorithm,
  attributes,
  bits,
  hex,
  hexOf,
  newAesKey,
  newPair,
  parameters,
  registered,
  revocation,
  uid,
  usage,
} from './requests.fixture.ts';

/** RFC 3394 section 4.6: 256 bits of key data with a 256-bit KEK. */
const KEK = hex('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f');
const KEY = hex('00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f');
const WRAPPED = '28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21';

const information = (id: string, ...more: readonly Ttlv[]): Ttlv =>
  structure('EncryptionKeyInformation', text('UniqueIdentifier', id), ...more);
const encoding = (name: string): Ttlv => enumeration('EncodingOption', name);
const encrypted = enumeration('WrappingMethod', 'Encrypt');
const wrappedWith = (id: string, ...more: readonly Ttlv[]): Ttlv =>
  structure('KeyWrappingSpecification', encrypted, information(id), ...more);
const mode = (name: string): Ttlv => parameters(enumeration('BlockCipherMode', name));

const newKek = (engine: Engine): Promise<string> =>
  registered(engine, KEK, 'AES', usage('WrapKey', 'UnwrapKey'));

const block = (answer: TtlvStructure): TtlvStructure =>
  structureOf(structureOf(answer, enumerationOf(answer, 'ObjectType')), 'KeyBlock');

const clearOf = async (engine: Engine, id: string): Promise<string> =>
  hexOf(bytesOf(structureOf(block(await engine.run('Get', [uid(id)])), 'KeyValue'), 'KeyMaterial'));

/** Imports what was handed out, and asks for it in clear. */
async function imported(engine: Engine, answer: TtlvStructure, id: string): Promise<string> {
  await engine.run('Import', [
    uid(id),
    enumeration('ObjectType', enumerationOf(answer, 'ObjectType')),
    enumeration('KeyWrapType', 'NotWrapped'),
    attributes(active, usage('Encrypt')),
    ...answer.value.slice(-1),
  ]);
  return clearOf(engine, id);
}

test('Get wraps with a key of the server as RFC 3394 has it, and says how', async () => {
  using engine = openEngine();
  const kek = await newKek(engine);
  const id = await registered(engine, KEY, 'AES', usage('Encrypt'));
  for (const operation of ['Get', 'Export']) {
    const answer = await engine.run(operation, [uid(id), wrappedWith(kek, encoding('NoEncoding'))]);
    const keyBlock = block(answer);
    assert.equal(hexOf(bytesOf(keyBlock, 'KeyValue')), WRAPPED);
    assert.deepEqual(
      structureOf(keyBlock, 'KeyWrappingData'),
      structure('KeyWrappingData', encrypted, information(kek, mode('NISTKeyWrap')), encoding('NoEncoding')),
    );
  }
});

/** The same with one text in the place of another. */
const retargeted = (item: Ttlv, from: string, to: string): Ttlv => {
  if (item.type === 'Structure') {
    return structure(item.tag, ...item.value.map((child) => retargeted(child, from, to)));
  }
  return item.value === from ? text(item.tag, to) : item;
};

const ways: readonly (readonly [string, readonly Ttlv[]])[] = [
  ['bytes', [encoding('NoEncoding')]],
  ['the whole key value', [encoding('TTLVEncoding')]],
  ['the whole key value, which is the default', []],
];

for (const [name, more] of ways) {
  test(`what Get wrapped, Import unwraps: ${name}`, async () => {
    using engine = openEngine();
    const kek = await newKek(engine);
    const id = await registered(engine, KEY, 'AES', usage('Encrypt'));
    const answer = await engine.run('Get', [uid(id), wrappedWith(kek, ...more)]);
    assert.equal(await imported(engine, answer, 'copy'), hexOf(KEY));
  });
}

test('private keys and keys of odd lengths are wrapped with padding', async () => {
  using engine = openEngine();
  const kek = await newKek(engine);
  const pair = await newPair(engine, algorithm('RSA'), bits(2048));
  const odd = await registered(engine, new Uint8Array(21).fill(7), 'HMAC_SHA256', usage('MACGenerate'));
  for (const id of [pair.privateId, odd]) {
    const answer = await engine.run('Get', [uid(id), wrappedWith(kek, encoding('NoEncoding'))]);
    assert.equal(await imported(engine, answer, `copy of ${id}`), await clearOf(engine, id));
  }
});

test('a public key wraps, its private key unwraps', async () => {
  using engine = openEngine();
  const pair = await newPair(engine, algorithm('RSA'), bits(2048));
  const id = await registered(engine, KEY, 'AES', usage('Encrypt'));
  const specification = wrappedWith(pair.publicId, encoding('NoEncoding'));
  const answer = await engine.run('Get', [uid(id), specification]);
  const forPrivate = retargeted(structureOf(answer, 'SymmetricKey'), pair.publicId, pair.privateId);
  const brought = structure('ResponsePayload', enumeration('ObjectType', 'SymmetricKey'), forPrivate);
  assert.equal(await imported(engine, brought, 'copy'), hexOf(KEY));
});

test('a sensitive key leaves wrapped only, one that is not extractable not at all', async () => {
  using engine = openEngine();
  const kek = await newKek(engine);
  const sensitive = await newAesKey(engine, [active, boolean('Sensitive', true)]);
  await assert.rejects(engine.run('Get', [uid(sensitive)]), { reason: 'Sensitive' });
  await engine.run('Get', [uid(sensitive), wrappedWith(kek)]);
  const kept = await newAesKey(engine, [active, boolean('Extractable', false)]);
  await assert.rejects(engine.run('Get', [uid(kept), wrappedWith(kek)]), { reason: 'NotExtractable' });
});

test('a wrapped key that was registered so is handed out so, or unwrapped when asked', async () => {
  using engine = openEngine();
  const kek = await newKek(engine);
  const id = await registered(engine, KEY, 'AES', usage('Encrypt'));
  const wrapped = await engine.run('Get', [uid(id), wrappedWith(kek, encoding('NoEncoding'))]);
  const request = [enumeration('ObjectType', 'SymmetricKey'), ...wrapped.value.slice(-1)];
  const copy = textOf(await engine.run('Register', request), 'UniqueIdentifier');
  assert.deepEqual((await engine.run('Get', [uid(copy)])).value.at(-1), wrapped.value.at(-1));
  const clear = await engine.run('Get', [uid(copy), enumeration('KeyWrapType', 'NotWrapped')]);
  assert.deepEqual(bytesOf(structureOf(block(clear), 'KeyValue'), 'KeyMaterial'), KEY);
  await assert.rejects(engine.run('Get', [uid(copy), wrappedWith(kek)]), {
    reason: 'KeyWrapTypeNotSupported',
  });
});

test('wrapped bytes inside the structure of a clear key value, as PyKMIP sends them, are unwrapped too', async () => {
  using engine = openEngine();
  const kek = await newKek(engine);
  const id = await registered(engine, KEY, 'AES', usage('Encrypt'));
  const answer = await engine.run('Get', [uid(id), wrappedWith(kek, encoding('NoEncoding'))]);
  const nested = (item: Ttlv): Ttlv => {
    if (item.type === 'Structure') return structure(item.tag, ...item.value.map(nested));
    if (item.tag !== 'KeyValue' || item.type !== 'ByteString') return item;
    return structure('KeyValue', bytes('KeyMaterial', item.value));
  };
  const answered = structure('ResponsePayload', ...answer.value.map(nested));
  assert.equal(await imported(engine, answered, 'nested'), hexOf(KEY));
});

test('to wrap with a key its user needs Encrypt on it, to unwrap Decrypt', async () => {
  using engine = openEngine();
  const kek = await newKek(engine);
  const id = textOf(
    await engine.run(
      'Create',
      [enumeration('ObjectType', 'SymmetricKey'), attributes(algorithm('AES'), usage('Encrypt'), active)],
      'ben',
    ),
    'UniqueIdentifier',
  );
  const get = () => engine.run('Get', [uid(id), wrappedWith(kek)], 'ben');
  await assert.rejects(get(), { reason: 'PermissionDenied' });
  engine.store.grant({ id: kek, user: 'ben', operations: ['encrypt'] });
  const answer = await get();
  const bring = () =>
    engine.run(
      'Import',
      [
        enumeration('ObjectType', 'SymmetricKey'),
        enumeration('KeyWrapType', 'NotWrapped'),
        ...answer.value.slice(-1),
      ],
      'ben',
    );
  await assert.rejects(bring(), { reason: 'PermissionDenied' });
  engine.store.grant({ id: kek, user: 'ben', operations: ['decrypt'] });
  await bring();
});

const refused: readonly (readonly [string, (kek: string) => Ttlv, string])[] = [
  ['an unknown key', () => wrappedWith('nowhere'), 'WrappingObjectNotFound'],
  [
    'a MAC',
    (kek) =>
      structure('KeyWrappingSpecification', enumeration('WrappingMethod', 'MACSign'), information(kek)),
    'FeatureNotSupported',
  ],
  ['attributes inside', (kek) => wrappedWith(kek, text('AttributeName', 'Name')), 'FeatureNotSupported'],
  ['no key', () => structure('KeyWrappingSpecification', encrypted), 'InvalidMessage'],
  [
    'GCM',
    (kek) => structure('KeyWrappingSpecification', encrypted, information(kek, mode('GCM'))),
    'UnsupportedCryptographicParameters',
  ],
  ['an unknown encoding', (kek) => wrappedWith(kek, encoding('0x00000009')), 'EncodingOptionError'],
];

for (const [name, specification, reason] of refused) {
  test(`wrapping with ${name}: ${reason}`, async () => {
    using engine = openEngine();
    const id = await newAesKey(engine);
    await assert.rejects(engine.run('Get', [uid(id), specification(await newKek(engine))]), { reason });
  });
}

test('a wrapping key must be active and made for it; a changed wrapping does not open', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine);
  const get = (kek: string) => engine.run('Get', [uid(id), wrappedWith(kek)]);
  await assert.rejects(get(await registered(engine, KEK, 'AES', usage('Decrypt'))), {
    reason: 'IncompatibleCryptographicUsageMask',
  });
  const kek = await newKek(engine);
  const answer = await get(kek);
  const other = await registered(engine, KEY, 'AES', usage('UnwrapKey', 'WrapKey'));
  const forged = structure('ResponsePayload', ...answer.value.map((item) => retargeted(item, kek, other)));
  await assert.rejects(imported(engine, forged, 'copy'), { reason: 'CryptographicFailure' });
  await engine.run('Revoke', [uid(kek), revocation('Unspecified')]);
  await assert.rejects(get(kek), { reason: 'WrongKeyLifecycleState' });
  assert.equal(typeof (await imported(engine, answer, 'copy')), 'string');
  await engine.run('Destroy', [uid(kek)]);
  await assert.rejects(get(kek), { reason: 'WrappingObjectDestroyed' });
});
