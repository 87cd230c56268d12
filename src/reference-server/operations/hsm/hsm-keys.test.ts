import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf, childrenOf, enumerationOf, integerOf, textOf } from '../../../kmip/fields.ts';
import { enumeration } from '../../../kmip/tables.ts';
import { bytes, integer, structure, type Ttlv } from '../../../kmip/ttlv.ts';
import { type Engine, HSM_ADMIN, openEngine } from '../engine.fixture.ts';
import {
  active,
  algorithm,
  attributes,
  attributesOf,
  bits,
  data,
  newAesKey,
  parameters,
  revocation,
  uid,
  usage,
  utf8,
} from '../requests.fixture.ts';
import { memoryHsm } from './memory-hsm.fixture.ts';

const AES = 'hsm::1::aes';
const RSA = 'hsm::1::rsa';
const MESSAGE = data(utf8('x'));
const mode = (name: string): Ttlv => parameters(enumeration('BlockCipherMode', name));

const createAes = (engine: Engine, user: string, ...more: readonly Ttlv[]) =>
  engine.run(
    'Create',
    [
      enumeration('ObjectType', 'SymmetricKey'),
      attributes(
        uid(AES),
        usage('Encrypt', 'Decrypt'),
        active,
        ...(more.length > 0 ? more : [algorithm('AES'), bits(256)]),
      ),
    ],
    user,
  );

const createRsa = (engine: Engine, ...common: readonly Ttlv[]) =>
  engine.run(
    'CreateKeyPair',
    [structure('CommonAttributes', ...common), structure('PrivateKeyAttributes', uid(RSA), usage('Sign'))],
    HSM_ADMIN,
  );

async function withKeys() {
  const hsm = memoryHsm();
  const engine = openEngine({ hsm });
  await createAes(engine, HSM_ADMIN);
  await createRsa(engine, algorithm('RSA'), bits(2048));
  return { hsm, engine, [Symbol.dispose]: () => engine[Symbol.dispose]() };
}

test('admins create, and only they; the store keeps nothing of it', async () => {
  using engine = openEngine({ hsm: memoryHsm() });
  await assert.rejects(createAes(engine, 'ben'), { reason: 'PermissionDenied', message: /HSM admins/ });
  assert.equal(textOf(await createAes(engine, HSM_ADMIN), 'UniqueIdentifier'), AES);
  await assert.rejects(createAes(engine, HSM_ADMIN), { reason: 'ObjectAlreadyExists' });
  const pair = await createRsa(engine, algorithm('RSA'), bits(2048));
  assert.equal(textOf(pair, 'PublicKeyUniqueIdentifier'), `${RSA}_pk`);
  assert.equal(engine.store.counts(engine.clock.nowUnixSeconds).objects, 0);
});

test('the HSM makes AES and RSA keys of usual lengths', async () => {
  using engine = openEngine({ hsm: memoryHsm() });
  await assert.rejects(createAes(engine, HSM_ADMIN, algorithm('AES'), bits(512)), { reason: 'InvalidField' });
  await assert.rejects(createAes(engine, HSM_ADMIN, algorithm('HMAC_SHA256')), { reason: 'InvalidField' });
  await assert.rejects(createRsa(engine, algorithm('RSA'), bits(1024)), { message: /minimum key length/ });
  await assert.rejects(createRsa(engine, algorithm('EC')), { message: /only support RSA keypair/ });
});

/** Operations on keys in the HSM with the permission that others need. */
const guarded: readonly (readonly [string, string, readonly Ttlv[], string])[] = [
  ['Encrypt', AES, [MESSAGE], 'encrypt'],
  ['Encrypt', `${RSA}_pk`, [MESSAGE], 'encrypt'],
  ['Sign', RSA, [MESSAGE], 'sign'],
  ['GetAttributes', AES, [], 'getattributes'],
];

for (const [operation, id, items, permission] of guarded) {
  test(`${operation} with ${id}: admins may, others need the permission "${permission}"`, async () => {
    using place = await withKeys();
    const attempt = (user: string) => place.engine.run(operation, [uid(id), ...items], user);
    await attempt(HSM_ADMIN);
    await assert.rejects(attempt('ben'), { reason: 'PermissionDenied' });
    place.engine.store.grant({ id, user: 'ben', operations: ['get', 'locate'] });
    await assert.rejects(attempt('ben'), { reason: 'PermissionDenied' });
    place.engine.store.grant({ id, user: 'ben', operations: [permission] });
    await attempt('ben');
  });
}

test('what the HSM encrypts it decrypts, and a used mechanism is the one asked for', async () => {
  using place = await withKeys();
  const { engine, hsm } = place;
  for (const [id, other, items] of [
    [AES, AES, mode('GCM')],
    [`${RSA}_pk`, RSA, parameters(enumeration('PaddingMethod', 'PKCS1V1_5'))],
    [`${RSA}_pk`, RSA, parameters(enumeration('PaddingMethod', 'OAEP'))],
  ] as const) {
    const sealed = await engine.run('Encrypt', [uid(id), items, MESSAGE], HSM_ADMIN);
    const opened = await engine.run('Decrypt', [uid(other), items, ...sealed.value.slice(1)], HSM_ADMIN);
    assert.deepEqual(bytesOf(opened, 'Data'), utf8('x'));
  }
  const ways = ['SHA_1WithRSAEncryption', 'SHA_384WithRSAEncryption'].map((name) =>
    parameters(enumeration('DigitalSignatureAlgorithm', name)),
  );
  for (const items of ways) await engine.run('Sign', [uid(RSA), items, MESSAGE], HSM_ADMIN);
  assert.deepEqual(hsm.log, [
    'encrypt AES-GCM',
    'decrypt AES-GCM',
    'encrypt RSA-PKCS1v15',
    'decrypt RSA-PKCS1v15',
    'encrypt RSA-OAEP-SHA1',
    'decrypt RSA-OAEP-SHA1',
    'sign RSA-PKCS1v15 SHA-1',
    'sign RSA-PKCS1v15 SHA-384',
  ]);
});

const unsupported: readonly (readonly [string, string, readonly Ttlv[], string])[] = [
  ['Encrypt', AES, [mode('ECB'), MESSAGE], 'UnsupportedCryptographicParameters'],
  ['Decrypt', AES, [mode('GCM'), MESSAGE], 'MissingInitializationVector'],
  [
    'Encrypt',
    `${RSA}_pk`,
    [parameters(enumeration('HashingAlgorithm', 'SHA_256')), MESSAGE],
    'UnsupportedCryptographicParameters',
  ],
  [
    'Sign',
    RSA,
    [parameters(enumeration('DigitalSignatureAlgorithm', 'DSAWithSHA256')), MESSAGE],
    'UnsupportedCryptographicParameters',
  ],
  ['Sign', RSA, [bytes('DigestedData', new Uint8Array(32))], 'UnsupportedCryptographicParameters'],
  [
    'Sign',
    RSA,
    [parameters(enumeration('PaddingMethod', 'PSS'), integer('SaltLength', 8)), MESSAGE],
    'UnsupportedCryptographicParameters',
  ],
  [
    'Encrypt',
    `${RSA}_pk`,
    [parameters(bytes('PSource', utf8('label'))), MESSAGE],
    'UnsupportedCryptographicParameters',
  ],
  ['Get', AES, [], 'NotExtractable'],
  ['MAC', AES, [MESSAGE], 'FeatureNotSupported'],
  ['Activate', AES, [], 'IllegalOperation'],
  ['Revoke', AES, [revocation('Unspecified')], 'IllegalOperation'],
  ['GetAttributes', 'hsm::1::nowhere', [], 'ObjectNotFound'],
  ['Destroy', 'hsm::1::nowhere', [], 'ObjectNotFound'],
  ['Get', 'hsm::one::two', [], 'InvalidField'],
];

for (const [operation, id, items, reason] of unsupported) {
  test(`${operation} with ${id}: ${reason}`, async () => {
    using place = await withKeys();
    await assert.rejects(place.engine.run(operation, [uid(id), ...items], HSM_ADMIN), { reason });
    assert.deepEqual(place.hsm.log, []);
  });
}

test('keys in the HSM are Active, described and found with the others', async () => {
  using place = await withKeys();
  const { engine } = place;
  const own = await newAesKey(engine, [active], HSM_ADMIN);
  const described = await attributesOf(engine, AES, HSM_ADMIN);
  assert.equal(enumerationOf(described, 'State'), 'Active');
  assert.equal(integerOf(described, 'CryptographicLength'), 256);
  const located = async (user: string, ...wanted: readonly Ttlv[]) =>
    childrenOf(await engine.run('Locate', [attributes(...wanted)], user), 'UniqueIdentifier').map(
      ({ value }) => value,
    );
  assert.deepEqual(await located(HSM_ADMIN), [own, AES, RSA, `${RSA}_pk`]);
  assert.deepEqual(await located(HSM_ADMIN, algorithm('RSA'), enumeration('ObjectType', 'PrivateKey')), [
    RSA,
  ]);
  assert.deepEqual(await located('ben'), []);
  engine.store.grant({ id: AES, user: 'ben', operations: ['encrypt'] });
  assert.deepEqual(await located('ben'), [AES]);
});

test('a key destroyed in the HSM leaves no grants to the next of its label', async () => {
  using place = await withKeys();
  const { engine } = place;
  engine.store.grant({ id: AES, user: 'ben', operations: ['encrypt', 'destroy'] });
  await assert.rejects(engine.run('Destroy', [uid(AES)], 'ben'), { reason: 'PermissionDenied' });
  await engine.run('Destroy', [uid(AES)], HSM_ADMIN);
  await createAes(engine, HSM_ADMIN);
  await assert.rejects(engine.run('Encrypt', [uid(AES), MESSAGE], 'ben'), { reason: 'PermissionDenied' });
});

test('without an HSM its identifiers lead nowhere', async () => {
  using engine = openEngine();
  await assert.rejects(engine.run('Get', [uid(AES)], HSM_ADMIN), {
    reason: 'ObjectNotFound',
    message: /no HSM/,
  });
  await assert.rejects(createAes(engine, HSM_ADMIN), { reason: 'ObjectNotFound' });
});
