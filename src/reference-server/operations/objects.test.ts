import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bytesOf,
  enumerationOf,
  integerOf,
  maybeChild,
  structureOf,
  structuresOf,
  textOf,
} from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { boolean, bytes, dateTime, integer, structure, type Ttlv, text } from '../../kmip/ttlv.ts';
import { openEngine, START } from './engine.fixture.ts';
import {
  active,
  aesRequest,
  algorithm,
  attributes,
  attributesOf,
  bits,
  broughtKey,
  hex,
  named,
  newAesKey,
  revocation,
  stateOf,
  uid,
  usage,
} from './requests.fixture.ts';

const KEY = hex('000102030405060708090a0b0c0d0e0f');

test('Create makes a key of the asked length, PreActive until a date or Activate says otherwise', async () => {
  using engine = openEngine();
  const id = textOf(await engine.run('Create', aesRequest()), 'UniqueIdentifier');
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(await stateOf(engine, id), 'PreActive');
  assert.equal(await stateOf(engine, await newAesKey(engine, [dateTime('ActivationDate', START)])), 'Active');
  assert.equal(
    await stateOf(engine, await newAesKey(engine, [dateTime('ActivationDate', START + 1n)])),
    'PreActive',
  );
  const key = structureOf(structureOf(await engine.run('Get', [uid(id)]), 'SymmetricKey'), 'KeyBlock');
  assert.equal(enumerationOf(key, 'KeyFormatType'), 'Raw');
  assert.equal(bytesOf(structureOf(key, 'KeyValue'), 'KeyMaterial').length, 32);
  assert.deepEqual(engine.store.counts(START), { objects: 3, activeKeys: 1 });
});

const symmetric = enumeration('ObjectType', 'SymmetricKey');
const refusedCreates: readonly (readonly [string, readonly Ttlv[], string, RegExp])[] = [
  ['no attributes', [symmetric], 'InvalidMessage', /missing field Attributes/],
  ['no type', [attributes(algorithm('AES'), usage('Encrypt'))], 'InvalidMessage', /missing field ObjectType/],
  [
    'a private key',
    [enumeration('ObjectType', 'PrivateKey'), attributes()],
    'InvalidObjectType',
    /SymmetricKey only/,
  ],
  [
    'length 0',
    [symmetric, attributes(algorithm('AES'), bits(0), usage('Encrypt'))],
    'InvalidField',
    /length of 0/,
  ],
  [
    'length -8',
    [symmetric, attributes(algorithm('HMAC_SHA256'), bits(-8), usage('MACGenerate'))],
    'InvalidField',
    /-8/,
  ],
  ['Blowfish', [symmetric, attributes(algorithm('Blowfish'), usage('Encrypt'))], 'InvalidField', /Blowfish/],
  ['no usage mask', [symmetric, attributes(algorithm('AES'))], 'InvalidMessage', /CryptographicUsageMask/],
  [
    'a state of its own',
    [symmetric, attributes(enumeration('State', 'Active'))],
    'ReadOnlyAttribute',
    /State/,
  ],
  ['an identifier of its own', [symmetric, attributes(uid('mine'))], 'ReadOnlyAttribute', /UniqueIdentifier/],
  [
    'two algorithms',
    [symmetric, attributes(algorithm('AES'), algorithm('AES'))],
    'AttributeSingleValued',
    /2 times/,
  ],
  [
    'an unknown attribute',
    [symmetric, attributes(text('Username', 'x'))],
    'UnsupportedAttribute',
    /Username/,
  ],
  [
    'a mask as text',
    [symmetric, attributes(text('CryptographicUsageMask', '4'))],
    'InvalidAttributeValue',
    /Integer/,
  ],
];

for (const [name, items, reason, message] of refusedCreates) {
  test(`Create refuses ${name}, and stores nothing`, async () => {
    using engine = openEngine();
    await assert.rejects(engine.run('Create', items), { name: 'KmipError', reason, message });
    assert.deepEqual(engine.store.counts(START), { objects: 0, activeKeys: 0 });
  });
}

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

for (const content of [secret, opaque, certificate]) {
  test(`Register keeps a ${content.tag}, which is no key`, async () => {
    using engine = openEngine();
    const request = [enumeration('ObjectType', content.tag), attributes(active), content];
    const id = textOf(await engine.run('Register', request), 'UniqueIdentifier');
    assert.deepEqual((await engine.run('Get', [uid(id)])).value.at(-1), content);
    assert.deepEqual(engine.store.counts(START), { objects: 1, activeKeys: 0 });
  });
}

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

test('Get obeys Sensitive and Extractable, and never ignores a wish for wrapping', async () => {
  using engine = openEngine();
  const sensitive = await newAesKey(engine, [boolean('Sensitive', true)]);
  const inside = await newAesKey(engine, [boolean('Extractable', false)]);
  const plain = await newAesKey(engine);
  await assert.rejects(engine.run('Get', [uid(sensitive)]), { reason: 'Sensitive' });
  await assert.rejects(engine.run('Export', [uid(inside)]), { reason: 'NotExtractable' });
  await assert.rejects(engine.run('Get', [uid(plain), structure('KeyWrappingSpecification')]), {
    reason: 'FeatureNotSupported',
  });
});

test('GetAttributes shows all attributes, or those that are asked for', async () => {
  using engine = openEngine();
  const vendor = structure(
    'Attribute',
    text('VendorIdentification', 'acme'),
    text('AttributeName', 'shelf'),
    integer('AttributeValue', 7),
  );
  const id = await newAesKey(engine, [active, vendor]);
  const asked = await engine.run('GetAttributes', [
    uid(id),
    enumeration('AttributeReference', 'State'),
    structure('AttributeReference', text('VendorIdentification', 'acme'), text('AttributeName', 'shelf')),
  ]);
  assert.deepEqual(structureOf(asked, 'Attributes').value, [vendor, enumeration('State', 'Active')]);
  const none = await engine.run('GetAttributes', [uid(id), enumeration('AttributeReference', 'Comment')]);
  assert.deepEqual(structureOf(none, 'Attributes').value, []);
});

const NEEDS_OBJECT = ['Get', 'Export', 'GetAttributes', 'Activate', 'Destroy'];
for (const operation of NEEDS_OBJECT) {
  test(`${operation}: an unknown identifier is ObjectNotFound, none at all InvalidMessage, the placeholder works`, async () => {
    using engine = openEngine();
    await assert.rejects(engine.run(operation, [uid('nowhere')]), { reason: 'ObjectNotFound' });
    await assert.rejects(engine.run(operation, []), { reason: 'InvalidMessage', message: /place holder/ });
    await assert.rejects(engine.run(operation, [uid('')]), { reason: 'InvalidField' });
    await assert.rejects(engine.run(operation, [uid('a'), uid('b')]), { reason: 'InvalidMessage' });
    const id = await newAesKey(engine, []);
    const answer = await engine.run(operation, [], undefined, id);
    assert.equal(textOf(answer, 'UniqueIdentifier'), id);
    using another = openEngine();
    const placeholder = enumeration('UniqueIdentifier', 'IDPlaceholder');
    await another.run(operation, [placeholder], undefined, await newAesKey(another, []));
  });
}

test('the life of a key, with every date it leaves behind', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine, []);
  await engine.run('Activate', [uid(id)]);
  await assert.rejects(engine.run('Activate', [uid(id)]), { reason: 'WrongKeyLifecycleState' });
  await assert.rejects(engine.run('Destroy', [uid(id)]), { reason: 'WrongKeyLifecycleState' });
  assert.equal(engine.store.counts(START).activeKeys, 1);
  engine.clock.nowUnixSeconds += 10n;
  await engine.run('Revoke', [uid(id), revocation('CessationOfOperation')]);
  assert.equal(engine.store.counts(engine.clock.nowUnixSeconds).activeKeys, 0);
  engine.clock.nowUnixSeconds += 10n;
  await engine.run('Destroy', [uid(id)]);
  const left = await attributesOf(engine, id);
  assert.equal(enumerationOf(left, 'State'), 'Destroyed');
  const dates = ['ActivationDate', 'DeactivationDate', 'DestroyDate', 'LastChangeDate'];
  assert.deepEqual(
    dates.map((tag) => maybeChild(left, tag)?.value),
    [START, START + 10n, START + 20n, START + 20n],
  );
  await assert.rejects(engine.run('Get', [uid(id)]), { reason: 'ObjectDestroyed' });
  assert.equal(engine.store.retrieve(id)?.object, undefined);
  assert.deepEqual(engine.store.counts(engine.clock.nowUnixSeconds), { objects: 0, activeKeys: 0 });
});

test('a compromise leads to its own state, before and after destruction', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine);
  await engine.run('Revoke', [
    uid(id),
    revocation('KeyCompromise'),
    dateTime('CompromiseOccurrenceDate', START - 9n),
  ]);
  const compromised = await attributesOf(engine, id);
  assert.equal(enumerationOf(compromised, 'State'), 'Compromised');
  assert.equal(maybeChild(compromised, 'CompromiseOccurrenceDate')?.value, START - 9n);
  await engine.run('Destroy', [uid(id)]);
  assert.equal(await stateOf(engine, id), 'DestroyedCompromised');
  await assert.rejects(engine.run('Revoke', [uid(id), revocation('KeyCompromise')]), {
    reason: 'ObjectDestroyed',
  });
  await assert.rejects(engine.run('Revoke', [uid(id)]), { reason: 'InvalidMessage' });
});

test('of two Destroy at the same time one wins', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine, []);
  const both = await Promise.allSettled([engine.run('Destroy', [uid(id)]), engine.run('Destroy', [uid(id)])]);
  assert.deepEqual(both.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
  assert.equal(engine.store.counts(START).objects, 0);
});

test('of two Import under one identifier one wins', async () => {
  using engine = openEngine();
  const items = [uid('one'), ...broughtKey(KEY, 'AES')];
  const both = await Promise.allSettled([engine.run('Import', items), engine.run('Import', items)]);
  assert.deepEqual(both.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
  assert.equal(engine.store.counts(START).objects, 1);
});

test('everything survives a restart', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine);
  const before = await engine.run('Export', [uid(id)]);
  engine.restart();
  assert.deepEqual(await engine.run('Export', [uid(id)]), before);
});
