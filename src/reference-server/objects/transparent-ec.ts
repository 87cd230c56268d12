import { createECDH, createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { KmipError } from '../../kmip/errors.ts';
import { bytesOf, enumerationOf, maybeChild } from '../../kmip/fields.ts';
import { enumeration } from '../../kmip/tables.ts';
import { bigInteger, bytes, structure, type Ttlv } from '../../kmip/ttlv.ts';
import { type Curve, curveByKmipName, curveByNodeName } from '../crypto/curves.ts';
import type { KeyDescription } from './key-block.ts';

const base64url = (value: Uint8Array): string => Buffer.from(value).toString('base64url');

const UNCOMPRESSED = 0x04;

/** An uncompressed point as the coordinates of a JSON web key. */
function coordinates(curve: Curve, point: Uint8Array): { crv: string; kty: 'EC'; x: string; y: string } {
  if (point.length !== 1 + 2 * curve.bytes || point[0] !== UNCOMPRESSED) {
    throw new KmipError('InvalidField', `QString is 0x04 and two coordinates of ${curve.bytes} bytes each`);
  }
  const x = point.subarray(1, 1 + curve.bytes);
  const y = point.subarray(1 + curve.bytes);
  return { kty: 'EC', crv: curve.jwk, x: base64url(x), y: base64url(y) };
}

/** Reads a transparent EC key (KMIP 2.1, Transparent EC Private Key and Public Key). @throws KmipError InvalidField */
export function readTransparentEc({ format, material }: KeyDescription): KeyObject {
  if (material.type !== 'Structure') {
    throw new KmipError('InvalidField', `KeyMaterial of format ${format} is a structure`);
  }
  const curve = curveByKmipName(enumerationOf(material, 'RecommendedCurve'));
  if (format === 'TransparentECPublicKey') {
    return createPublicKey({ key: coordinates(curve, bytesOf(material, 'QString')), format: 'jwk' });
  }
  const scalar = maybeChild(material, 'D');
  if (scalar?.type !== 'BigInteger') throw new KmipError('InvalidField', 'KeyMaterial: D is a BigInteger');
  const digits = BigInt.asUintN(curve.bytes * 8, scalar.value)
    .toString(16)
    .padStart(curve.bytes * 2, '0');
  const pair = createECDH(curve.node);
  pair.setPrivateKey(Buffer.from(digits, 'hex'));
  const key = { ...coordinates(curve, pair.getPublicKey()), d: base64url(pair.getPrivateKey()) };
  return createPrivateKey({ key, format: 'jwk' });
}

const unsigned = (coordinate: string): bigint =>
  BigInt(`0x${Buffer.from(coordinate, 'base64url').toString('hex')}`);

/** The inverse of `readTransparentEc`. @throws KmipError KeyFormatTypeNotSupported for a key that is not on a curve */
export function writeTransparentEc(key: KeyObject): Ttlv {
  const curve = curveByNodeName(key.asymmetricKeyDetails?.namedCurve);
  if (curve === undefined) {
    throw new KmipError(
      'KeyFormatTypeNotSupported',
      'only a key on P-256, P-384 or P-521 has a transparent EC form',
    );
  }
  const { d, x = '', y = '' }: JsonWebKey = key.export({ format: 'jwk' });
  const point = [Buffer.of(UNCOMPRESSED), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')];
  return structure(
    'KeyMaterial',
    enumeration('RecommendedCurve', curve.kmip),
    d === undefined ? bytes('QString', new Uint8Array(Buffer.concat(point))) : bigInteger('D', unsigned(d)),
  );
}
