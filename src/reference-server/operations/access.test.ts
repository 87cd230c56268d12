import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textOf } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import {
  boolean,
  bytes,
  integer,
  interval,
  longInteger,
  structure,
  type Ttlv,
  text,
} from '../../kmip/ttlv.ts';
import { permissionLabels } from '../access/permissions.ts';
import { CERTIFICATE } from '../objects/certificate.fixture.ts';
import { type Engine, openEngine } from './engine.fixture.ts';
import { operations } from './index.ts';
import {
  active,
  algorithm,
  attributes,
  attributesOf,
  broughtKey,
  data,
  named,
  newAesKey,
  newPair,
  parameters,
  registered,
  registeredCertificate,
  revocation,
  uid,
  usage,
  utf8,
} from './requests.fixture.ts';

interface Target {
  readonly id: string;
  /** The other half of a pair: a grant on one half alone is not enough. */
  readonly otherId?: string;
}

/** An operation on an object of somebody else. */
interface Guarded {
  readonly permission: string;
  readonly target: (engine: Engine) => Promise<Target>;
  readonly items: (id: string) => readonly Ttlv[];
}

const MESSAGE = data(utf8('text'));
const IV = bytes('IVCounterNonce', new Uint8Array(16));
const HMAC = parameters(enumeration('CryptographicAlgorithm', 'HMAC_SHA256'));
const CBC = parameters(enumeration('BlockCipherMode', 'CBC'), enumeration('PaddingMethod', 'None'));
const LIMITS = structure(
  'UsageLimits',
  longInteger('UsageLimitsTotal', 1000n),
  enumeration('UsageLimitsUnit', 'Byte'),
);
const COMMENT = text('Comment', 'x');

const USES = usage('Encrypt', 'Decrypt', 'MACGenerate', 'MACVerify', 'DeriveKey');
const key = async (engine: Engine): Promise<Target> => ({
  id: await registered(
    engine,
    new Uint8Array(32),
    'AES',
    USES,
    LIMITS,
    COMMENT,
    interval('ProtectionPeriod', 60),
  ),
});
const notActive = async (engine: Engine): Promise<Target> => ({ id: await newAesKey(engine, []) });
const pair = async (engine: Engine) => newPair(engine, algorithm('Ed25519'));
const certificate = async (engine: Engine): Promise<Target> => ({
  id: await registeredCertificate(engine, CERTIFICATE),
});

const guarded = (
  permission: string,
  items: readonly Ttlv[] = [],
  target: Guarded['target'] = key,
): Guarded => ({ permission, target, items: (id) => [uid(id), ...items] });

const inNew = (attribute: Ttlv): Ttlv => structure('NewAttribute', attribute);

/** Operations that touch no object that is already there. */
const OPEN: readonly string[] = [
  'Create',
  'CreateKeyPair',
  'Register',
  'Hash',
  'RNGRetrieve',
  'RNGSeed',
  'Query',
  'DiscoverVersions',
  'Interop',
  'Ping',
  // Shows what the user owns or was granted something on: tested with Locate itself.
  'Locate',
];

/** No grant opens them. */
const OWNERS: readonly string[] = ['Archive', 'Recover'];

const GUARDED: ReadonlyMap<string, Guarded> = new Map([
  ['Get', guarded('get')],
  ['Export', guarded('export')],
  [
    'Import',
    guarded('import', [boolean('ReplaceExisting', true), ...broughtKey(new Uint8Array(32), 'AES', USES)]),
  ],
  ['GetAttributes', guarded('getattributes')],
  ['Validate', guarded('validate', [], certificate)],
  ['GetAttributeList', guarded('getattributes')],
  ['Check', guarded('getattributes', [usage('Encrypt')])],
  ['AddAttribute', guarded('addattribute', [inNew(named('x'))])],
  ['ModifyAttribute', guarded('modifyattribute', [inNew(COMMENT)])],
  ['SetAttribute', guarded('setattribute', [inNew(COMMENT)])],
  ['DeleteAttribute', guarded('deleteattribute', [enumeration('AttributeReference', 'Comment')])],
  [
    'AdjustAttribute',
    guarded('modifyattribute', [
      enumeration('AttributeReference', 'ProtectionPeriod'),
      enumeration('AdjustmentType', 'Increment'),
    ]),
  ],
  ['ObtainLease', guarded('get')],
  ['GetUsageAllocation', guarded('encrypt', [longInteger('UsageLimitsCount', 1n)])],
  ['Activate', guarded('activate', [], notActive)],
  ['Revoke', guarded('revoke', [revocation('Unspecified')])],
  ['Destroy', guarded('destroy', [], notActive)],
  ['Encrypt', guarded('encrypt', [MESSAGE])],
  ['Decrypt', guarded('decrypt', [CBC, data(new Uint8Array(16)), IV])],
  ['Sign', guarded('sign', [MESSAGE], async (engine) => ({ id: (await pair(engine)).privateId }))],
  [
    'SignatureVerify',
    guarded('signatureverify', [MESSAGE, bytes('SignatureData', new Uint8Array(64))], async (engine) => ({
      id: (await pair(engine)).publicId,
    })),
  ],
  ['MAC', guarded('mac', [MESSAGE, HMAC])],
  ['MACVerify', guarded('mac', [MESSAGE, HMAC, bytes('MACData', utf8('x'))])],
  [
    'DeriveKey',
    guarded('derivekey', [
      enumeration('ObjectType', 'SymmetricKey'),
      enumeration('DerivationMethod', 'HKDF'),
      structure('DerivationParameters'),
      attributes(algorithm('AES'), integer('CryptographicLength', 128)),
    ]),
  ],
  ['ReKey', guarded('rekey')],
  [
    'ReKeyKeyPair',
    {
      permission: 'rekey',
      target: async (engine) => {
        const { privateId, publicId } = await pair(engine);
        return { id: privateId, otherId: publicId };
      },
      items: (id) => [text('PrivateKeyUniqueIdentifier', id)],
    },
  ],
]);

test('every operation of this server is open or guarded, and no other', () => {
  assert.deepEqual([...OPEN, ...OWNERS, ...GUARDED.keys()].toSorted(), [...operations.keys()].toSorted());
});

for (const [operation, { permission, target, items }] of GUARDED) {
  test(`${operation} on the object of another needs the permission "${permission}", and no other will do`, async () => {
    using engine = openEngine();
    const { id, otherId } = await target(engine);
    const { store } = engine;
    const before = store.retrieve(id);
    const denied = async (message = new RegExp(`"${permission}"`)) => {
      await assert.rejects(engine.run(operation, items(id), 'ben'), { reason: 'PermissionDenied', message });
      assert.deepEqual(store.retrieve(id), before);
    };
    await denied();
    const others = [...permissionLabels.keys()].filter((name) => name !== permission);
    store.grant({ id, user: 'ben', operations: others });
    await denied();
    store.grant({ id, user: 'carl', operations: [permission] });
    await denied();
    if (otherId !== undefined) {
      store.grant({ id, user: 'ben', operations: [permission] });
      await denied(new RegExp(otherId));
      store.grant({ id: otherId, user: 'ben', operations: [permission] });
    }
    store.grant({ id, user: 'ben', operations: [permission] });
    store.revokeGrant({ id, user: 'ben', operations: [permission] });
    await denied();
    store.grant({ id, user: 'ben', operations: [permission] });
    await engine.run(operation, items(id), 'ben');
  });
}

test('every permission that an operation needs can be granted', () => {
  for (const [operation, { permission }] of GUARDED) {
    assert.ok(permissionLabels.has(permission), `${operation} needs ${permission}`);
  }
});

test('only its owner moves an object to the archive and back', async () => {
  using engine = openEngine();
  const { id } = await key(engine);
  engine.store.grant({ id, user: 'ben', operations: [...permissionLabels.keys()] });
  for (const operation of OWNERS) {
    await assert.rejects(engine.run(operation, [uid(id)], 'ben'), { reason: 'PermissionDenied' });
    await engine.run(operation, [uid(id)]);
  }
});

test('a grant on one half of a pair says nothing about the other', async () => {
  using engine = openEngine();
  const { privateId, publicId } = await pair(engine);
  engine.store.grant({ id: publicId, user: 'ben', operations: ['get'] });
  await engine.run('Get', [uid(publicId)], 'ben');
  await assert.rejects(engine.run('Get', [uid(privateId)], 'ben'), { reason: 'PermissionDenied' });
});

test('what another user makes of a granted key is that user’s own, but for the key that replaces it', async () => {
  using engine = openEngine();
  const { id } = await key(engine);
  engine.store.grant({ id, user: 'ben', operations: ['derivekey', 'rekey'] });
  const made = async (operation: string) =>
    textOf(await engine.run(operation, GUARDED.get(operation)?.items(id) ?? [], 'ben'), 'UniqueIdentifier');
  await attributesOf(engine, await made('DeriveKey'), 'ben');
  const replacement = await made('ReKey');
  await assert.rejects(attributesOf(engine, replacement, 'ben'), { reason: 'PermissionDenied' });
  assert.ok(await attributesOf(engine, replacement));
});

test('a key that is granted to others stays refused to them once its state forbids the use', async () => {
  using engine = openEngine();
  const other = await newAesKey(engine, [active]);
  engine.store.grant({ id: other, user: 'ben', operations: ['destroy'] });
  await assert.rejects(engine.run('Destroy', [uid(other)], 'ben'), { reason: 'WrongKeyLifecycleState' });
});
