import { unsupported } from './failure.ts';
import { type Parameters, requireOneHash } from './parameters.ts';

export type RsaScheme = 'PKCS1V1_5' | 'PSS';

/** A way to sign, with the OASIS name of its hash. */
export interface SignatureScheme {
  readonly family: 'RSA' | 'EC';
  readonly padding: RsaScheme | undefined;
  readonly hash: string | undefined;
}

const rsa = (hash: string): SignatureScheme => ({ family: 'RSA', padding: 'PKCS1V1_5', hash });
const ec = (hash: string): SignatureScheme => ({ family: 'EC', padding: undefined, hash });

/** OASIS name of the DigitalSignatureAlgorithm -> what it means. */
const SCHEMES: ReadonlyMap<string, SignatureScheme> = new Map<string, SignatureScheme>([
  ['SHA_1WithRSAEncryption', rsa('SHA_1')],
  ['SHA_224WithRSAEncryption', rsa('SHA_224')],
  ['SHA_256WithRSAEncryption', rsa('SHA_256')],
  ['SHA_384WithRSAEncryption', rsa('SHA_384')],
  ['SHA_512WithRSAEncryption', rsa('SHA_512')],
  ['SHA3_256WithRSAEncryption', rsa('SHA3_256')],
  ['SHA3_384WithRSAEncryption', rsa('SHA3_384')],
  ['SHA3_512WithRSAEncryption', rsa('SHA3_512')],
  ['RSASSA_PSS', { family: 'RSA', padding: 'PSS', hash: undefined }],
  ['ECDSAWithSHA_1', ec('SHA_1')],
  ['ECDSAWithSHA224', ec('SHA_224')],
  ['ECDSAWithSHA256', ec('SHA_256')],
  ['ECDSAWithSHA384', ec('SHA_384')],
  ['ECDSAWithSHA512', ec('SHA_512')],
]);

/** What the request says about the signature; undefined where it says nothing. @throws KmipError */
export function namedScheme({ digitalSignatureAlgorithm }: Parameters): SignatureScheme | undefined {
  if (digitalSignatureAlgorithm === undefined) return undefined;
  const scheme = SCHEMES.get(digitalSignatureAlgorithm);
  if (scheme !== undefined) return scheme;
  throw unsupported(`the digital signature algorithm is not supported: ${digitalSignatureAlgorithm}`);
}

const RSA_DEFAULT_HASH = 'SHA_256';

export interface RsaSignature {
  readonly padding: RsaScheme;
  /** OASIS name. */
  readonly hash: string;
}

/** Padding and hashes of an RSA signature: PSS with SHA-256 where the request leaves it open. @throws KmipError */
export function rsaScheme(parameters: Parameters): RsaSignature {
  const named = namedScheme(parameters);
  if (named !== undefined && named.family !== 'RSA') {
    throw unsupported(
      `for an RSA key the algorithm is not supported: ${parameters.digitalSignatureAlgorithm}`,
    );
  }
  const padding = named?.padding ?? parameters.paddingMethod ?? 'PSS';
  if (padding !== 'PSS' && padding !== 'PKCS1V1_5') {
    throw unsupported(`RSA signatures with padding ${padding} are not supported here; use PSS or PKCS1V1_5`);
  }
  const hash = named?.hash ?? parameters.hashingAlgorithm ?? RSA_DEFAULT_HASH;
  if (padding === 'PSS') requireOneHash(padding, hash, parameters);
  return { padding, hash };
}

/** Hash of an ECDSA signature, the curve's own where the request leaves it open. @throws KmipError */
export function ecdsaHash(parameters: Parameters, hashOfCurve: string): string {
  const named = namedScheme(parameters);
  if (named !== undefined && named.family !== 'EC') {
    throw unsupported(
      `for an EC key the algorithm is not supported: ${parameters.digitalSignatureAlgorithm}`,
    );
  }
  return named?.hash ?? parameters.hashingAlgorithm ?? hashOfCurve;
}
