import { KmipError } from '../../kmip/errors.ts';
import type { TtlvStructure } from '../../kmip/ttlv.ts';
import { isHalf, isKeptOnly, readAsymmetric, writeAsymmetric } from './asymmetric-formats.ts';
import {
  hasKeyBlock,
  isClientWrapped,
  type KeyDescription,
  keyObject,
  rawMaterial,
  readKeyBlock,
  secretBytes,
  transparentMaterial,
} from './key-block.ts';

function symmetric(key: KeyDescription, format: string): KeyDescription {
  if (format === 'Raw') return { ...key, format, material: rawMaterial(secretBytes(key)) };
  if (format === 'TransparentSymmetricKey') {
    return { ...key, format, material: transparentMaterial(secretBytes(key)) };
  }
  throw unsupportedFormat('SymmetricKey', format);
}

const unsupportedFormat = (type: string, format: string): KmipError =>
  new KmipError(
    'KeyFormatTypeNotSupported',
    `${type} cannot be written in key format ${format}: it is unsupported`,
  );

/**
 * An object as Get and Export hand it out.
 * @param asked OASIS name of the KeyFormatType; undefined = the default of its kind (KMIP 2.1, Default Key Format Type)
 * @throws KmipError KeyFormatTypeNotSupported
 */
export function inFormat(type: string, content: TtlvStructure, asked: string | undefined): TtlvStructure {
  if (!hasKeyBlock(type) || isClientWrapped(content)) return content;
  const key = readKeyBlock(content);
  if (type === 'SymmetricKey') return keyObject(type, symmetric(key, asked ?? 'Raw'));
  if (isHalf(type) && !isKeptOnly(type, key.format)) {
    return keyObject(type, { ...key, ...writeAsymmetric(type, readAsymmetric(type, key), asked) });
  }
  if (asked !== undefined && asked !== key.format) throw unsupportedFormat(type, asked);
  return content;
}
