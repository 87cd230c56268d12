import { readBinary, writeBinary } from '../../kmip/binary.ts';
import { KmipError } from '../../kmip/errors.ts';
import { asStructure, maybeEnumeration, maybeText, structureOf } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { bytes, structure, type Ttlv, type TtlvStructure, text } from '../../kmip/ttlv.ts';
import type { Parameters } from '../crypto/parameters.ts';

/** What of a key block is wrapped (KMIP 2.1, Encoding Option): the whole Key Value, or the bytes of its Key Material. */
export type Encoding = 'TTLVEncoding' | 'NoEncoding';

/** How a key is to be wrapped, or was wrapped: a Key Wrapping Specification, or Key Wrapping Data. */
export interface Wrapping {
  readonly keyId: string;
  readonly encoding: Encoding;
  /** Encryption Key Information, where the Cryptographic Parameters are. */
  readonly information: TtlvStructure;
}

const isEncoding = (name: string): name is Encoding => name === 'TTLVEncoding' || name === 'NoEncoding';

/** @throws KmipError FeatureNotSupported, EncodingOptionError, InvalidMessage */
export function wrappingIn(holder: TtlvStructure): Wrapping {
  const method = maybeEnumeration(holder, 'WrappingMethod');
  const surplus = holder.value.find(
    ({ tag }) => tag === 'AttributeName' || tag === 'MACSignatureKeyInformation',
  );
  if (method !== 'Encrypt' || surplus !== undefined) {
    const what = method === 'Encrypt' ? surplus?.tag : `the WrappingMethod ${method}`;
    throw new KmipError(
      'FeatureNotSupported',
      `${holder.tag}: ${what} is not supported, keys are encrypted only`,
    );
  }
  const encoding = maybeEnumeration(holder, 'EncodingOption') ?? 'TTLVEncoding';
  if (!isEncoding(encoding)) throw new KmipError('EncodingOptionError', `there is no encoding ${encoding}`);
  const information = structureOf(holder, 'EncryptionKeyInformation');
  const keyId = maybeText(information, 'UniqueIdentifier');
  if (keyId !== undefined) return { keyId, encoding, information };
  throw new KmipError(
    'InvalidMessage',
    'EncryptionKeyInformation: missing field UniqueIdentifier (TextString)',
  );
}

/** The bytes that are to be wrapped. @throws KmipError EncodingOptionError */
export function clearBytes(object: TtlvStructure, encoding: Encoding): Uint8Array {
  const value = structureOf(structureOf(object, 'KeyBlock'), 'KeyValue');
  if (encoding === 'TTLVEncoding') return writeBinary(value);
  const [material, ...more] = value.value;
  if (material?.type === 'ByteString' && more.length === 0) return material.value;
  throw new KmipError(
    'EncodingOptionError',
    'without an encoding only key material of bytes can be wrapped: ask for TTLVEncoding, or another format',
  );
}

const informationOf = ({ keyId }: Wrapping, used: Parameters): Ttlv =>
  structure(
    'EncryptionKeyInformation',
    text('UniqueIdentifier', keyId),
    structure(
      'CryptographicParameters',
      ...(used.blockCipherMode === undefined ? [] : [enumeration('BlockCipherMode', used.blockCipherMode)]),
      ...(used.paddingMethod === undefined ? [] : [enumeration('PaddingMethod', used.paddingMethod)]),
      ...(used.hashingAlgorithm === undefined
        ? []
        : [enumeration('HashingAlgorithm', used.hashingAlgorithm)]),
      ...(used.pSource === undefined ? [] : [bytes('PSource', used.pSource)]),
    ),
  );

function withKeyBlock(
  object: TtlvStructure,
  change: (block: readonly Ttlv[]) => readonly Ttlv[],
): TtlvStructure {
  const children = object.value.map((child) =>
    child.tag === 'KeyBlock' && child.type === 'Structure'
      ? structure('KeyBlock', ...change(child.value))
      : child,
  );
  return structure(object.tag, ...children);
}

/** The object with the wrapped bytes in the place of its key value. */
export const asWrapped = (
  object: TtlvStructure,
  wrapping: Wrapping,
  used: Parameters,
  wrapped: Uint8Array,
): TtlvStructure =>
  withKeyBlock(object, (block) => [
    ...block.map((field) => (field.tag === 'KeyValue' ? bytes('KeyValue', wrapped) : field)),
    structure(
      'KeyWrappingData',
      enumeration('WrappingMethod', 'Encrypt'),
      informationOf(wrapping, used),
      enumeration('EncodingOption', wrapping.encoding),
    ),
  ]);

/** @throws KmipError EncodingOptionError, InvalidMessage ... for bytes that are no key value */
function keyValueIn(clear: Uint8Array, encoding: Encoding): Ttlv {
  if (encoding === 'NoEncoding') return structure('KeyValue', bytes('KeyMaterial', clear));
  const value = asStructure(readBinary(clear));
  if (value.tag === 'KeyValue') return value;
  throw new KmipError('EncodingOptionError', `what was wrapped is a ${value.tag}, not a KeyValue`);
}

/** The object with the unwrapped key value in the place of the wrapped one. @throws KmipError */
export function asUnwrapped(object: TtlvStructure, { encoding }: Wrapping, clear: Uint8Array): TtlvStructure {
  const value = keyValueIn(clear, encoding);
  return withKeyBlock(object, (block) =>
    block
      .filter(({ tag }) => tag !== 'KeyWrappingData')
      .map((field) => (field.tag === 'KeyValue' ? value : field)),
  );
}
