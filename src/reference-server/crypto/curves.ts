import { KmipError } from '../../kmip/errors.ts';

/** A curve under each of its names. */
export interface Curve {
  /** OASIS name of the RecommendedCurve. */
  readonly kmip: string;
  readonly node: string;
  readonly jwk: string;
  readonly bits: number;
  readonly bytes: number;
  /** OASIS name of the hash that belongs to the curve's strength (FIPS 186-5 section 6.1.1). */
  readonly hash: string;
}

export const CURVES: readonly Curve[] = [
  { kmip: 'P_256', node: 'prime256v1', jwk: 'P-256', bits: 256, bytes: 32, hash: 'SHA_256' },
  { kmip: 'P_384', node: 'secp384r1', jwk: 'P-384', bits: 384, bytes: 48, hash: 'SHA_384' },
  { kmip: 'P_521', node: 'secp521r1', jwk: 'P-521', bits: 521, bytes: 66, hash: 'SHA_512' },
];

/** @throws KmipError UnsupportedCryptographicParameters */
export function curveByKmipName(name: string): Curve {
  const curve = CURVES.find(({ kmip }) => kmip === name);
  if (curve !== undefined) return curve;
  throw new KmipError(
    'UnsupportedCryptographicParameters',
    `no curve ${name} here; use P_256, P_384 or P_521`,
  );
}

export const curveByNodeName = (name: string | undefined): Curve | undefined =>
  CURVES.find(({ node }) => node === name);
