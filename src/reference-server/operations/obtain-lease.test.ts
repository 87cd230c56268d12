import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dateOf, maybeInterval } from '../../kmip/fields.ts';
import { interval, structure, text } from '../../kmip/ttlv.ts';
import { openEngine, START } from './engine.fixture.ts';
import { newAesKey, uid } from './requests.fixture.ts';

test('a lease has a time, and tells when the object changed last', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine);
  const lease = () => engine.run('ObtainLease', [uid(id)]);
  assert.equal(maybeInterval(await lease(), 'LeaseTime'), 3600);
  assert.equal(dateOf(await lease(), 'LastChangeDate'), START);
  engine.clock.nowUnixSeconds += 7n;
  await engine.run('SetAttribute', [uid(id), structure('NewAttribute', text('Comment', 'x'))]);
  assert.equal(dateOf(await lease(), 'LastChangeDate'), START + 7n);
});

test('what may not be used is not leased, and nothing for longer than a lease', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine, []);
  await assert.rejects(engine.run('ObtainLease', [uid(id)]), { reason: 'WrongKeyLifecycleState' });
  await engine.run('Check', [uid(id), interval('LeaseTime', 3600)]);
  await assert.rejects(engine.run('Check', [uid(id), interval('LeaseTime', 3601)]), {
    reason: 'PermissionDenied',
  });
  await assert.rejects(engine.run('ObtainLease', [uid('nobody')]), { reason: 'ObjectNotFound' });
});
