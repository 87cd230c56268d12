import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enumeration } from '../../kmip/tables.ts';
import { bytes, type Ttlv } from '../../kmip/ttlv.ts';
import { permissionFor } from '../objects/permission.ts';
import { openEngine } from './engine.fixture.ts';
import {
  active,
  attributesOf,
  data,
  newAesKey,
  newPair,
  parameters,
  registered,
  revocation,
  uid,
  usage,
  utf8,
} from './requests.fixture.ts';

const MESSAGE = data(utf8('text'));
const hmac = parameters(enumeration('CryptographicAlgorithm', 'HMAC_SHA256'));

/** Each operation on an object of somebody else, and the grant that it needs. */
const guarded: readonly (readonly [string, readonly Ttlv[], string])[] = [
  ['Get', [], 'get'],
  ['Export', [], 'export'],
  ['GetAttributes', [], 'getattributes'],
  ['Revoke', [revocation('Unspecified')], 'revoke'],
  ['Encrypt', [MESSAGE], 'encrypt'],
  ['MAC', [MESSAGE, hmac], 'mac'],
  ['MACVerify', [MESSAGE, hmac, bytes('MACData', utf8('x'))], 'mac'],
];

for (const [operation, items, permission] of guarded) {
  test(`${operation} on the object of another needs the permission "${permission}", and no other will do`, async () => {
    using engine = openEngine();
    const id = await registered(
      engine,
      new Uint8Array(32),
      'AES',
      usage('Encrypt', 'MACGenerate', 'MACVerify'),
    );
    const attempt = () => engine.run(operation, [uid(id), ...items], 'ben');
    await assert.rejects(attempt(), { reason: 'PermissionDenied', message: new RegExp(`"${permission}"`) });
    const others = [...new Set(guarded.map(([name]) => permissionFor(name)))].filter(
      (name) => name !== permission,
    );
    engine.store.grant({ id, user: 'ben', operations: [...others, 'locate', 'destroy'] });
    await assert.rejects(attempt(), { reason: 'PermissionDenied' });
    engine.store.grant({ id, user: 'ben', operations: [permission] });
    await attempt();
    engine.store.revokeGrant({ id, user: 'ben', operations: [permission] });
    await assert.rejects(attempt(), { reason: 'PermissionDenied' });
  });
}

test('a grant on one half of a pair says nothing about the other', async () => {
  using engine = openEngine();
  const pair = await newPair(engine, enumeration('CryptographicAlgorithm', 'Ed25519'));
  engine.store.grant({ id: pair.publicId, user: 'ben', operations: ['get'] });
  await engine.run('Get', [uid(pair.publicId)], 'ben');
  await assert.rejects(engine.run('Get', [uid(pair.privateId)], 'ben'), { reason: 'PermissionDenied' });
});

test('Activate and Destroy can be granted too', async () => {
  using engine = openEngine();
  const id = await newAesKey(engine, []);
  await assert.rejects(engine.run('Destroy', [uid(id)], 'ben'), { reason: 'PermissionDenied' });
  engine.store.grant({ id, user: 'ben', operations: ['activate', 'destroy', 'getattributes'] });
  await engine.run('Activate', [uid(id)], 'ben');
  assert.ok(await attributesOf(engine, id, 'ben'));
  const other = await newAesKey(engine, [active]);
  await assert.rejects(engine.run('Activate', [uid(other)], 'ben'), { reason: 'PermissionDenied' });
});
