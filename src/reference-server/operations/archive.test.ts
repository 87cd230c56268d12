import assert from 'node:assert/strict';
import { test } from 'node:test';
import { childrenOf, dateOf, maybeDate } from '../../kmip/fields.ts';
import { enumeration, maskBit } from '../../kmip/tables.ts';
import { integer, structure, type Ttlv, text } from '../../kmip/ttlv.ts';
import { type Engine, openEngine, START } from './engine.fixture.ts';
import {
  attributes,
  attributesOf,
  data,
  named,
  newAesKey,
  stateOf,
  uid,
  usage,
  utf8,
} from './requests.fixture.ts';

const storage = (...places: readonly string[]): Ttlv =>
  integer(
    'StorageStatusMask',
    places.reduce((mask, place) => mask | (maskBit('StorageStatusMask', place) ?? 0), 0),
  );

const located = async (engine: Engine, ...items: readonly Ttlv[]): Promise<readonly unknown[]> =>
  childrenOf(await engine.run('Locate', [...items, attributes(usage('Encrypt'))]), 'UniqueIdentifier').map(
    ({ value }) => value,
  );

test('an archived object has a date, keeps its state, and is not used until it is recovered', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine);
  engine.clock.nowUnixSeconds += 5n;
  await engine.run('Archive', [uid(id)]);
  assert.equal(dateOf(await attributesOf(engine, id), 'ArchiveDate'), START + 5n);
  assert.equal(await stateOf(engine, id), 'Active');
  await engine.run('GetAttributeList', [uid(id)]);
  const refused: Readonly<Record<string, readonly Ttlv[]>> = {
    Archive: [],
    Get: [],
    Export: [],
    Encrypt: [data(utf8('x'))],
    ReKey: [],
    Destroy: [],
    ObtainLease: [],
    Check: [],
    SetAttribute: [structure('NewAttribute', text('Comment', 'x'))],
    Revoke: [structure('RevocationReason', enumeration('RevocationReasonCode', 'Unspecified'))],
  };
  for (const [operation, items] of Object.entries(refused)) {
    await assert.rejects(engine.run(operation, [uid(id), ...items]), { reason: 'ObjectArchived' }, operation);
  }
  const other = await newAesKey(engine);
  const wrapping = structure(
    'KeyWrappingSpecification',
    enumeration('WrappingMethod', 'Encrypt'),
    structure('EncryptionKeyInformation', uid(id)),
  );
  await assert.rejects(engine.run('Get', [uid(other), wrapping]), { reason: 'WrappingObjectArchived' });
  await engine.run('Recover', [uid(id)]);
  assert.equal(maybeDate(await attributesOf(engine, id), 'ArchiveDate'), undefined);
  await engine.run('Encrypt', [uid(id), data(utf8('x'))]);
  await engine.run('Recover', [uid(id)]);
});

test('what is destroyed is not archived any more', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine, []);
  await engine.run('Destroy', [uid(id)]);
  await assert.rejects(engine.run('Archive', [uid(id)]), { reason: 'ObjectDestroyed' });
});

test('Locate looks where the storage status mask says, on-line if it says nothing', async () => {
  using engine = openEngine();
  const online = await newAesKey(engine, [named('a')]);
  const archived = await newAesKey(engine, [named('b')]);
  const destroyed = await newAesKey(engine, [named('c')]);
  await engine.run('Archive', [uid(archived)]);
  await engine.run('Destroy', [uid(destroyed)]);
  assert.deepEqual(await located(engine), [online]);
  assert.deepEqual(await located(engine, storage('OnlineStorage')), [online]);
  assert.deepEqual(await located(engine, storage('ArchivalStorage')), [archived]);
  assert.deepEqual(await located(engine, storage('OnlineStorage', 'ArchivalStorage')), [online, archived]);
  assert.deepEqual(await located(engine, storage('DestroyedStorage')), [destroyed]);
});
