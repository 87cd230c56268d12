import { enumeration } from '../../kmip/tables.ts';
import { boolean, bytes, dateTime, integer, structure, type Ttlv, text } from '../../kmip/ttlv.ts';
import { type Call, call } from './call.ts';

/** Bits of the Cryptographic Usage Mask (KMIP 2.1 section 12.2). */
export const USAGE = {
  sign: 1,
  verify: 2,
  encrypt: 4,
  decrypt: 8,
  wrapKey: 16,
  unwrapKey: 32,
  macGenerate: 128,
  macVerify: 256,
  deriveKey: 512,
} as const;

/** How a new object is to be. */
export interface NewObject {
  /** Unix seconds; absent = PreActive. */
  readonly activation?: number;
  readonly deactivation?: number;
  readonly wrappingKeyId?: string;
  /** Identifier chosen by the caller, such as hsm::<slot>::<label>. */
  readonly id?: string;
}

/** Dates and wrapping key. */
export const lifetime = ({ activation, deactivation, wrappingKeyId }: NewObject): readonly Ttlv[] => [
  ...(activation === undefined ? [] : [dateTime('ActivationDate', BigInt(activation))]),
  ...(deactivation === undefined ? [] : [dateTime('DeactivationDate', BigInt(deactivation))]),
  ...(wrappingKeyId === undefined
    ? []
    : [
        structure(
          'Attribute',
          text('VendorIdentification', 'cosmian'),
          text('AttributeName', 'wrapping_key_id'),
          text('AttributeValue', wrappingKeyId),
        ),
      ]),
];

const identified = ({ id }: NewObject): readonly Ttlv[] =>
  id === undefined ? [] : [text('UniqueIdentifier', id)];

export const createKey = (algorithm: string, bits: number, usage: number, object: NewObject): Call =>
  call(
    'Create',
    enumeration('ObjectType', 'SymmetricKey'),
    structure(
      'Attributes',
      ...identified(object),
      enumeration('CryptographicAlgorithm', algorithm),
      integer('CryptographicLength', bits),
      integer('CryptographicUsageMask', usage),
      ...lifetime(object),
    ),
  );

export const createKeyPair = (algorithm: KeyPairAlgorithm, object: NewObject): Call =>
  call(
    'CreateKeyPair',
    structure('CommonAttributes', ...identified(object), ...KEY_PAIRS[algorithm], ...lifetime(object)),
    structure('PrivateKeyAttributes', integer('CryptographicUsageMask', USAGE.sign | USAGE.decrypt)),
    structure('PublicKeyAttributes', integer('CryptographicUsageMask', USAGE.verify | USAGE.encrypt)),
  );

const rsa = (bits: number): readonly Ttlv[] => [
  enumeration('CryptographicAlgorithm', 'RSA'),
  integer('CryptographicLength', bits),
];
const curve = (name: string): readonly Ttlv[] => [
  enumeration('CryptographicAlgorithm', 'ECDSA'),
  structure('CryptographicDomainParameters', enumeration('RecommendedCurve', name)),
];

export const KEY_PAIRS = {
  'RSA-2048': rsa(2048),
  'RSA-4096': rsa(4096),
  'P-256': curve('P-256'),
  'P-384': curve('P-384'),
  'P-521': curve('P-521'),
  Ed25519: [enumeration('CryptographicAlgorithm', 'Ed25519')],
} as const;
export type KeyPairAlgorithm = keyof typeof KEY_PAIRS;

/** SecretData: an object that is no key. */
export const registerSecret = (secret: Uint8Array, object: NewObject): Call =>
  call(
    'Register',
    enumeration('ObjectType', 'SecretData'),
    structure('Attributes', ...identified(object), ...lifetime(object)),
    structure(
      'SecretData',
      enumeration('SecretDataType', 'Password'),
      structure(
        'KeyBlock',
        enumeration('KeyFormatType', 'Raw'),
        structure('KeyValue', bytes('KeyMaterial', secret)),
      ),
    ),
  );

/** An AES key under an identifier of the caller's choice. */
export const importKey = (id: string, key: Uint8Array, replace: boolean, object: NewObject): Call =>
  call(
    'Import',
    text('UniqueIdentifier', id),
    enumeration('ObjectType', 'SymmetricKey'),
    boolean('ReplaceExisting', replace),
    structure(
      'Attributes',
      enumeration('CryptographicAlgorithm', 'AES'),
      integer('CryptographicLength', key.length * 8),
      integer('CryptographicUsageMask', USAGE.encrypt | USAGE.decrypt),
      ...lifetime(object),
    ),
    structure(
      'SymmetricKey',
      structure(
        'KeyBlock',
        enumeration('KeyFormatType', 'Raw'),
        structure('KeyValue', bytes('KeyMaterial', key)),
        enumeration('CryptographicAlgorithm', 'AES'),
        integer('CryptographicLength', key.length * 8),
      ),
    ),
  );

/** A key or secret data, made from another object by HKDF. */
export const deriveKey = (
  base: string,
  type: 'SymmetricKey' | 'SecretData',
  info: Uint8Array,
  object: NewObject,
): Call =>
  call(
    'DeriveKey',
    enumeration('ObjectType', type),
    text('UniqueIdentifier', base),
    enumeration('DerivationMethod', 'HKDF'),
    structure(
      'DerivationParameters',
      structure('CryptographicParameters', enumeration('HashingAlgorithm', 'SHA-256')),
      bytes('DerivationData', info),
    ),
    structure(
      'Attributes',
      ...(type === 'SymmetricKey' ? [enumeration('CryptographicAlgorithm', 'AES')] : []),
      integer('CryptographicLength', 256),
      integer('CryptographicUsageMask', USAGE.encrypt | USAGE.decrypt),
      ...lifetime(object),
    ),
  );
