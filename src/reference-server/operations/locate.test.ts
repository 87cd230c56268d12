import assert from 'node:assert/strict';
import { test } from 'node:test';
import { childrenOf, integerOf } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { dateTime, integer, structure, type Ttlv, text } from '../../kmip/ttlv.ts';
import { type Engine, openEngine, START } from './engine.fixture.ts';
import {
  active,
  algorithm,
  attributes,
  bits,
  named,
  newAesKey,
  revocation,
  uid,
  usage,
} from './requests.fixture.ts';

const located = async (
  engine: Engine,
  items: readonly Ttlv[],
  user?: string,
): Promise<readonly unknown[]> => {
  const answer = await engine.run('Locate', items, user);
  return childrenOf(answer, 'UniqueIdentifier').map(({ value }) => value);
};

const filters: readonly (readonly [string, readonly Ttlv[], readonly number[]])[] = [
  ['no filter', [], [0, 1, 2]],
  ['a name, exactly', [named('alpha')], [0]],
  ['a name without its type', [structure('Name', text('NameValue', 'alpha'))], [0]],
  ['a part of a name', [named('alph')], []],
  ['two names at once', [named('alpha'), named('beta')], []],
  ['the type', [enumeration('ObjectType', 'SymmetricKey')], [0, 1, 2]],
  ['another type', [enumeration('ObjectType', 'PrivateKey')], []],
  ['the state', [enumeration('State', 'Active')], [0, 1]],
  ['the state and a name', [enumeration('State', 'PreActive'), named('alpha')], []],
  ['some bits of the usage mask', [usage('Decrypt', 'Encrypt')], [0, 1, 2]],
  ['a bit that is not there', [usage('Encrypt', 'Sign')], []],
  ['algorithm and length', [algorithm('AES'), bits(256)], [0, 1, 2]],
  ['another length', [bits(128)], []],
  ['an exact date', [dateTime('ActivationDate', START - 1n)], [0, 1]],
  ['a range of dates', [dateTime('ActivationDate', START), dateTime('ActivationDate', START - 5n)], [0, 1]],
  ['a range elsewhere', [dateTime('ActivationDate', START), dateTime('ActivationDate', START + 5n)], []],
];

for (const [name, wanted, expected] of filters) {
  test(`Locate by ${name}`, async () => {
    using engine = openEngine();
    const ids = [
      await newAesKey(engine, [active, named('alpha')]),
      await newAesKey(engine, [active, named('beta')]),
      await newAesKey(engine, [named('alphabet')]),
    ];
    const found = await located(engine, [attributes(...wanted)]);
    assert.deepEqual(
      found,
      expected.map((index) => ids[index]),
    );
  });
}

test('LocatedItems counts all, MaximumItems and OffsetItems choose from them', async () => {
  using engine = openEngine();
  const ids = [await newAesKey(engine), await newAesKey(engine), await newAesKey(engine)];
  const answer = await engine.run('Locate', [integer('MaximumItems', 1), integer('OffsetItems', 1)]);
  assert.equal(integerOf(answer, 'LocatedItems'), 3);
  assert.deepEqual(
    childrenOf(answer, 'UniqueIdentifier').map(({ value }) => value),
    [ids[1]],
  );
  await assert.rejects(engine.run('Locate', [integer('MaximumItems', -1)]), { reason: 'InvalidField' });
});

test('destroyed objects are found only by those who ask for them', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine);
  await engine.run('Revoke', [uid(id), revocation('Unspecified')]);
  await engine.run('Destroy', [uid(id)]);
  assert.deepEqual(await located(engine, []), []);
  assert.deepEqual(await located(engine, [integer('StorageStatusMask', 4)]), [id]);
  assert.deepEqual(await located(engine, [attributes(enumeration('State', 'Destroyed'))]), [id]);
});

test('others are found where a permission was granted, and only there', async () => {
  using engine = openEngine();
  const shared = await newAesKey(engine, [active, named('shared')]);
  await newAesKey(engine);
  assert.deepEqual(await located(engine, [], 'ben'), []);
  engine.store.grant({ id: shared, user: 'ben', operations: ['encrypt'] });
  assert.deepEqual(await located(engine, [], 'ben'), [shared]);
  assert.deepEqual(await located(engine, [attributes(named('shared'))], 'ben'), [shared]);
  assert.deepEqual(await located(engine, [attributes(named('other'))], 'ben'), []);
});
