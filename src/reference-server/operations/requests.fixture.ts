/** Request payloads and the short-hands that the tests of the operations share. */
import { enumerationOf, structureOf, textOf } from '../../kmip/fields.ts';
import { enumeration, maskBit } from '../../kmip/tables.ts';
import { bytes, dateTime, integer, structure, type Ttlv, type TtlvStructure, text } from '../../kmip/ttlv.ts';
import { type Engine, OWNER, START } from './engine.fixture.ts';

export const hex = (digits: string): Uint8Array => new Uint8Array(Buffer.from(digits, 'hex'));
export const hexOf = (value: Uint8Array): string => Buffer.from(value).toString('hex');
export const utf8 = (value: string): Uint8Array => new TextEncoder().encode(value);

export const uid = (id: string): Ttlv => text('UniqueIdentifier', id);
export const usage = (...names: readonly string[]): Ttlv =>
  integer(
    'CryptographicUsageMask',
    names.reduce((mask, name) => mask | (maskBit('CryptographicUsageMask', name) ?? 0), 0),
  );
export const algorithm = (name: string): Ttlv => enumeration('CryptographicAlgorithm', name);
export const bits = (length: number): Ttlv => integer('CryptographicLength', length);
export const active: Ttlv = dateTime('ActivationDate', START - 1n);
export const named = (name: string): Ttlv =>
  structure('Name', text('NameValue', name), enumeration('NameType', 'UninterpretedTextString'));
export const attributes = (...items: readonly Ttlv[]): TtlvStructure => structure('Attributes', ...items);
export const parameters = (...items: readonly Ttlv[]): Ttlv => structure('CryptographicParameters', ...items);
export const data = (value: Uint8Array): Ttlv => bytes('Data', value);
export const revocation = (reason: string): Ttlv =>
  structure('RevocationReason', enumeration('RevocationReasonCode', reason));
export const wrappedBy = (id: string): Ttlv =>
  structure(
    'Attribute',
    text('VendorIdentification', 'cosmian'),
    text('AttributeName', 'wrapping_key_id'),
    text('AttributeValue', id),
  );

export const aesRequest = (...more: readonly Ttlv[]): readonly Ttlv[] => [
  enumeration('ObjectType', 'SymmetricKey'),
  attributes(algorithm('AES'), bits(256), usage('Encrypt', 'Decrypt', 'WrapKey', 'UnwrapKey'), ...more),
];

/** Creates an AES key, Active unless told otherwise, and answers its identifier. */
export const newAesKey = async (
  engine: Engine,
  more: readonly Ttlv[] = [active],
  user = OWNER,
): Promise<string> => textOf(await engine.run('Create', aesRequest(...more), user), 'UniqueIdentifier');

export interface Pair {
  readonly privateId: string;
  readonly publicId: string;
}

export async function newPair(engine: Engine, ...common: readonly Ttlv[]): Promise<Pair> {
  const answer = await engine.run('CreateKeyPair', [
    structure('CommonAttributes', active, ...common),
    structure('PrivateKeyAttributes', usage('Sign', 'Decrypt')),
    structure('PublicKeyAttributes', usage('Verify', 'Encrypt')),
  ]);
  return {
    privateId: textOf(answer, 'PrivateKeyUniqueIdentifier'),
    publicId: textOf(answer, 'PublicKeyUniqueIdentifier'),
  };
}

export const curve = (name: string): Ttlv =>
  structure('CryptographicDomainParameters', enumeration('RecommendedCurve', name));

/** A symmetric key as Register and Import bring it. */
export const broughtKey = (key: Uint8Array, of: string, ...more: readonly Ttlv[]): readonly Ttlv[] => [
  enumeration('ObjectType', 'SymmetricKey'),
  attributes(algorithm(of), active, ...more),
  structure(
    'SymmetricKey',
    structure(
      'KeyBlock',
      enumeration('KeyFormatType', 'Raw'),
      structure('KeyValue', bytes('KeyMaterial', key)),
    ),
  ),
];

export const broughtCertificate = (der: Uint8Array): TtlvStructure =>
  structure('Certificate', enumeration('CertificateType', 'X_509'), bytes('CertificateValue', der));

export const registeredCertificate = async (
  engine: Engine,
  der: Uint8Array,
  ...more: readonly Ttlv[]
): Promise<string> => {
  const request = [enumeration('ObjectType', 'Certificate'), attributes(...more), broughtCertificate(der)];
  return textOf(await engine.run('Register', request), 'UniqueIdentifier');
};

export const registered = async (
  engine: Engine,
  key: Uint8Array,
  of: string,
  ...more: readonly Ttlv[]
): Promise<string> => textOf(await engine.run('Register', broughtKey(key, of, ...more)), 'UniqueIdentifier');

export async function attributesOf(engine: Engine, id: string, user = OWNER): Promise<TtlvStructure> {
  return structureOf(await engine.run('GetAttributes', [uid(id)], user), 'Attributes');
}

export const stateOf = async (engine: Engine, id: string): Promise<string> =>
  enumerationOf(await attributesOf(engine, id), 'State');
