import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf, enumerationOf, structureOf, textOf } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { dateTime, type Ttlv, text } from '../../kmip/ttlv.ts';
import { openEngine, START } from './engine.fixture.ts';
import {
  aesRequest,
  algorithm,
  attributes,
  bits,
  newAesKey,
  stateOf,
  uid,
  usage,
} from './requests.fixture.ts';

test('Create makes a key of the asked length, PreActive until a date or Activate says otherwise', async () => {
  using engine = openEngine();
  const id = textOf(await engine.run('Create', aesRequest()), 'UniqueIdentifier');
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(await stateOf(engine, id), 'PreActive');
  assert.equal(await stateOf(engine, await newAesKey(engine, [dateTime('ActivationDate', START)])), 'Active');
  assert.equal(
    await stateOf(engine, await newAesKey(engine, [dateTime('ActivationDate', START + 1n)])),
    'PreActive',
  );
  const key = structureOf(structureOf(await engine.run('Get', [uid(id)]), 'SymmetricKey'), 'KeyBlock');
  assert.equal(enumerationOf(key, 'KeyFormatType'), 'Raw');
  assert.equal(bytesOf(structureOf(key, 'KeyValue'), 'KeyMaterial').length, 32);
  assert.deepEqual(engine.store.counts(START), { objects: 3, activeKeys: 1 });
});

const symmetric = enumeration('ObjectType', 'SymmetricKey');
const refusedCreates: readonly (readonly [string, readonly Ttlv[], string, RegExp])[] = [
  ['no attributes', [symmetric], 'InvalidMessage', /missing field Attributes/],
  ['no type', [attributes(algorithm('AES'), usage('Encrypt'))], 'InvalidMessage', /missing field ObjectType/],
  [
    'a private key',
    [enumeration('ObjectType', 'PrivateKey'), attributes()],
    'InvalidObjectType',
    /SymmetricKey only/,
  ],
  [
    'length 0',
    [symmetric, attributes(algorithm('AES'), bits(0), usage('Encrypt'))],
    'InvalidField',
    /length of 0/,
  ],
  [
    'length -8',
    [symmetric, attributes(algorithm('HMAC_SHA256'), bits(-8), usage('MACGenerate'))],
    'InvalidField',
    /-8/,
  ],
  ['Blowfish', [symmetric, attributes(algorithm('Blowfish'), usage('Encrypt'))], 'InvalidField', /Blowfish/],
  ['no usage mask', [symmetric, attributes(algorithm('AES'))], 'InvalidMessage', /CryptographicUsageMask/],
  [
    'a state of its own',
    [symmetric, attributes(enumeration('State', 'Active'))],
    'ReadOnlyAttribute',
    /State/,
  ],
  ['an identifier of its own', [symmetric, attributes(uid('mine'))], 'ReadOnlyAttribute', /UniqueIdentifier/],
  [
    'two algorithms',
    [symmetric, attributes(algorithm('AES'), algorithm('AES'))],
    'AttributeSingleValued',
    /2 times/,
  ],
  [
    'an unknown attribute',
    [symmetric, attributes(text('Username', 'x'))],
    'UnsupportedAttribute',
    /Username/,
  ],
  [
    'a mask as text',
    [symmetric, attributes(text('CryptographicUsageMask', '4'))],
    'InvalidAttributeValue',
    /Integer/,
  ],
];

for (const [name, items, reason, message] of refusedCreates) {
  test(`Create refuses ${name}, and stores nothing`, async () => {
    using engine = openEngine();
    await assert.rejects(engine.run('Create', items), { name: 'KmipError', reason, message });
    assert.deepEqual(engine.store.counts(START), { objects: 0, activeKeys: 0 });
  });
}
