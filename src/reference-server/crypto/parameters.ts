import {
  maybeBoolean,
  maybeBytes,
  maybeEnumeration,
  maybeInteger,
  maybeStructure,
  structuresOf,
} from '../../kmip/fields.ts';
import { structure, type TtlvStructure } from '../../kmip/ttlv.ts';
import { unsupported } from './failure.ts';

/** Cryptographic Parameters (KMIP 2.1, attribute of that name), enumerations by their OASIS names. */
export interface Parameters {
  readonly blockCipherMode: string | undefined;
  readonly paddingMethod: string | undefined;
  readonly hashingAlgorithm: string | undefined;
  readonly cryptographicAlgorithm: string | undefined;
  readonly digitalSignatureAlgorithm: string | undefined;
  readonly maskGeneratorHashingAlgorithm: string | undefined;
  /** The label of OAEP. */
  readonly pSource: Uint8Array | undefined;
  readonly randomIv: boolean | undefined;
  /** Bytes. */
  readonly tagLength: number | undefined;
  /** Bytes. */
  readonly saltLength: number | undefined;
}

const NONE = structure('CryptographicParameters');

/** The parameters of a request (or of a part of one), else the first ones that the object carries as an attribute. */
export function parametersFor(holder: TtlvStructure, attributes?: TtlvStructure): Parameters {
  const given =
    maybeStructure(holder, 'CryptographicParameters') ??
    (attributes && structuresOf(attributes, 'CryptographicParameters')[0]) ??
    NONE;
  return {
    blockCipherMode: maybeEnumeration(given, 'BlockCipherMode'),
    paddingMethod: maybeEnumeration(given, 'PaddingMethod'),
    hashingAlgorithm: maybeEnumeration(given, 'HashingAlgorithm'),
    cryptographicAlgorithm: maybeEnumeration(given, 'CryptographicAlgorithm'),
    digitalSignatureAlgorithm: maybeEnumeration(given, 'DigitalSignatureAlgorithm'),
    maskGeneratorHashingAlgorithm: maybeEnumeration(given, 'MaskGeneratorHashingAlgorithm'),
    pSource: maybeBytes(given, 'PSource'),
    randomIv: maybeBoolean(given, 'RandomIV'),
    tagLength: maybeInteger(given, 'TagLength'),
    saltLength: maybeInteger(given, 'SaltLength'),
  };
}

/** node:crypto has one hash for a padding and its mask generator. @throws KmipError UnsupportedCryptographicParameters */
export function requireOneHash(
  padding: 'OAEP' | 'PSS',
  hash: string,
  { maskGeneratorHashingAlgorithm: mask = hash }: Parameters,
): void {
  if (mask === hash) return;
  throw unsupported(
    `${padding} with ${hash} and a mask of ${mask} is not supported here: use one hash for both`,
  );
}
