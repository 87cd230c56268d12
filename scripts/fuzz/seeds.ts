import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { enumeration } from '../../src/kmip/tables.ts';
import { bytes, dateTime, integer, structure, type Ttlv, text } from '../../src/kmip/ttlv.ts';

/** Who sends every input, and owns the objects that inputs speak of. */
export const STRANGER = 'stranger';
/** Whose request must be answered as ever, whatever the stranger sends. */
export const KEEPER = 'keeper';

/** The keeper's key, which no answer to the stranger may hold. */
export const KEPT = 'kept';
export const KEPT_KEY = Buffer.from('5eed'.repeat(16), 'hex');

const EVERYTHING = 0x00ff_ffff;
const ED25519_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const ed25519 = createPrivateKey({
  key: Buffer.concat([ED25519_HEAD, Buffer.alloc(32, 7)]),
  format: 'der',
  type: 'pkcs8',
});

const key = (structureTag: string, format: string, material: Uint8Array): Ttlv =>
  structure(
    structureTag,
    structure(
      'KeyBlock',
      enumeration('KeyFormatType', format),
      structure('KeyValue', bytes('KeyMaterial', material)),
    ),
  );

const brought = (id: string, type: string, object: Ttlv, ...more: readonly Ttlv[]): readonly Ttlv[] => [
  text('UniqueIdentifier', id),
  enumeration('ObjectType', type),
  structure(
    'Attributes',
    dateTime('ActivationDate', 1n),
    integer('CryptographicUsageMask', EVERYTHING),
    structure('Name', text('NameValue', id), enumeration('NameType', 'UninterpretedTextString')),
    ...more,
  ),
  object,
];

const symmetric = (id: string, of: string, material: Uint8Array): readonly Ttlv[] =>
  brought(
    id,
    'SymmetricKey',
    key('SymmetricKey', 'Raw', material),
    enumeration('CryptographicAlgorithm', of),
  );

const link = (type: string, id: string): Ttlv =>
  structure('Link', enumeration('LinkType', type), text('LinkedObjectIdentifier', id));

const pair = (name: string, privateKey: KeyObject): readonly (readonly Ttlv[])[] => {
  const secret = privateKey.export({ format: 'der', type: 'pkcs8' });
  const known = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return [
    brought(
      `${name}-private`,
      'PrivateKey',
      key('PrivateKey', 'PKCS_8', secret),
      link('PublicKeyLink', `${name}-public`),
    ),
    brought(
      `${name}-public`,
      'PublicKey',
      key('PublicKey', 'X_509', known),
      link('PrivateKeyLink', `${name}-private`),
    ),
  ];
};

/** What Import brings before the first input, by owner. Identifiers are the same in every run, RSA and EC keys are not. */
export const seeds = (): readonly (readonly [owner: string, payload: readonly Ttlv[]])[] => [
  [KEEPER, symmetric(KEPT, 'AES', KEPT_KEY)],
  ...[
    symmetric('aes', 'AES', Buffer.alloc(32, 1)),
    symmetric('hmac', 'HMAC_SHA256', Buffer.alloc(32, 2)),
    ...pair('ed', ed25519),
    ...pair('ec', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
    ...pair('rsa', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
    brought(
      'secret',
      'SecretData',
      structure(
        'SecretData',
        enumeration('SecretDataType', 'Password'),
        structure(
          'KeyBlock',
          enumeration('KeyFormatType', 'Opaque'),
          structure('KeyValue', bytes('KeyMaterial', Buffer.from('password'))),
        ),
      ),
    ),
  ].map((payload) => [STRANGER, payload] as const),
];
