import { createHash, type KeyObject } from 'node:crypto';
import { KmipError } from '../../kmip/errors.ts';
import { bytesOf, enumerationOf, integerOf, maybeEnumeration, maybeInteger } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { bytes, integer, structure, type Ttlv, type TtlvStructure } from '../../kmip/ttlv.ts';
import { curveByNodeName } from '../crypto/curves.ts';
import { asymmetricBits, secretLength, usualBits } from '../crypto/generate.ts';
import {
  type Half,
  isHalf,
  isKeptOnly,
  readAsymmetric,
  STORED_FORMAT,
  writeAsymmetric,
} from './asymmetric-formats.ts';
import { certificateAttributes } from './certificate.ts';
import {
  hasKeyBlock,
  isClientWrapped,
  type KeyDescription,
  materialBytes,
  readKeyBlock,
  secretBytes,
} from './key-block.ts';

/** Object types that a client may put into the store. */
export const STORABLE_TYPES: readonly string[] = [
  'SymmetricKey',
  'PrivateKey',
  'PublicKey',
  'SplitKey',
  'SecretData',
  'OpaqueObject',
  'Certificate',
  'CertificateRequest',
  'PGPKey',
];

const digest = (material: Uint8Array, format: string | undefined): Ttlv =>
  structure(
    'Digest',
    enumeration('HashingAlgorithm', 'SHA_256'),
    bytes('DigestValue', new Uint8Array(createHash('sha256').update(material).digest())),
    ...(format === undefined ? [] : [enumeration('KeyFormatType', format)]),
  );

const ALGORITHM_OF_KEY: ReadonlyMap<string | undefined, readonly string[]> = new Map([
  ['rsa', ['RSA']],
  ['ec', ['EC', 'ECDSA', 'ECDH']],
  ['ed25519', ['Ed25519']],
]);

function agreed<T>(what: string, claims: readonly (T | undefined)[]): T | undefined {
  const distinct = [...new Set(claims.filter((claim) => claim !== undefined))];
  if (distinct.length <= 1) return distinct[0];
  throw new KmipError('InvalidField', `the request names two values of ${what}: ${distinct.join(' and ')}`);
}

function symmetricAttributes(key: KeyDescription, given: TtlvStructure): readonly Ttlv[] {
  const material = secretBytes(key);
  if (material.length === 0)
    throw new KmipError('InvalidField', 'KeyMaterial: the key has a length of 0 bytes');
  const algorithm = agreed('CryptographicAlgorithm', [
    key.algorithm,
    maybeEnumeration(given, 'CryptographicAlgorithm'),
  ]);
  const usual = usualBits(algorithm, material.length);
  const claimed = agreed('CryptographicLength', [key.bits, maybeInteger(given, 'CryptographicLength')]);
  const bits =
    claimed !== undefined && secretLength(algorithm, claimed) === material.length ? claimed : usual;
  agreed('CryptographicLength', [claimed, bits]);
  return [
    ...(algorithm === undefined ? [] : [enumeration('CryptographicAlgorithm', algorithm)]),
    integer('CryptographicLength', bits),
    enumeration('KeyFormatType', key.format),
    digest(material, key.format),
  ];
}

/** One signature with a longer RSA key would take seconds. */
const MOST_BITS = 16_384;

/** What a half of a pair says about itself. @throws KmipError InvalidField when the request claims another algorithm */
function asymmetricAttributes(half: Half, key: KeyObject, claimed: string | undefined): readonly Ttlv[] {
  const algorithms = ALGORITHM_OF_KEY.get(key.asymmetricKeyType) ?? [];
  const algorithm = claimed ?? algorithms[0];
  if (algorithm === undefined || !algorithms.includes(algorithm)) {
    throw new KmipError('InvalidField', `the key is of type ${key.asymmetricKeyType}, not ${claimed}`);
  }
  const bits = asymmetricBits(key);
  if (bits !== undefined && bits > MOST_BITS) {
    throw new KmipError('InvalidField', `a key of ${bits} bits is longer than the ${MOST_BITS} bits allowed`);
  }
  const curve = curveByNodeName(key.asymmetricKeyDetails?.namedCurve);
  return [
    enumeration('CryptographicAlgorithm', algorithm),
    ...(bits === undefined ? [] : [integer('CryptographicLength', bits)]),
    ...(curve === undefined
      ? []
      : [structure('CryptographicDomainParameters', enumeration('RecommendedCurve', curve.kmip))]),
    ...formatAttributes(half, key),
  ];
}

/**
 * The default format, and the digest in it; of a transparent format the digest is that of the form in the store, for
 * it is a digest of bytes (KMIP 2.1 sections 4.21 and 4.26).
 */
function formatAttributes(half: Half, key: KeyObject): readonly Ttlv[] {
  const { format } = writeAsymmetric(half, key, undefined);
  const digested = [format, STORED_FORMAT[half]]
    .map((name) => writeAsymmetric(half, key, name))
    .find(({ material }) => material.type === 'ByteString');
  return [
    enumeration('KeyFormatType', format),
    ...(digested === undefined ? [] : [digest(materialBytes(digested), digested.format)]),
  ];
}

/** What a key says about itself that is kept as it came. */
function keptAttributes(key: KeyDescription, given: TtlvStructure): readonly Ttlv[] {
  const algorithm = agreed('CryptographicAlgorithm', [
    key.algorithm,
    maybeEnumeration(given, 'CryptographicAlgorithm'),
  ]);
  const bits = agreed('CryptographicLength', [key.bits, maybeInteger(given, 'CryptographicLength')]);
  return [
    ...(algorithm === undefined ? [] : [enumeration('CryptographicAlgorithm', algorithm)]),
    ...(bits === undefined ? [] : [integer('CryptographicLength', bits)]),
    enumeration('KeyFormatType', key.format),
    ...(key.material.type === 'ByteString' ? [digest(key.material.value, key.format)] : []),
  ];
}

/** Which part of how many a split key is (KMIP 2.1, Split Key). @throws KmipError InvalidMessage, InvalidField */
function checkSplitKey(object: TtlvStructure): void {
  const parts = integerOf(object, 'SplitKeyParts');
  const part = integerOf(object, 'KeyPartIdentifier');
  const threshold = integerOf(object, 'SplitKeyThreshold');
  enumerationOf(object, 'SplitKeyMethod');
  if (part >= 1 && part <= parts && threshold >= 1 && threshold <= parts) return;
  throw new KmipError(
    'InvalidField',
    `SplitKey: part ${part} of ${parts}, of which ${threshold} are needed, is not possible`,
  );
}

function keyAttributes(type: string, object: TtlvStructure, given: TtlvStructure): readonly Ttlv[] {
  if (type === 'SplitKey') checkSplitKey(object);
  if (isClientWrapped(object)) return [];
  const key = readKeyBlock(object);
  if (type === 'SymmetricKey') return symmetricAttributes(key, given);
  if (type === 'SecretData') {
    return [enumeration('KeyFormatType', key.format), digest(secretBytes(key), key.format)];
  }
  if (!isHalf(type) || isKeptOnly(type, key.format)) return keptAttributes(key, given);
  const claimed = agreed('CryptographicAlgorithm', [
    maybeEnumeration(given, 'CryptographicAlgorithm'),
    key.algorithm,
  ]);
  return asymmetricAttributes(type, readAsymmetric(type, key), claimed);
}

function ofCertificate(certificate: TtlvStructure, given: TtlvStructure): readonly Ttlv[] {
  const value = bytesOf(certificate, 'CertificateValue');
  const type = agreed('CertificateType', [
    maybeEnumeration(certificate, 'CertificateType'),
    maybeEnumeration(given, 'CertificateType'),
  ]);
  return [...(type === undefined ? [] : certificateAttributes(type, value)), digest(value, undefined)];
}

/**
 * Checks an object that a client brings, and says what its content tells about it.
 * @throws KmipError InvalidMessage, InvalidField, KeyFormatTypeNotSupported
 */
export function attributesOfContent(
  type: string,
  object: TtlvStructure,
  given: TtlvStructure,
): readonly Ttlv[] {
  if (hasKeyBlock(type)) return keyAttributes(type, object, given);
  if (type === 'Certificate') return ofCertificate(object, given);
  const value = type === 'CertificateRequest' ? 'CertificateRequestValue' : 'OpaqueDataValue';
  return [digest(bytesOf(object, value), undefined)];
}
