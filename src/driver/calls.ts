import { enumeration } from '../kmip/tables.ts';
import {
  boolean,
  bytes,
  dateTime,
  integer,
  structure,
  type Ttlv,
  type TtlvStructure,
  text,
} from '../kmip/ttlv.ts';

/** One KMIP operation to be asked for: bare, or as an item of a message. */
export interface Call {
  readonly operation: string;
  /** Its tag is the operation's name. */
  readonly payload: TtlvStructure;
}

/** Bits of the Cryptographic Usage Mask (KMIP 2.1 section 12.2). */
export const USAGE = {
  sign: 1,
  verify: 2,
  encrypt: 4,
  decrypt: 8,
  macGenerate: 128,
  macVerify: 256,
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

export const call = (operation: string, ...fields: readonly Ttlv[]): Call => ({
  operation,
  payload: structure(operation, ...fields),
});

const lifetime = ({ activation, deactivation, wrappingKeyId }: NewObject): readonly Ttlv[] => [
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

/** An operation whose payload is nothing but an identifier: Get, GetAttributes, Activate, Destroy ... */
export const onObject = (operation: string, id: string): Call =>
  call(operation, text('UniqueIdentifier', id));

export const revoke = (id: string): Call =>
  call(
    'Revoke',
    text('UniqueIdentifier', id),
    structure('RevocationReason', enumeration('RevocationReasonCode', 'CessationOfOperation')),
  );

const gcm = structure(
  'CryptographicParameters',
  enumeration('BlockCipherMode', 'GCM'),
  enumeration('CryptographicAlgorithm', 'AES'),
);

export const encrypt = (id: string, data: Uint8Array): Call =>
  call('Encrypt', text('UniqueIdentifier', id), gcm, bytes('Data', data));

/** Of what an Encrypt answered. */
export const decrypt = (id: string, encrypted: TtlvStructure): Call =>
  call(
    'Decrypt',
    text('UniqueIdentifier', id),
    gcm,
    ...encrypted.value.filter(({ tag }) =>
      ['Data', 'IVCounterNonce', 'AuthenticatedEncryptionTag'].includes(tag),
    ),
  );

/** Of bytes that no key has encrypted: it fails. */
export const decryptGarbage = (id: string): Call =>
  call(
    'Decrypt',
    text('UniqueIdentifier', id),
    gcm,
    bytes('Data', new Uint8Array(16)),
    bytes('IVCounterNonce', new Uint8Array(12)),
    bytes('AuthenticatedEncryptionTag', new Uint8Array(16)),
  );

export const sign = (id: string, data: Uint8Array, ...parameters: readonly Ttlv[]): Call =>
  call('Sign', text('UniqueIdentifier', id), ...parameters, bytes('Data', data));

export const rsaSignature = structure(
  'CryptographicParameters',
  enumeration('PaddingMethod', 'PKCS1 v1.5'),
  enumeration('HashingAlgorithm', 'SHA-256'),
);

export const mac = (id: string, data: Uint8Array): Call =>
  call(
    'MAC',
    text('UniqueIdentifier', id),
    structure('CryptographicParameters', enumeration('CryptographicAlgorithm', 'HMAC-SHA256')),
    bytes('Data', data),
  );

export const hash = (data: Uint8Array): Call =>
  call(
    'Hash',
    structure('CryptographicParameters', enumeration('HashingAlgorithm', 'SHA-256')),
    bytes('Data', data),
  );

export const locate = (name: string): Call =>
  call(
    'Locate',
    structure(
      'Attributes',
      structure('Name', text('NameValue', name), enumeration('NameType', 'UninterpretedTextString')),
    ),
  );

export const query = (): Call => call('Query', enumeration('QueryFunction', 'QueryOperations'));
export const discoverVersions = (): Call => call('DiscoverVersions');
