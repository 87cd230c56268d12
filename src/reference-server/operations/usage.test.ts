import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf, maybeLongInteger, structureOf } from '../../kmip/fields.ts';
import { enumeration, maskBit } from '../../kmip/tables.ts';
import { bytes, integer, interval, longInteger, structure, type Ttlv } from '../../kmip/ttlv.ts';
import { type Engine, openEngine } from './engine.fixture.ts';
import {
  active,
  algorithm,
  attributesOf,
  data,
  newAesKey,
  newPair,
  parameters,
  registered,
  uid,
  usage,
} from './requests.fixture.ts';

const limits = (total: bigint, unit: string, ...more: readonly Ttlv[]): Ttlv =>
  structure(
    'UsageLimits',
    longInteger('UsageLimitsTotal', total),
    ...more,
    enumeration('UsageLimitsUnit', unit),
  );
const of = (length: number): Ttlv => data(new Uint8Array(length));
const left = async (engine: Engine, id: string) =>
  maybeLongInteger(structureOf(await attributesOf(engine, id), 'UsageLimits'), 'UsageLimitsCount');

test('a key protects as many bytes as its limit allows; what fails and what it processes costs nothing', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine, [active, limits(10n, 'Byte', longInteger('UsageLimitsCount', 99n))]);
  const made = await engine.run('Encrypt', [uid(id), of(6)]);
  assert.equal(await left(engine, id), 4n);
  await assert.rejects(engine.run('Encrypt', [uid(id), of(5)]), { reason: 'PermissionDenied' });
  const tagOfOneByte = parameters(integer('TagLength', 1));
  await assert.rejects(engine.run('Encrypt', [uid(id), tagOfOneByte, of(1)]), { reason: 'InvalidField' });
  await engine.run('Decrypt', [uid(id), ...made.value.slice(1)]);
  assert.equal(await left(engine, id), 4n);
  await engine.run('Encrypt', [uid(id), of(4)]);
});

test('a limit by object counts signatures and MACs one by one', async () => {
  using engine = openEngine();
  const pair = await newPair(engine, algorithm('Ed25519'), limits(1n, 'Object'));
  const mac = await registered(
    engine,
    new Uint8Array(32),
    'HMAC_SHA256',
    usage('MACGenerate'),
    limits(1n, 'Object'),
  );
  for (const [operation, id] of [
    ['Sign', pair.privateId],
    ['MAC', mac],
  ] as const) {
    await engine.run(operation, [uid(id), of(100)]);
    await assert.rejects(engine.run(operation, [uid(id), of(1)]), { reason: 'PermissionDenied' });
  }
});

test('of two at the same time one may spend the last unit', async () => {
  using engine = openEngine();
  const pair = await newPair(engine, algorithm('Ed25519'), limits(1n, 'Object'));
  const both = [1, 2].map(() => engine.run('Sign', [uid(pair.privateId), of(1)]));
  const outcomes = (await Promise.allSettled(both)).map(({ status }) => status);
  assert.deepEqual(outcomes.toSorted(), ['fulfilled', 'rejected']);
});

test('an allocation is taken off the limit', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine, [active, limits(10n, 'Byte')]);
  const allocate = (count: bigint, key = id) =>
    engine.run('GetUsageAllocation', [uid(key), longInteger('UsageLimitsCount', count)]);
  await allocate(7n);
  assert.equal(await left(engine, id), 3n);
  await assert.rejects(allocate(4n), { reason: 'UsageLimitExceeded' });
  await assert.rejects(allocate(-1n), { reason: 'InvalidField' });
  await assert.rejects(allocate(1n, await newAesKey(engine)), { reason: 'AttributeNotFound' });
});

test('limits are a total and a unit that this server counts in', async () => {
  using engine = openEngine();
  for (const wrong of [
    limits(-1n, 'Byte'),
    structure(
      'UsageLimits',
      longInteger('UsageLimitsTotal', 1n),
      enumeration('UsageLimitsUnit', '0x00000009'),
    ),
    structure('UsageLimits', enumeration('UsageLimitsUnit', 'Byte')),
  ]) {
    await assert.rejects(newAesKey(engine, [wrong]), { reason: 'InvalidAttributeValue' });
  }
});

test('Check tells whether a key may be used so, and so much', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine, [active, limits(10n, 'Byte')]);
  const check = (...items: readonly Ttlv[]) => engine.run('Check', [uid(id), ...items]);
  const answer = await check(usage('Encrypt', 'Decrypt'), longInteger('UsageLimitsCount', 10n));
  assert.deepEqual(answer.value, [uid(id)]);
  await check(interval('LeaseTime', 3600));
  await assert.rejects(check(usage('Encrypt', 'Sign')), { reason: 'IncompatibleCryptographicUsageMask' });
  await assert.rejects(check(longInteger('UsageLimitsCount', 11n)), { reason: 'UsageLimitExceeded' });
  const anything = await newAesKey(engine, [active]);
  const unrestricted = integer('CryptographicUsageMask', maskBit('CryptographicUsageMask', 'Sign') ?? 0);
  await assert.rejects(engine.run('Check', [uid(anything), unrestricted]), {
    reason: 'IncompatibleCryptographicUsageMask',
  });
});

test('the generator gives as many bytes as asked for, within a bound, and takes no seed', async () => {
  using engine = openEngine();
  const retrieve = async (length: number) =>
    bytesOf(await engine.run('RNGRetrieve', [integer('DataLength', length)]), 'Data');
  assert.equal((await retrieve(1)).length, 1);
  assert.equal((await retrieve(65_536)).length, 65_536);
  assert.notDeepEqual(await retrieve(32), await retrieve(32));
  for (const length of [-1, 0, 65_537, 2 ** 31 - 1]) {
    await assert.rejects(retrieve(length), { reason: 'InvalidField' });
  }
  const seeded = await engine.run('RNGSeed', [bytes('Data', new Uint8Array(16))]);
  assert.deepEqual(seeded.value, [integer('DataLength', 0)]);
  await assert.rejects(engine.run('RNGSeed', []), { reason: 'InvalidMessage' });
});
