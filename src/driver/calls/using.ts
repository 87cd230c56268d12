import { enumeration } from '../../kmip/tables.ts';
import { bytes, integer, structure, type Ttlv, type TtlvStructure, text } from '../../kmip/ttlv.ts';
import { type Call, call } from './call.ts';

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

export const signatureVerify = (
  id: string,
  data: Uint8Array,
  signature: Uint8Array,
  ...parameters: readonly Ttlv[]
): Call =>
  call(
    'SignatureVerify',
    text('UniqueIdentifier', id),
    ...parameters,
    bytes('Data', data),
    bytes('SignatureData', signature),
  );

const hmac = structure('CryptographicParameters', enumeration('CryptographicAlgorithm', 'HMAC-SHA256'));

export const mac = (id: string, data: Uint8Array): Call =>
  call('MAC', text('UniqueIdentifier', id), hmac, bytes('Data', data));

export const macVerify = (id: string, data: Uint8Array, claimed: Uint8Array): Call =>
  call('MACVerify', text('UniqueIdentifier', id), hmac, bytes('Data', data), bytes('MACData', claimed));

export const hash = (data: Uint8Array): Call =>
  call(
    'Hash',
    structure('CryptographicParameters', enumeration('HashingAlgorithm', 'SHA-256')),
    bytes('Data', data),
  );

export const rngRetrieve = (length: number): Call => call('RNGRetrieve', integer('DataLength', length));
export const rngSeed = (seed: Uint8Array): Call => call('RNGSeed', bytes('Data', seed));
