import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { KmipError } from '../../kmip/errors.ts';
import type { Ttlv } from '../../kmip/ttlv.ts';
import { type KeyDescription, materialBytes, rawMaterial } from './key-block.ts';
import { readTransparentEc, writeTransparentEc } from './transparent-ec.ts';
import { readTransparentRsa, writeTransparentRsa } from './transparent-rsa.ts';

/** How one key format is read into, and written from, a key of node:crypto. */
interface Format {
  read(key: KeyDescription): KeyObject;
  write(key: KeyObject): Ttlv;
}

const der = (key: KeyDescription): Buffer => Buffer.from(materialBytes(key));
const written = (der: Buffer): Ttlv => rawMaterial(new Uint8Array(der));

const privateDer = (type: 'pkcs1' | 'pkcs8' | 'sec1'): Format => ({
  read: (key) => createPrivateKey({ key: der(key), format: 'der', type }),
  write: (key) => written(key.export({ format: 'der', type })),
});

/** Node 24.21 cannot write a public key as PKCS#1 that it read from PKCS#1: the way over SPKI makes it whole. */
const overSpki = (key: KeyObject): KeyObject =>
  createPublicKey({ key: key.export({ format: 'der', type: 'spki' }), format: 'der', type: 'spki' });

const publicDer = (type: 'pkcs1' | 'spki'): Format => ({
  read: (key) => overSpki(createPublicKey({ key: der(key), format: 'der', type })),
  write: (key) => written(key.export({ format: 'der', type })),
});

const transparentEc: Format = { read: readTransparentEc, write: writeTransparentEc };
const transparentRsa: Format = { read: readTransparentRsa, write: writeTransparentRsa };

export type Half = 'PrivateKey' | 'PublicKey';

const FORMATS: Readonly<Record<Half, ReadonlyMap<string, Format>>> = {
  PrivateKey: new Map([
    ['PKCS_8', privateDer('pkcs8')],
    ['PKCS_1', privateDer('pkcs1')],
    ['ECPrivateKey', privateDer('sec1')],
    ['TransparentECPrivateKey', transparentEc],
    ['TransparentRSAPrivateKey', transparentRsa],
  ]),
  PublicKey: new Map([
    ['X_509', publicDer('spki')],
    ['PKCS_1', publicDer('pkcs1')],
    ['TransparentECPublicKey', transparentEc],
    ['TransparentRSAPublicKey', transparentRsa],
  ]),
};

/** Formats of Get without a KeyFormatType (KMIP 2.1, Default Key Format Type). */
const DEFAULTS: Readonly<Record<Half, ReadonlyMap<string | undefined, string>>> = {
  PrivateKey: new Map([
    ['rsa', 'PKCS_1'],
    ['ec', 'TransparentECPrivateKey'],
    ['ed25519', 'PKCS_8'],
  ]),
  PublicKey: new Map([
    ['rsa', 'PKCS_1'],
    ['ec', 'TransparentECPublicKey'],
    ['ed25519', 'X_509'],
  ]),
};

/** The format in which a half of a pair lies in the store. */
export const STORED_FORMAT: Readonly<Record<Half, string>> = { PrivateKey: 'PKCS_8', PublicKey: 'X_509' };

export const isHalf = (type: string): type is Half => type === 'PrivateKey' || type === 'PublicKey';

/** Formats that are kept and handed out as they came: nothing can be done with them here, nor checked. */
const KEPT_ONLY: Readonly<Record<Half, readonly string[]>> = {
  PrivateKey: ['Raw', 'Opaque', 'TransparentDSAPrivateKey', 'TransparentDHPrivateKey'],
  PublicKey: ['Raw', 'Opaque', 'TransparentDSAPublicKey', 'TransparentDHPublicKey'],
};

export const isKeptOnly = (half: Half, format: string): boolean => KEPT_ONLY[half].includes(format);

function formatOf(half: Half, name: string): Format {
  const format = FORMATS[half].get(name);
  if (format !== undefined) return format;
  const known = [...FORMATS[half].keys()].join(', ');
  throw new KmipError('KeyFormatTypeNotSupported', `${half} has no key format ${name} here; use ${known}`);
}

/** @throws KmipError KeyFormatTypeNotSupported, or InvalidField when the material is no such key */
export function readAsymmetric(half: Half, key: KeyDescription): KeyObject {
  const format = formatOf(half, key.format);
  try {
    return format.read(key);
  } catch (cause) {
    if (cause instanceof KmipError) throw cause;
    throw new KmipError('InvalidField', `the KeyMaterial of the ${half} is not of format ${key.format}`);
  }
}

/**
 * Key material in the asked format, or in the default one of its kind.
 * @throws KmipError KeyFormatTypeNotSupported when this key has no such form
 */
export function writeAsymmetric(
  half: Half,
  key: KeyObject,
  asked: string | undefined,
): Pick<KeyDescription, 'format' | 'material'> {
  const format = asked ?? DEFAULTS[half].get(key.asymmetricKeyType) ?? STORED_FORMAT[half];
  const writer = formatOf(half, format);
  try {
    return { format, material: writer.write(key) };
  } catch (cause) {
    if (cause instanceof KmipError) throw cause;
    throw new KmipError('KeyFormatTypeNotSupported', `this ${half} cannot be written as ${format}`);
  }
}
