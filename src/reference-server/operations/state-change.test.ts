import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enumerationOf, maybeChild } from '../../kmip/fields.ts';
import { dateTime } from '../../kmip/ttlv.ts';
import { openEngine, START } from './engine.fixture.ts';
import { attributesOf, newAesKey, revocation, stateOf, uid } from './requests.fixture.ts';

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

test('everything survives a restart', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine);
  const before = await engine.run('Export', [uid(id)]);
  engine.restart();
  assert.deepEqual(await engine.run('Export', [uid(id)]), before);
});
