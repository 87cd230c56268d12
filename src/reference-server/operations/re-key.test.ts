import assert from 'node:assert/strict';
import { test } from 'node:test';
import { childrenOf, enumerationOf, maybeDate, structureOf, textOf } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { boolean, bytes, dateTime, interval, structure, type Ttlv, text } from '../../kmip/ttlv.ts';
import { link, linked } from '../objects/links.ts';
import { type Engine, OWNER, openEngine, START } from './engine.fixture.ts';
import {
  active,
  algorithm,
  attributes,
  attributesOf,
  bits,
  curve,
  data,
  named,
  newAesKey,
  newPair,
  type Pair,
  revocation,
  stateOf,
  uid,
  usage,
  utf8,
} from './requests.fixture.ts';

const offset = (seconds: number): Ttlv => interval('Offset', seconds);

const reKey = async (engine: Engine, id: string, ...more: readonly Ttlv[]): Promise<string> =>
  textOf(await engine.run('ReKey', [uid(id), ...more]), 'UniqueIdentifier');

const material = async (engine: Engine, id: string) =>
  structureOf(await engine.run('Get', [uid(id)]), 'SymmetricKey');

test('the replacement takes over names, attributes and owner; the existing key stays Active', async () => {
  using engine = openEngine();
  const comment = text('Comment', 'kept');
  const id = await newAesKey(engine, [active, named('the key'), comment, boolean('Extractable', true)]);
  const next = await reKey(engine, id);
  const [before, after] = [await attributesOf(engine, id), await attributesOf(engine, next)];
  assert.deepEqual(childrenOf(before, 'Name'), []);
  assert.deepEqual(childrenOf(after, 'Name'), [named('the key')]);
  assert.deepEqual(childrenOf(after, 'Comment'), [comment]);
  assert.equal(linked(before, 'ReplacementObjectLink'), next);
  assert.equal(linked(after, 'ReplacedObjectLink'), id);
  assert.deepEqual([await stateOf(engine, id), await stateOf(engine, next)], ['Active', 'Active']);
  assert.deepEqual(engine.store.counts(START), { objects: 2, activeKeys: 2 });
  assert.equal(engine.store.retrieve(next)?.owner, OWNER);
  assert.notDeepEqual(await material(engine, id), await material(engine, next));
  assert.notDeepEqual(childrenOf(before, 'Digest'), childrenOf(after, 'Digest'));
  const found = await engine.run('Locate', [attributes(named('the key'))]);
  assert.equal(textOf(found, 'UniqueIdentifier'), next);
});

test('an offset moves the dates of the replacement by as much as its activation', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine, [
    dateTime('ActivationDate', START - 10n),
    dateTime('ProtectStopDate', START + 50n),
    dateTime('DeactivationDate', START + 90n),
  ]);
  const shown = await attributesOf(engine, await reKey(engine, id, offset(20)));
  assert.equal(maybeDate(shown, 'ActivationDate'), START + 20n);
  assert.equal(maybeDate(shown, 'ProtectStopDate'), START + 80n);
  assert.equal(maybeDate(shown, 'DeactivationDate'), START + 120n);
  assert.equal(enumerationOf(shown, 'State'), 'PreActive');
  engine.clock.nowUnixSeconds += 20n;
  assert.equal(engine.store.counts(engine.clock.nowUnixSeconds).activeKeys, 2);
  const copied = await attributesOf(engine, await reKey(engine, id));
  assert.equal(maybeDate(copied, 'DeactivationDate'), START + 90n);
});

test('the request may ask for other attributes, not for another algorithm', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine);
  const next = await reKey(engine, id, attributes(bits(128), usage('Encrypt')));
  assert.equal(childrenOf(await attributesOf(engine, next), 'CryptographicLength')[0]?.value, 128);
  await assert.rejects(reKey(engine, id, attributes(algorithm('ChaCha20'))), {
    reason: 'InvalidField',
    message: /changing the cryptographic algorithm is not allowed/,
  });
});

const unfit: readonly (readonly [string, (engine: Engine) => Promise<string>, string])[] = [
  ['a Pre-Active key', (engine) => newAesKey(engine, []), 'ObjectNotFound'],
  ['no key', async () => 'nowhere', 'ObjectNotFound'],
  [
    'a public key',
    async (engine) => (await newPair(engine, algorithm('Ed25519'))).publicId,
    'InvalidObjectType',
  ],
  [
    'a deactivated key',
    async (engine) => {
      const id = await newAesKey(engine);
      await engine.run('Revoke', [uid(id), revocation('Unspecified')]);
      return id;
    },
    'ObjectNotFound',
  ],
];

for (const [name, make, reason] of unfit) {
  test(`ReKey of ${name}: ${reason}`, async () => {
    using engine = openEngine();
    const id = await make(engine);
    const before = engine.store.counts(START);
    await assert.rejects(reKey(engine, id), { reason });
    assert.deepEqual(engine.store.counts(START), before);
  });
}

test('somebody with a grant replaces a key for its owner', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine);
  await assert.rejects(engine.run('ReKey', [uid(id)], 'ben'), { reason: 'PermissionDenied' });
  engine.store.grant({ id, user: 'ben', operations: ['rekey'] });
  const next = textOf(await engine.run('ReKey', [uid(id)], 'ben'), 'UniqueIdentifier');
  assert.equal(engine.store.retrieve(next)?.owner, OWNER);
});

const pairs: readonly (readonly Ttlv[])[] = [
  [algorithm('RSA'), bits(2048)],
  [algorithm('ECDSA'), curve('P_384')],
  [algorithm('Ed25519')],
];

const reKeyPair = async (engine: Engine, id: string, ...more: readonly Ttlv[]): Promise<Pair> => {
  const answer = await engine.run('ReKeyKeyPair', [text('PrivateKeyUniqueIdentifier', id), ...more]);
  return {
    privateId: textOf(answer, 'PrivateKeyUniqueIdentifier'),
    publicId: textOf(answer, 'PublicKeyUniqueIdentifier'),
  };
};

for (const [index, common] of pairs.entries()) {
  test(`ReKeyKeyPair ${index}: a pair that signs, linked to each other and to the pair before, twice over`, async () => {
    using engine = openEngine();
    const chain = [await newPair(engine, named('the pair'), ...common)];
    for (const _ of [1, 2]) chain.push(await reKeyPair(engine, chain.at(-1)?.privateId ?? ''));
    const [first, second, third] = chain;
    assert.ok(first !== undefined && second !== undefined && third !== undefined);
    for (const half of ['privateId', 'publicId'] as const) {
      const shown = await attributesOf(engine, second[half]);
      assert.equal(linked(shown, 'ReplacedObjectLink'), first[half]);
      assert.equal(linked(shown, 'ReplacementObjectLink'), third[half]);
      assert.deepEqual(childrenOf(shown, 'Name'), []);
    }
    const shown = await attributesOf(engine, third.privateId);
    assert.equal(linked(shown, 'PublicKeyLink'), third.publicId);
    assert.deepEqual(childrenOf(shown, 'Name'), [named('the pair')]);
    assert.deepEqual(engine.store.counts(START), { objects: 6, activeKeys: 6 });
    const message = data(utf8('text'));
    const signed = await engine.run('Sign', [uid(third.privateId), message]);
    const signature = childrenOf(signed, 'SignatureData');
    const verified = await engine.run('SignatureVerify', [uid(third.publicId), message, ...signature]);
    assert.equal(enumerationOf(verified, 'ValidityIndicator'), 'Valid');
    const other = await engine.run('SignatureVerify', [uid(first.publicId), message, ...signature]);
    assert.equal(enumerationOf(other, 'ValidityIndicator'), 'Invalid');
  });
}

test('the place holder names the private key; the offset moves both halves', async () => {
  using engine = openEngine();
  const pair = await newPair(engine, algorithm('Ed25519'));
  const answer = await engine.run('ReKeyKeyPair', [offset(30)], OWNER, pair.privateId);
  for (const tag of ['PrivateKeyUniqueIdentifier', 'PublicKeyUniqueIdentifier']) {
    const shown = await attributesOf(engine, textOf(answer, tag));
    assert.equal(maybeDate(shown, 'ActivationDate'), START + 30n);
  }
});

test('a pair is replaced whole or not at all', async () => {
  using engine = openEngine();
  const pair = await newPair(engine, algorithm('Ed25519'));
  const refused = async (reason: string, message: RegExp, ...more: readonly Ttlv[]) => {
    await assert.rejects(reKeyPair(engine, pair.privateId, ...more), { reason, message });
    assert.equal(engine.store.counts(START).objects, 2);
  };
  const common = structure('CommonAttributes', algorithm('RSA'));
  await refused('InvalidField', /algorithm is not allowed/, common);
  engine.store.grant({ id: pair.privateId, user: 'ben', operations: ['rekey'] });
  const items = [text('PrivateKeyUniqueIdentifier', pair.privateId)];
  await assert.rejects(engine.run('ReKeyKeyPair', items, 'ben'), { reason: 'PermissionDenied' });
  const toOther = structure('CurrentAttribute', link('PublicKeyLink', pair.publicId));
  await engine.run('DeleteAttribute', [uid(pair.privateId), toOther]);
  await refused('ObjectNotFound', /no PublicKeyLink/);
  await assert.rejects(reKeyPair(engine, pair.publicId), { reason: 'InvalidObjectType' });
});

test('a deactivated private key is not replaced', async () => {
  using engine = openEngine();
  const pair = await newPair(engine, algorithm('Ed25519'));
  await engine.run('Revoke', [uid(pair.privateId), revocation('Unspecified')]);
  await assert.rejects(reKeyPair(engine, pair.privateId), { reason: 'ObjectNotFound' });
});

test('the half of a store that fails leaves nothing behind', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine, [active, named('the key')]);
  const { update } = engine.store;
  engine.store.update = () => {
    throw new Error('disk');
  };
  await assert.rejects(reKey(engine, id), /disk/);
  engine.store.update = update;
  assert.deepEqual(engine.store.counts(START), { objects: 1, activeKeys: 1 });
  assert.deepEqual(childrenOf(await attributesOf(engine, id), 'Name'), [named('the key')]);
});

test('what limits the use of a key starts afresh for its replacement', async () => {
  using engine = openEngine();
  const limits = structure(
    'UsageLimits',
    { tag: 'UsageLimitsTotal', type: 'LongInteger', value: 10n },
    enumeration('UsageLimitsUnit', 'Byte'),
  );
  const id = await newAesKey(engine, [active, limits]);
  await engine.run('Encrypt', [uid(id), bytes('Data', new Uint8Array(8))]);
  const next = await reKey(engine, id);
  await engine.run('Encrypt', [uid(next), bytes('Data', new Uint8Array(10))]);
});
