import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  childrenOf,
  enumerationOf,
  integerOf,
  maybeBoolean,
  structureOf,
  structuresOf,
  textOf,
} from '../../kmip/fields.ts';
import { enumeration, enumerationName } from '../../kmip/tables.ts';
import { integer, structure, type Ttlv } from '../../kmip/ttlv.ts';
import { type Version, writePayload } from '../../kmip/versions.ts';
import { openEngine } from './engine.fixture.ts';
import { operations } from './index.ts';
import { aesRequest, algorithm, attributesOf } from './requests.fixture.ts';

const asked = (...functions: readonly string[]): readonly Ttlv[] =>
  functions.map((name) => enumeration('QueryFunction', name));

test('Query names exactly the operations that there are', async () => {
  using engine = openEngine();
  const answer = await engine.run(
    'Query',
    asked('QueryOperations', 'QueryExtensionList', 'QueryAttestationTypes'),
  );
  const names = childrenOf(answer, 'Operation').map(({ value }) =>
    enumerationName('Operation', Number(value)),
  );
  assert.deepEqual(names.toSorted(), [...operations.keys()].toSorted());
  assert.equal(answer.value.length, names.length);
});

test('Query answers in the order of the specification, not of the request', async () => {
  using engine = openEngine();
  const answer = await engine.run('Query', asked('QueryServerInformation', 'QueryObjects'));
  assert.equal(answer.value[0]?.tag, 'ObjectType');
  assert.deepEqual(
    answer.value.slice(-2).map(({ tag }) => tag),
    ['VendorIdentification', 'ServerInformation'],
  );
  assert.equal(textOf(answer, 'VendorIdentification'), 'cosmian');
  await assert.rejects(engine.run('Query', []), { reason: 'InvalidMessage' });
});

test('Query tells capabilities, generators, profiles and storage, each to the versions that know it', async () => {
  using engine = openEngine();
  const functions = asked('QueryRNGs', 'QueryProfiles', 'QueryCapabilities', 'QueryStorageProtectionMasks');
  const answer = await engine.run('Query', functions);
  const told = (name: Version) => writePayload('Query', answer, answer.value, name);
  const tags = (name: Version) => [...new Set(told(name).map(({ tag }) => tag))];
  assert.deepEqual(tags('1.2'), []);
  assert.deepEqual(tags('1.3'), ['RNGParameters', 'ProfileInformation', 'CapabilityInformation']);
  assert.deepEqual(tags('2.1'), [...tags('1.3'), 'ProtectionStorageMasks']);
  const capability = (name: Version) =>
    structureOf(structure('Query', ...told(name)), 'CapabilityInformation');
  assert.equal(maybeBoolean(capability('2.1'), 'StreamingCapability'), true);
  assert.equal(maybeBoolean(capability('1.3'), 'BatchUndoCapability'), undefined);
  assert.equal(maybeBoolean(capability('1.4'), 'BatchUndoCapability'), true);
  const profiles = (name: Version) =>
    structuresOf(structure('Query', ...told(name)), 'ProfileInformation').map((profile) =>
      enumerationOf(profile, 'ProfileName'),
    );
  assert.deepEqual(profiles('1.3'), ['BaselineServerBasicKMIPv13']);
  assert.ok(profiles('2.1').includes('BaselineServer'));
});

test('who permits certain ways of storage gets one that there is', async () => {
  using engine = openEngine();
  const masks = (tag: string, ...values: readonly number[]) =>
    structure(tag, ...values.map((value) => integer('ProtectionStorageMask', value)));
  const created = await engine.run('Create', [...aesRequest(), masks('ProtectionStorageMasks', 2, 1)]);
  const id = textOf(created, 'UniqueIdentifier');
  assert.equal(integerOf(await attributesOf(engine, id), 'ProtectionStorageMask'), 1);
  const unavailable = { reason: 'ProtectionStorageUnavailable' };
  await assert.rejects(
    engine.run('Create', [...aesRequest(), masks('ProtectionStorageMasks', 2, 3)]),
    unavailable,
  );
  const pair = (...items: readonly Ttlv[]) =>
    engine.run('CreateKeyPair', [structure('CommonAttributes', algorithm('Ed25519')), ...items]);
  const halves = await pair(
    masks('CommonProtectionStorageMasks', 8),
    masks('PublicProtectionStorageMasks', 1),
  );
  const stored = async (tag: string) =>
    integerOf(await attributesOf(engine, textOf(halves, tag)), 'ProtectionStorageMask');
  assert.equal(await stored('PrivateKeyUniqueIdentifier'), 8);
  assert.equal(await stored('PublicKeyUniqueIdentifier'), 1);
  await assert.rejects(pair(masks('PrivateProtectionStorageMasks', 2)), {
    reason: 'PrivateProtectionStorageUnavailable',
  });
});

const version = (major: number, minor: number): Ttlv =>
  structure(
    'ProtocolVersion',
    integer('ProtocolVersionMajor', major),
    integer('ProtocolVersionMinor', minor),
  );

test('DiscoverVersions prefers 2.1, and answers what both sides speak', async () => {
  using engine = openEngine();
  const all = await engine.run('DiscoverVersions', []);
  assert.deepEqual(
    all.value,
    [
      [2, 1],
      [2, 0],
      [1, 4],
      [1, 3],
      [1, 2],
      [1, 1],
      [1, 0],
    ].map(([major = 0, minor = 0]) => version(major, minor)),
  );
  const some = await engine.run('DiscoverVersions', [version(9, 9), version(2, 0)]);
  assert.deepEqual(some.value, [version(2, 0)]);
  assert.deepEqual((await engine.run('DiscoverVersions', [version(0, 9)])).value, []);
});

test('an operation that nobody wrote is OperationNotSupported', async () => {
  using engine = openEngine();
  for (const name of ['Certify', '0x000000FF', 'constructor', '']) {
    await assert.rejects(engine.run(name, []), { reason: 'OperationNotSupported' });
  }
});
