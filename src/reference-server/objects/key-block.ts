import { KmipError } from '../../kmip/errors.ts';
import {
  bytesOf,
  enumerationOf,
  maybeChild,
  maybeEnumerationCode,
  maybeInteger,
  structureOf,
} from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { bytes, integer, structure, type Ttlv, type TtlvStructure } from '../../kmip/ttlv.ts';

/** Object types whose body is a Key Block (KMIP 2.1, Key Block). */
const KEY_BLOCK_TYPES: readonly string[] = [
  'SymmetricKey',
  'PrivateKey',
  'PublicKey',
  'SplitKey',
  'SecretData',
  'PGPKey',
];

export const hasKeyBlock = (type: string): boolean => KEY_BLOCK_TYPES.includes(type);

export interface KeyDescription {
  /** OASIS name of the KeyFormatType. */
  readonly format: string;
  readonly material: Ttlv;
  readonly algorithm?: string | undefined;
  readonly bits?: number | undefined;
}

/** A managed object with its key block: `keyObject('SymmetricKey', { format: 'Raw', ... })`. */
export function keyObject(type: string, key: KeyDescription, before: readonly Ttlv[] = []): TtlvStructure {
  return structure(
    type,
    ...before,
    structure(
      'KeyBlock',
      enumeration('KeyFormatType', key.format),
      structure('KeyValue', key.material),
      ...(key.algorithm === undefined ? [] : [enumeration('CryptographicAlgorithm', key.algorithm)]),
      ...(key.bits === undefined ? [] : [integer('CryptographicLength', key.bits)]),
    ),
  );
}

export const rawMaterial = (key: Uint8Array): Ttlv => bytes('KeyMaterial', key);
export const transparentMaterial = (key: Uint8Array): Ttlv => structure('KeyMaterial', bytes('Key', key));

/** The client wrapped the key itself: the server cannot look inside. */
export const isClientWrapped = (object: TtlvStructure): boolean =>
  maybeChild(structureOf(object, 'KeyBlock'), 'KeyWrappingData') !== undefined;

/** @throws KmipError InvalidMessage, InvalidField, or KeyWrapTypeNotSupported for a key that its client wrapped */
export function readKeyBlock(object: TtlvStructure): KeyDescription {
  const block = structureOf(object, 'KeyBlock');
  if (isClientWrapped(object)) {
    throw new KmipError(
      'KeyWrapTypeNotSupported',
      `${object.tag}: the key is wrapped, this server stores it only`,
    );
  }
  const material = maybeChild(structureOf(block, 'KeyValue'), 'KeyMaterial');
  if (material === undefined) throw new KmipError('InvalidMessage', 'KeyValue: missing field KeyMaterial');
  const algorithm = maybeEnumerationCode(block, 'CryptographicAlgorithm');
  return {
    format: enumerationOf(block, 'KeyFormatType'),
    material,
    algorithm: algorithm === undefined ? undefined : enumerationOf(block, 'CryptographicAlgorithm'),
    bits: maybeInteger(block, 'CryptographicLength'),
  };
}

/** The bytes of key material that is one byte string. @throws KmipError InvalidField */
export function materialBytes({ format, material }: KeyDescription): Uint8Array {
  if (material.type === 'ByteString') return material.value;
  throw new KmipError(
    'InvalidField',
    `KeyMaterial of format ${format} is a ByteString, not of type ${material.type}`,
  );
}

/**
 * The bytes of a symmetric key or of secret data.
 * @throws KmipError InvalidField, KeyFormatTypeNotSupported
 */
export function secretBytes(key: KeyDescription): Uint8Array {
  if (key.format === 'Raw' || key.format === 'Opaque') return materialBytes(key);
  if (key.format !== 'TransparentSymmetricKey') {
    throw new KmipError('KeyFormatTypeNotSupported', `a secret has no key format ${key.format}`);
  }
  if (key.material.type === 'Structure') return bytesOf(key.material, 'Key');
  throw new KmipError(
    'InvalidField',
    'KeyMaterial of format TransparentSymmetricKey is a structure with Key',
  );
}
