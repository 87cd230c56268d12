import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf, enumerationOf, structureOf, textOf } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { bytes, integer, structure, type Ttlv, text } from '../../kmip/ttlv.ts';
import { linked } from '../objects/links.ts';
import { type Engine, openEngine } from './engine.fixture.ts';
import {
  algorithm,
  attributes,
  attributesOf,
  bits,
  hex,
  hexOf,
  newAesKey,
  newPair,
  parameters,
  registered,
  uid,
  usage,
  utf8,
} from './requests.fixture.ts';

const hash = (name: string): Ttlv => parameters(enumeration('HashingAlgorithm', name));
const method = (name: string): Ttlv => enumeration('DerivationMethod', name);
const derivation = (...items: readonly Ttlv[]): Ttlv => structure('DerivationParameters', ...items);
const info = (value: Uint8Array): Ttlv => bytes('DerivationData', value);
const salt = (value: Uint8Array): Ttlv => bytes('Salt', value);
const rounds = (count: number): Ttlv => integer('IterationCount', count);
const type = (name: string): Ttlv => enumeration('ObjectType', name);
const anyLength = (length: number) =>
  attributes(algorithm('HMAC_SHA256'), bits(length), usage('MACGenerate'));

const secretOf = async (engine: Engine, id: string): Promise<string> => {
  const answer = await engine.run('Get', [uid(id)]);
  const object = structureOf(answer, enumerationOf(answer, 'ObjectType'));
  return hexOf(bytesOf(structureOf(structureOf(object, 'KeyBlock'), 'KeyValue'), 'KeyMaterial'));
};

const base = (engine: Engine, key: Uint8Array, of = 'AES', uses = ['DeriveKey']): Promise<string> =>
  registered(engine, key, of, usage(...uses));

/** Known answers: RFC 5869 test case 1, RFC 7914 section 11, RFC 4231 test case 2, FIPS 197 appendix C.1. */
const known: readonly (readonly [string, string, string, Ttlv, number, string])[] = [
  [
    'HKDF',
    '0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b',
    'HMAC_SHA256',
    derivation(salt(hex('000102030405060708090a0b0c')), info(hex('f0f1f2f3f4f5f6f7f8f9'))),
    42,
    '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
  ],
  [
    'PBKDF2',
    hexOf(utf8('passwd')),
    'HMAC_SHA256',
    derivation(hash('SHA_256'), salt(utf8('salt')), rounds(1)),
    64,
    '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783',
  ],
  [
    'HMAC',
    hexOf(utf8('Jefe')),
    'HMAC_SHA256',
    derivation(info(utf8('what do ya want for nothing?'))),
    32,
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  [
    'HASH',
    hexOf(utf8('abc')),
    'HMAC_SHA256',
    derivation(hash('SHA_256')),
    32,
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  ],
  [
    'ENCRYPT',
    '000102030405060708090a0b0c0d0e0f',
    'AES',
    derivation(
      parameters(enumeration('BlockCipherMode', 'ECB')),
      info(hex('00112233445566778899aabbccddeeff')),
    ),
    16,
    '69c4e0d86a7b0430d8cdb78070b4c55a',
  ],
];

for (const [name, key, of, given, length, expected] of known) {
  test(`${name} gives the known answer, as a key and as secret data, linked both ways`, async () => {
    using engine = openEngine();
    const from = await base(engine, hex(key), of);
    for (const kind of ['SymmetricKey', 'SecretData']) {
      const answer = await engine.run('DeriveKey', [
        type(kind),
        uid(from),
        method(name),
        given,
        anyLength(length * 8),
      ]);
      const id = textOf(answer, 'UniqueIdentifier');
      assert.equal((await secretOf(engine, id)).slice(0, expected.length), expected);
      assert.equal(linked(await attributesOf(engine, id), 'DerivationBaseObjectLink'), from);
      if (kind === 'SymmetricKey') {
        assert.equal(linked(await attributesOf(engine, from), 'DerivedKeyLink'), id);
      }
    }
  });
}

test('the base may be named by the tag of known JSON clients, not by the place holder', async () => {
  using engine = openEngine();
  const from = await base(engine, new Uint8Array(32));
  const rest = [type('SymmetricKey'), method('HKDF'), derivation(), anyLength(256)];
  await engine.run('DeriveKey', [text('ObjectUniqueIdentifier', from), ...rest]);
  await assert.rejects(engine.run('DeriveKey', rest, undefined, from), { reason: 'InvalidMessage' });
  await assert.rejects(engine.run('DeriveKey', [uid(from), uid(from), ...rest]), { reason: 'InvalidField' });
});

const AES_256 = attributes(algorithm('AES'), bits(256), usage('Encrypt'));
const PBKDF2 = (count: number) => derivation(salt(utf8('salt')), rounds(count));
const refused: readonly (readonly [string, readonly Ttlv[], string])[] = [
  ['a public key', [type('PublicKey'), method('HKDF'), derivation(), AES_256], 'InvalidObjectType'],
  [
    'no length',
    [type('SymmetricKey'), method('HKDF'), derivation(), attributes(algorithm('AES'))],
    'InvalidMessage',
  ],
  [
    'no algorithm',
    [type('SymmetricKey'), method('HKDF'), derivation(), attributes(bits(256))],
    'InvalidMessage',
  ],
  [
    'more than HKDF gives',
    [type('SecretData'), method('HKDF'), derivation(), anyLength(80_000)],
    'CryptographicFailure',
  ],
  [
    'more than a hash gives',
    [type('SecretData'), method('HASH'), derivation(hash('SHA_1')), anyLength(168)],
    'CryptographicFailure',
  ],
  [
    'a method of NIST',
    [type('SecretData'), method('NIST800_108_C'), derivation(), anyLength(128)],
    'UnsupportedCryptographicParameters',
  ],
  [
    'PBKDF2 without salt',
    [type('SecretData'), method('PBKDF2'), derivation(rounds(1)), anyLength(128)],
    'InvalidMessage',
  ],
  ['no rounds', [type('SecretData'), method('PBKDF2'), PBKDF2(0), anyLength(128)], 'InvalidField'],
  ['negative rounds', [type('SecretData'), method('PBKDF2'), PBKDF2(-1), anyLength(128)], 'InvalidField'],
  [
    'too many rounds',
    [type('SecretData'), method('PBKDF2'), PBKDF2(2 ** 31 - 1), anyLength(128)],
    'InvalidField',
  ],
  [
    'many rounds for many bytes',
    [type('SecretData'), method('PBKDF2'), PBKDF2(1_000_000), anyLength(8192)],
    'InvalidField',
  ],
  [
    'a long info',
    [type('SecretData'), method('HKDF'), derivation(info(new Uint8Array(1025))), anyLength(128)],
    'InvalidField',
  ],
];

for (const [name, items, reason] of refused) {
  test(`DeriveKey refuses ${name}, and stores nothing`, async () => {
    using engine = openEngine();
    const from = await base(engine, new Uint8Array(32));
    await assert.rejects(engine.run('DeriveKey', [uid(from), ...items]), { reason });
    assert.equal(engine.store.counts(engine.clock.nowUnixSeconds).objects, 1);
  });
}

test('the base must be made for it, active, and of a kind that has a secret', async () => {
  using engine = openEngine();
  const rest = [type('SymmetricKey'), method('HKDF'), derivation(), AES_256];
  const from = (id: string) => engine.run('DeriveKey', [uid(id), ...rest]);
  await assert.rejects(from(await newAesKey(engine)), { reason: 'IncompatibleCryptographicUsageMask' });
  await assert.rejects(from(await newAesKey(engine, [])), { reason: 'WrongKeyLifecycleState' });
  const pair = await newPair(engine, algorithm('Ed25519'));
  await assert.rejects(from(pair.privateId), { reason: 'IllegalObjectType' });
});
