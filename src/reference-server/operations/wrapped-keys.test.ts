import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enumeration } from '../../kmip/tables.ts';
import { boolean, bytes, type Ttlv } from '../../kmip/ttlv.ts';
import { type Engine, type EngineOptions, HSM_ADMIN, openEngine } from './engine.fixture.ts';
import { memoryHsm } from './hsm/memory-hsm.fixture.ts';
import {
  active,
  algorithm,
  broughtKey,
  data,
  newAesKey,
  newPair,
  revocation,
  uid,
  usage,
  utf8,
  wrappedBy,
} from './requests.fixture.ts';

const KEK = 'the-kek';
const MESSAGE = data(utf8('x'));
const WRAPS = usage('WrapKey', 'UnwrapKey');

/** A server with a software key-encryption key that is already there. */
async function withKek(options: EngineOptions = {}): Promise<Engine> {
  const engine = openEngine({ keyEncryptionKey: KEK, ...options });
  await engine.run('Import', [uid(KEK), ...broughtKey(new Uint8Array(32).fill(3), 'AES', WRAPS)]);
  return engine;
}

const facts = (engine: Engine): readonly string[] => engine.cacheFacts.splice(0);

test('with a key-encryption key nothing lies in clear but that key', async () => {
  using engine = await withKek();
  const id = await newAesKey(engine);
  const pair = await newPair(engine, algorithm('Ed25519'));
  for (const sealed of [id, pair.privateId, pair.publicId]) {
    assert.equal(engine.store.retrieve(sealed)?.object, undefined);
    assert.equal(engine.store.retrieve(sealed)?.wrapped?.wrappingKeyId, KEK);
  }
  assert.notEqual(engine.store.retrieve(KEK)?.object, undefined);
});

test('the cache counts misses, inserts and hits of sealed objects, and nothing else', async () => {
  using engine = await withKek();
  const id = uid(await newAesKey(engine));
  assert.deepEqual(facts(engine), [], 'creation fills nothing');
  await engine.run('Encrypt', [id, MESSAGE]);
  assert.deepEqual(facts(engine), ['get/miss', 'insert/ok']);
  await engine.run('Get', [id]);
  assert.deepEqual(facts(engine), ['get/hit']);
  await engine.run('GetAttributes', [id]);
  await engine.run('Get', [uid(KEK)]);
  assert.deepEqual(facts(engine), [], 'attributes need no key, the KEK lies in clear');
  engine.clock.monotonicMs += 60_001;
  await engine.run('Get', [id]);
  assert.deepEqual(facts(engine), ['get/miss', 'insert/ok'], 'idle for too long');
  engine.restart();
  await engine.run('Get', [id]);
  assert.deepEqual(facts(engine), ['get/miss', 'insert/ok'], 'a restart empties it');
});

test('what the checks refuse is never unwrapped', async () => {
  using engine = await withKek();
  const id = uid(await newAesKey(engine, []));
  await assert.rejects(engine.run('Encrypt', [id, MESSAGE]), { reason: 'WrongKeyLifecycleState' });
  await assert.rejects(engine.run('Get', [id], 'ben'), { reason: 'PermissionDenied' });
  assert.deepEqual(facts(engine), []);
});

test('two uses at the same time are two misses', async () => {
  using engine = await withKek();
  const id = uid(await newAesKey(engine));
  await Promise.all([engine.run('Get', [id]), engine.run('Get', [id])]);
  assert.deepEqual(facts(engine).toSorted(), ['get/miss', 'get/miss', 'insert/ok', 'insert/ok']);
});

test('switched off, the cache misses and inserts nothing', async () => {
  using engine = await withKek({ cache: undefined });
  const id = uid(await newAesKey(engine));
  await engine.run('Get', [id]);
  await engine.run('Get', [id]);
  assert.deepEqual(facts(engine), ['get/miss', 'get/miss']);
});

test('a replaced object is not answered from the cache', async () => {
  using engine = await withKek();
  const request = (fill: number) => [
    uid('moved'),
    boolean('ReplaceExisting', true),
    ...broughtKey(new Uint8Array(32).fill(fill), 'AES'),
  ];
  await engine.run('Import', request(1));
  const first = await engine.run('Get', [uid('moved')]);
  await engine.run('Import', request(2));
  assert.notDeepEqual(await engine.run('Get', [uid('moved')]), first);
});

test('an object may name its own wrapping key, which its user must be allowed to use', async () => {
  using engine = openEngine();
  const wrapping = await newAesKey(engine);
  const id = await newAesKey(engine, [active, wrappedBy(wrapping)]);
  assert.equal(engine.store.retrieve(id)?.wrapped?.wrappingKeyId, wrapping);
  await engine.run('Encrypt', [uid(id), MESSAGE]);
  const byBen = () => newAesKey(engine, [active, wrappedBy(wrapping)], 'ben');
  await assert.rejects(byBen(), { reason: 'PermissionDenied' });
  engine.store.grant({ id: wrapping, user: 'ben', operations: ['encrypt'] });
  await byBen();
  await assert.rejects(newAesKey(engine, [wrappedBy('nowhere')]), { reason: 'WrappingObjectNotFound' });
});

const badWrappers: readonly (readonly [string, (engine: Engine) => Promise<string>, string])[] = [
  ['not active', (engine) => newAesKey(engine, []), 'WrongKeyLifecycleState'],
  [
    'of another kind',
    async (engine) => (await newPair(engine, algorithm('Ed25519'))).publicId,
    'InvalidObjectType',
  ],
  [
    'not made for it',
    async (engine) => {
      await engine.run('Import', [
        uid('mac'),
        ...broughtKey(new Uint8Array(32), 'AES', usage('MACGenerate')),
      ]);
      return 'mac';
    },
    'IncompatibleCryptographicUsageMask',
  ],
];

for (const [name, make, reason] of badWrappers) {
  test(`a wrapping key that is ${name}: ${reason}`, async () => {
    using engine = openEngine();
    const wrapping = await make(engine);
    await assert.rejects(newAesKey(engine, [wrappedBy(wrapping)]), { reason });
  });
}

test('without its key-encryption key a server says so', async () => {
  using engine = openEngine({ keyEncryptionKey: 'missing' });
  await assert.rejects(newAesKey(engine), { reason: 'WrappingObjectNotFound', message: /missing/ });
  using noHsm = openEngine({ keyEncryptionKey: 'hsm::1::kek' });
  await assert.rejects(newAesKey(noHsm), { reason: 'WrappingObjectNotFound', message: /HSM/ });
  using noKey = openEngine({ keyEncryptionKey: 'hsm::1::kek', hsm: memoryHsm() });
  await assert.rejects(newAesKey(noKey), {
    reason: 'WrappingObjectNotFound',
    message: /hsm::1::kek: create/,
  });
});

test('a destroyed wrapping key takes what it sealed with it', async () => {
  using engine = openEngine();
  const wrapping = await newAesKey(engine);
  const id = await newAesKey(engine, [active, wrappedBy(wrapping)]);
  await engine.run('Revoke', [uid(wrapping), revocation('Unspecified')]);
  await engine.run('Encrypt', [uid(id), MESSAGE]);
  await engine.run('Destroy', [uid(wrapping)]);
  engine.restart();
  await assert.rejects(engine.run('Encrypt', [uid(id), MESSAGE]), { reason: 'WrappingObjectDestroyed' });
});

test('wrapping keys that wrap each other in a circle are an error, not a loop', async () => {
  using engine = openEngine();
  const take = (id: string, ...more: readonly Ttlv[]) =>
    engine.run('Import', [
      uid(id),
      boolean('ReplaceExisting', true),
      ...broughtKey(new Uint8Array(32), 'AES', WRAPS, ...more),
    ]);
  await take('one');
  await take('two', wrappedBy('one'));
  await take('one', wrappedBy('two'));
  engine.restart();
  await assert.rejects(engine.run('Get', [uid('two')]), { reason: 'CryptographicFailure' });
  await assert.rejects(take('self', wrappedBy('self')), { reason: 'InvalidAttributeValue' });
});

test('with its key in the HSM, every seal is a Wrap and every miss an Unwrap', async () => {
  const hsm = memoryHsm();
  await hsm.createAesKey({ slot: 1, label: 'kek' }, 256);
  using engine = openEngine({ hsm, keyEncryptionKey: 'hsm::1::kek' });
  const id = uid(await newAesKey(engine));
  await engine.run('Get', [id]);
  await engine.run('Get', [id]);
  assert.deepEqual(hsm.log, ['wrap', 'unwrap']);
  assert.deepEqual(facts(engine), ['get/miss', 'insert/ok', 'get/hit']);
  await newPair(engine, algorithm('Ed25519'));
  assert.deepEqual(hsm.log.slice(2), ['wrap', 'wrap']);
});

test('a refused Import wraps nothing', async () => {
  const hsm = memoryHsm();
  await hsm.createAesKey({ slot: 1, label: 'kek' }, 256);
  using engine = openEngine({ hsm, keyEncryptionKey: 'hsm::1::kek' });
  const items = [uid('once'), ...broughtKey(new Uint8Array(32), 'AES')];
  await engine.run('Import', items);
  await assert.rejects(engine.run('Import', items), { reason: 'ObjectAlreadyExists' });
  assert.deepEqual(hsm.log, ['wrap']);
});

test('a key in the HSM seals for its admins and for those who may encrypt with it', async () => {
  const hsm = memoryHsm();
  await hsm.createAesKey({ slot: 1, label: 'k' }, 256);
  using engine = openEngine({ hsm });
  const create = (user?: string) => newAesKey(engine, [wrappedBy('hsm::1::k')], user);
  await create(HSM_ADMIN);
  await assert.rejects(create(), { reason: 'PermissionDenied' });
  engine.store.grant({ id: 'hsm::1::k', user: 'ben', operations: ['encrypt'] });
  await create('ben');
  assert.deepEqual(hsm.log, ['wrap', 'wrap']);
});

test('a moved seal does not open under another identifier', async () => {
  using engine = await withKek();
  const one = await newAesKey(engine);
  const other = await newAesKey(engine);
  const stored = engine.store.retrieve(one);
  const target = engine.store.retrieve(other);
  assert.ok(stored !== undefined && target !== undefined);
  engine.store.update({ ...target, wrapped: stored.wrapped });
  await assert.rejects(engine.run('Get', [uid(other)]), { reason: 'CryptographicFailure' });
});

test('secrets are sealed whatever their type', async () => {
  using engine = await withKek();
  const opaque: readonly Ttlv[] = [
    enumeration('ObjectType', 'OpaqueObject'),
    {
      tag: 'OpaqueObject',
      type: 'Structure',
      value: [enumeration('OpaqueDataType', 'Vendor'), bytes('OpaqueDataValue', utf8('secret'))],
    },
  ];
  const answer = await engine.run('Register', opaque);
  const [id] = answer.value;
  assert.ok(id?.type === 'TextString');
  assert.equal(engine.store.retrieve(id.value)?.object, undefined);
  assert.deepEqual((await engine.run('Get', [id])).value.at(-1), opaque.at(-1));
});
