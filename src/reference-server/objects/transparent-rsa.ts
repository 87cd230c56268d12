import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { KmipError } from '../../kmip/errors.ts';
import { maybeChild } from '../../kmip/fields.ts';
import { bigInteger, structure, type Ttlv, type TtlvStructure } from '../../kmip/ttlv.ts';
import type { KeyDescription } from './key-block.ts';

type Member = 'n' | 'e' | 'd' | 'p' | 'q' | 'dp' | 'dq' | 'qi';

/** Fields of a transparent RSA key, in their order, as members of a JSON web key (KMIP 2.1 sections 3.7 and 3.8). */
const FIELDS: readonly (readonly [string, Member])[] = [
  ['Modulus', 'n'],
  ['PrivateExponent', 'd'],
  ['PublicExponent', 'e'],
  ['P', 'p'],
  ['Q', 'q'],
  ['PrimeExponentP', 'dp'],
  ['PrimeExponentQ', 'dq'],
  ['CRTCoefficient', 'qi'],
];

const PUBLIC_FIELDS: readonly string[] = ['Modulus', 'PublicExponent'];

function base64url(value: bigint): string {
  const digits = value.toString(16);
  return Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex').toString('base64url');
}

function numberIn(material: TtlvStructure, tag: string): string {
  const item = maybeChild(material, tag);
  if (item?.type === 'BigInteger' && item.value > 0n) return base64url(item.value);
  const rule =
    item === undefined ? 'is missing: node:crypto does not compute it' : 'is a positive BigInteger';
  throw new KmipError('InvalidField', `KeyMaterial: ${tag} ${rule}`);
}

/** @throws KmipError InvalidField, also for a private key that comes without all of its numbers */
export function readTransparentRsa({ format, material }: KeyDescription): KeyObject {
  if (material.type !== 'Structure') {
    throw new KmipError('InvalidField', `KeyMaterial of format ${format} is a structure`);
  }
  const isPublic = format === 'TransparentRSAPublicKey';
  const fields = FIELDS.filter(([tag]) => !isPublic || PUBLIC_FIELDS.includes(tag));
  const numbers = fields.map(([tag, member]) => [member, numberIn(material, tag)]);
  const key = { kty: 'RSA', ...Object.fromEntries(numbers) };
  return isPublic ? createPublicKey({ key, format: 'jwk' }) : createPrivateKey({ key, format: 'jwk' });
}

/** The inverse of `readTransparentRsa`. @throws KmipError KeyFormatTypeNotSupported for a key that is none of RSA */
export function writeTransparentRsa(key: KeyObject): Ttlv {
  if (key.asymmetricKeyType !== 'rsa') {
    throw new KmipError('KeyFormatTypeNotSupported', 'only an RSA key has a transparent RSA form');
  }
  const members: JsonWebKey = key.export({ format: 'jwk' });
  const numbers = FIELDS.flatMap(([tag, member]) => {
    const digits = members[member];
    if (digits === undefined) return [];
    return bigInteger(tag, BigInt(`0x${Buffer.from(digits, 'base64url').toString('hex')}`));
  });
  return structure('KeyMaterial', ...numbers);
}
