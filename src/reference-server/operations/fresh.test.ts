import assert from 'node:assert/strict';
import { test } from 'node:test';
import { childrenOf, maybeBoolean, textOf } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { boolean, structure, type Ttlv, text } from '../../kmip/ttlv.ts';
import { databaseFailure } from '../store/failures.ts';
import type { Store } from '../store/store.ts';
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

/** A store that cannot be written while the disk is full; what is in it can be read. */
function onDisk(disk: { isFull: boolean }) {
  return (store: Store): Store => ({
    ...store,
    transaction: (work) => {
      if (disk.isFull)
        throw databaseFailure(Object.assign(new Error('database or disk is full'), { errcode: 13 }));
      return store.transaction(work);
    },
  });
}

test('a store that cannot be written is still read, and what was handed out is not fresh', async () => {
  for (const operation of ['Get', 'Export']) {
    const disk = { isFull: false };
    using engine = openEngine({ store: onDisk(disk) });
    const group = text('ObjectGroup', 'pool');
    const id = await newAesKey(engine, [group]);
    const other = await newAesKey(engine, [group]);
    disk.isFull = true;
    await engine.run(operation, [uid(id)]);
    await engine.run(operation, [uid(id)]);
    assert.equal(await isFresh(engine, id), false);
    const fresh = enumeration('ObjectGroupMember', 'GroupMemberFresh');
    const found = await engine.run('Locate', [fresh, attributes(group)]);
    assert.equal(textOf(found, 'UniqueIdentifier'), other);
    assert.equal(engine.warnings.length, 1, 'an outage is one line of the log');
    await assert.rejects(engine.run('Activate', [uid(id)]), { reason: 'GeneralFailure' });

    disk.isFull = false;
    await engine.run(operation, [uid(id)]);
    engine.restart();
    assert.equal(await isFresh(engine, id), false, 'written as soon as that can be done');
    assert.equal(await isFresh(engine, other), true);
  }
});

test('only what the world does to a database is passed over', async () => {
  const defect = new TypeError('a defect of this server');
  let isBroken = false;
  const breaking = (store: Store): Store => ({
    ...store,
    update: (object) => {
      if (isBroken) throw defect;
      store.update(object);
    },
  });
  using engine = openEngine({ store: breaking });
  const id = await newAesKey(engine);
  isBroken = true;
  await assert.rejects(engine.run('Get', [uid(id)]), defect);
});

test('the store that knows of hand-outs has every member of the one below as its own: others spread it', () => {
  using engine = openEngine();
  const members = Object.keys({ ...engine.store }).sort();
  assert.ok(members.includes('transaction'));
  openEngine({
    store: (base) => {
      assert.deepEqual(members, [...Object.keys(base), 'add'].sort());
      return base;
    },
  })[Symbol.dispose]();
});
