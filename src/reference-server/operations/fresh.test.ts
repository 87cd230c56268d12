import assert from 'node:assert/strict';
import { test } from 'node:test';
import { childrenOf, maybeBoolean, textOf } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { boolean, structure, type Ttlv, text } from '../../kmip/ttlv.ts';
import { type Engine, openEngine } from './engine.fixture.ts';
import {
  active,
  algorithm,
  attributes,
  attributesOf,
  newAesKey,
  registered,
  uid,
} from './requests.fixture.ts';

const isFresh = async (engine: Engine, id: string): Promise<boolean | undefined> =>
  maybeBoolean(await attributesOf(engine, id), 'Fresh');

test('an object is fresh until its value is handed out, and stays so when that fails', async () => {
  for (const operation of ['Get', 'Export']) {
    using engine = openEngine();
    const id = await newAesKey(engine);
    const wrapped = structure('KeyWrappingSpecification', enumeration('WrappingMethod', 'MACSign'));
    await assert.rejects(engine.run(operation, [uid(id), wrapped]));
    await engine.run('GetAttributes', [uid(id)]);
    await engine.run('GetAttributeList', [uid(id)]);
    assert.equal(await isFresh(engine, id), true);
    await engine.run(operation, [uid(id)]);
    assert.equal(await isFresh(engine, id), false);
    await engine.run(operation, [uid(id)]);
    engine.restart();
    assert.equal(await isFresh(engine, id), false);
  }
});

test('every new object is fresh, also one that replaces another; who brings one may say that it is not', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine);
  await engine.run('Get', [uid(id)]);
  const replacement = textOf(await engine.run('ReKey', [uid(id)]), 'UniqueIdentifier');
  assert.equal(await isFresh(engine, replacement), true);
  const pair = await engine.run('CreateKeyPair', [structure('CommonAttributes', algorithm('Ed25519'))]);
  assert.equal(await isFresh(engine, textOf(pair, 'PublicKeyUniqueIdentifier')), true);
  const key = new Uint8Array(32);
  assert.equal(await isFresh(engine, await registered(engine, key, 'AES')), true);
  const used = await registered(engine, key, 'AES', boolean('Fresh', false));
  assert.equal(await isFresh(engine, used), false);
  const set = structure('NewAttribute', boolean('Fresh', true));
  await assert.rejects(engine.run('SetAttribute', [uid(used), set]), { reason: 'ReadOnlyAttribute' });
});

test('Locate finds the fresh members of a group, or its default one', async () => {
  using engine = openEngine();
  const group = text('ObjectGroup', 'pool');
  const first = await newAesKey(engine, [active, group]);
  const second = await newAesKey(engine, [active, group]);
  await newAesKey(engine);
  const members = async (...items: readonly Ttlv[]) =>
    childrenOf(await engine.run('Locate', [...items, attributes(group)]), 'UniqueIdentifier').map(
      ({ value }) => value,
    );
  const fresh = enumeration('ObjectGroupMember', 'GroupMemberFresh');
  assert.deepEqual(await members(fresh), [first, second]);
  await engine.run('Get', [uid(first)]);
  assert.deepEqual(await members(fresh), [second]);
  assert.deepEqual(await members(), [first, second]);
  assert.deepEqual(await members(enumeration('ObjectGroupMember', 'GroupMemberDefault')), [first]);
});
