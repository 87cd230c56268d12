import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf, enumerationOf, integerOf, structureOf, structuresOf, textOf } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import {
  bigInteger,
  boolean,
  bytes,
  dateTime,
  integer,
  structure,
  type Ttlv,
  type TtlvStructure,
} from '../../kmip/ttlv.ts';
import { openEngine, START } from './engine.fixture.ts';
import {
  active,
  algorithm,
  attributes,
  attributesOf,
  bits,
  broughtKey,
  hex,
  named,
  newAesKey,
  stateOf,
  uid,
  usage,
} from './requests.fixture.ts';

const KEY = hex('000102030405060708090a0b0c0d0e0f');

test('Register keeps what it is given and describes it', async () => {
  using engine = openEngine();
  const id = textOf(
    await engine.run('Register', broughtKey(KEY, 'AES', usage('Encrypt'))),
    'UniqueIdentifier',
  );
  const described = await attributesOf(engine, id);
  assert.equal(enumerationOf(described, 'CryptographicAlgorithm'), 'AES');
  assert.equal(integerOf(described, 'CryptographicLength'), 128);
  assert.equal(structuresOf(described, 'Digest').length, 1);
  const got = structureOf(await engine.run('Get', [uid(id)]), 'SymmetricKey');
  assert.deepEqual(bytesOf(structureOf(structureOf(got, 'KeyBlock'), 'KeyValue'), 'KeyMaterial'), KEY);
});

const secret = structure(
  'SecretData',
  enumeration('SecretDataType', 'Password'),
  structure(
    'KeyBlock',
    enumeration('KeyFormatType', 'Opaque'),
    structure('KeyValue', bytes('KeyMaterial', KEY)),
  ),
);
const opaque = structure(
  'OpaqueObject',
  enumeration('OpaqueDataType', 'Vendor'),
  bytes('OpaqueDataValue', KEY),
);
const certificate = structure(
  'Certificate',
  enumeration('CertificateType', 'X_509'),
  bytes('CertificateValue', KEY),
);

const request = structure(
  'CertificateRequest',
  enumeration('CertificateRequestType', 'PKCS_10'),
  bytes('CertificateRequestValue', KEY),
);
const rawBlock = structure(
  'KeyBlock',
  enumeration('KeyFormatType', 'Raw'),
  structure('KeyValue', bytes('KeyMaterial', KEY)),
);
const pgp = structure('PGPKey', integer('PGPKeyVersion', 4), rawBlock);

for (const content of [secret, opaque, certificate, request, pgp]) {
  test(`Register keeps a ${content.tag}, which is no key`, async () => {
    using engine = openEngine();
    const request = [enumeration('ObjectType', content.tag), attributes(active), content];
    const id = textOf(await engine.run('Register', request), 'UniqueIdentifier');
    assert.deepEqual((await engine.run('Get', [uid(id)])).value.at(-1), content);
    assert.deepEqual(engine.store.counts(START), { objects: 1, activeKeys: 0 });
  });
}

const split = (part: number, parts: number, threshold: number): TtlvStructure =>
  structure(
    'SplitKey',
    integer('SplitKeyParts', parts),
    integer('KeyPartIdentifier', part),
    integer('SplitKeyThreshold', threshold),
    enumeration('SplitKeyMethod', 'XOR'),
    rawBlock,
  );

for (const content of [
  split(2, 3, 2),
  structure('PrivateKey', rawBlock),
  structure(
    'PublicKey',
    structure(
      'KeyBlock',
      enumeration('KeyFormatType', 'TransparentDHPublicKey'),
      structure('KeyValue', structure('KeyMaterial', bigInteger('P', 23n), bigInteger('Y', 8n))),
    ),
  ),
]) {
  test(`Register keeps a ${content.tag} that this server cannot read as it came`, async () => {
    using engine = openEngine();
    const items = [enumeration('ObjectType', content.tag), attributes(active, algorithm('DH')), content];
    const id = textOf(await engine.run('Register', items), 'UniqueIdentifier');
    assert.deepEqual((await engine.run('Get', [uid(id)])).value.at(-1), content);
    assert.deepEqual(engine.store.counts(START), { objects: 1, activeKeys: 1 });
    assert.equal(enumerationOf(await attributesOf(engine, id), 'CryptographicAlgorithm'), 'DH');
    await assert.rejects(engine.run('Get', [uid(id), enumeration('KeyFormatType', 'PKCS_1')]), {
      reason: 'KeyFormatTypeNotSupported',
    });
  });
}

test('a split key of a part that there cannot be is refused', async () => {
  using engine = openEngine();
  for (const impossible of [split(4, 3, 2), split(0, 3, 2), split(1, 3, 4), split(1, 3, 0)]) {
    const items = [enumeration('ObjectType', 'SplitKey'), attributes(), impossible];
    await assert.rejects(engine.run('Register', items), { reason: 'InvalidField' });
  }
});

test('a key of triple DES has its parity, and a length with or without it', async () => {
  using engine = openEngine();
  for (const [length, bytesOfKey] of [
    [168, 24],
    [192, 24],
    [112, 16],
  ] as const) {
    const items = [symmetric, attributes(algorithm('DES3'), bits(length), usage('Encrypt'))];
    const id = textOf(await engine.run('Create', items), 'UniqueIdentifier');
    assert.equal(integerOf(await attributesOf(engine, id), 'CryptographicLength'), length);
    const got = structureOf(await engine.run('Get', [uid(id)]), 'SymmetricKey');
    const made = bytesOf(structureOf(structureOf(got, 'KeyBlock'), 'KeyValue'), 'KeyMaterial');
    assert.equal(made.length, bytesOfKey);
    for (const byte of made) assert.equal(byte.toString(2).replaceAll('0', '').length % 2, 1);
  }
  const brought = textOf(
    await engine.run('Register', broughtKey(hex('01'.repeat(24)), 'DES3')),
    'UniqueIdentifier',
  );
  assert.equal(integerOf(await attributesOf(engine, brought), 'CryptographicLength'), 168);
  await assert.rejects(engine.run('Register', broughtKey(hex('01'.repeat(24)), 'DES3', bits(112))), {
    reason: 'InvalidField',
  });
});

const symmetric = enumeration('ObjectType', 'SymmetricKey');
const malformed: readonly (readonly [string, readonly Ttlv[], string])[] = [
  ['nothing', [], 'InvalidMessage'],
  [
    'another type than it says',
    [enumeration('ObjectType', 'SecretData'), attributes(), opaque],
    'InvalidMessage',
  ],
  ['a template', [enumeration('ObjectType', 'Template'), attributes()], 'InvalidObjectType'],
  ['a length that the key does not have', broughtKey(KEY, 'AES', bits(256)), 'InvalidField'],
  ['an empty key', broughtKey(hex(''), 'AES'), 'InvalidField'],
  [
    'transparent material that is bytes',
    [
      symmetric,
      attributes(),
      structure(
        'SymmetricKey',
        structure(
          'KeyBlock',
          enumeration('KeyFormatType', 'TransparentSymmetricKey'),
          structure('KeyValue', bytes('KeyMaterial', KEY)),
        ),
      ),
    ],
    'InvalidField',
  ],
  [
    'a private key that is none',
    [
      enumeration('ObjectType', 'PrivateKey'),
      attributes(),
      structure(
        'PrivateKey',
        structure(
          'KeyBlock',
          enumeration('KeyFormatType', 'PKCS_8'),
          structure('KeyValue', bytes('KeyMaterial', KEY)),
        ),
      ),
    ],
    'InvalidField',
  ],
];

for (const [name, items, reason] of malformed) {
  test(`Register refuses ${name}, without repeating key bytes`, async () => {
    using engine = openEngine();
    await assert.rejects(
      engine.run('Register', items),
      (error) =>
        error instanceof Error &&
        'reason' in error &&
        error.reason === reason &&
        !/000102|deadbeef/i.test(error.message),
    );
    assert.equal(engine.store.counts(START).objects, 0);
  });
}

test('Import keeps an object under the identifier of the client, once, or in place of another', async () => {
  using engine = openEngine();
  const items = [uid('chosen'), ...broughtKey(KEY, 'AES', usage('Encrypt'))];
  await engine.run('Import', items);
  await assert.rejects(engine.run('Import', items), { reason: 'ObjectAlreadyExists' });
  const other = [uid('chosen'), boolean('ReplaceExisting', true), ...broughtKey(hex('ff'.repeat(32)), 'AES')];
  await assert.rejects(engine.run('Import', other, 'stranger'), { reason: 'PermissionDenied' });
  await engine.run('Import', other);
  assert.equal(integerOf(await attributesOf(engine, 'chosen'), 'CryptographicLength'), 256);
  assert.deepEqual(engine.store.counts(START), { objects: 1, activeKeys: 1 });
  await assert.rejects(engine.run('Import', [uid('hsm::1::k'), ...broughtKey(KEY, 'AES')]), {
    reason: 'FeatureNotSupported',
  });
  await assert.rejects(engine.run('Import', [uid('x'.repeat(257)), ...broughtKey(KEY, 'AES')]), {
    reason: 'InvalidField',
  });
});

test('what Export hands out, Import takes on another server', async () => {
  using here = openEngine();
  using there = openEngine();
  const id = await newAesKey(here, [active, named('moving')]);
  const exported = await here.run('Export', [uid(id)]);
  await there.run('Import', exported.value);
  const moved = await attributesOf(there, id);
  assert.equal(await stateOf(there, id), 'Active');
  assert.equal(textOf(structureOf(moved, 'Name'), 'NameValue'), 'moving');
});

test('an imported object that was revoked before stays so', async () => {
  using engine = openEngine();
  const dates = [dateTime('DeactivationDate', START - 1n)];
  await engine.run('Import', [uid('old'), ...broughtKey(KEY, 'AES', ...dates)]);
  assert.equal(await stateOf(engine, 'old'), 'Deactivated');
  await engine.run('Import', [
    uid('lost'),
    ...broughtKey(KEY, 'AES', dateTime('CompromiseDate', START - 1n)),
  ]);
  assert.equal(await stateOf(engine, 'lost'), 'Compromised');
});

test('of two Import under one identifier one wins', async () => {
  using engine = openEngine();
  const items = [uid('one'), ...broughtKey(KEY, 'AES')];
  const both = await Promise.allSettled([engine.run('Import', items), engine.run('Import', items)]);
  assert.deepEqual(both.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
  assert.equal(engine.store.counts(START).objects, 1);
});

test('an object that is imported without its type is of the type it has', async () => {
  using engine = openEngine();
  const [, ...untyped] = broughtKey(KEY, 'AES');
  await engine.run('Import', [uid('untyped'), ...untyped]);
  assert.equal(enumerationOf(await attributesOf(engine, 'untyped'), 'ObjectType'), 'SymmetricKey');
  await assert.rejects(engine.run('Import', [uid('nothing'), attributes()]), { reason: 'InvalidMessage' });
});
