import assert from 'node:assert/strict';
import { test } from 'node:test';
import { childrenOf, textOf } from '../../kmip/fields.ts';
import { enumeration, enumerationName } from '../../kmip/tables.ts';
import { integer, structure, type Ttlv } from '../../kmip/ttlv.ts';
import { openEngine } from './engine.fixture.ts';
import { operations } from './index.ts';

const asked = (...functions: readonly string[]): readonly Ttlv[] =>
  functions.map((name) => enumeration('QueryFunction', name));

test('Query names exactly the operations that there are', async () => {
  using engine = openEngine();
  const answer = await engine.run('Query', asked('QueryOperations', 'QueryProfiles'));
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
