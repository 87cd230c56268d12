import { constants, type KeyObject, sign, verify } from 'node:crypto';
import { KmipError } from '../../kmip/errors.ts';
import { curveByNodeName } from './curves.ts';
import { unsupported } from './failure.ts';
import { hashName } from './hashes.ts';
import type { Parameters } from './parameters.ts';
import { ecdsaHash, rsaScheme } from './signature-schemes.ts';

/** How node:crypto is to sign or verify; `hash` null means that the algorithm has its own. */
interface Method {
  readonly hash: string | null;
  readonly options: {
    readonly key: KeyObject;
    readonly padding?: number;
    readonly saltLength?: number;
    readonly dsaEncoding?: 'der';
  };
}

/** To node:crypto negative lengths are names of rules. @throws KmipError InvalidField */
function namedSaltLength({ saltLength }: Parameters): number | undefined {
  if (saltLength === undefined || saltLength >= 0) return saltLength;
  throw new KmipError('InvalidField', `SaltLength must not be negative, it is ${saltLength}`);
}

function methodFor(key: KeyObject, parameters: Parameters, saltLengthUnnamed: number): Method {
  if (key.asymmetricKeyType === 'ed25519') return { hash: null, options: { key } };
  if (key.asymmetricKeyType === 'ec') {
    const curve = curveByNodeName(key.asymmetricKeyDetails?.namedCurve);
    const hash = hashName(ecdsaHash(parameters, curve?.hash ?? 'SHA_256'));
    return { hash, options: { key, dsaEncoding: 'der' } };
  }
  if (key.asymmetricKeyType !== 'rsa')
    throw unsupported(`a key of type ${key.asymmetricKeyType} cannot sign here`);
  const { padding, hash } = rsaScheme(parameters);
  if (padding === 'PKCS1V1_5') {
    return { hash: hashName(hash), options: { key, padding: constants.RSA_PKCS1_PADDING } };
  }
  const saltLength = namedSaltLength(parameters) ?? saltLengthUnnamed;
  return { hash: hashName(hash), options: { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength } };
}

/** Signs off the event loop. @throws KmipError */
export async function signData(
  key: KeyObject,
  parameters: Parameters,
  data: Uint8Array,
): Promise<Uint8Array> {
  const { hash, options } = methodFor(key, parameters, constants.RSA_PSS_SALTLEN_DIGEST);
  return new Promise((resolve, reject) => {
    sign(hash, data, options, (error, signature) => {
      if (error === null) resolve(new Uint8Array(signature));
      else reject(new KmipError('CryptographicFailure', 'signing failed with this key and these parameters'));
    });
  });
}

/**
 * Whether the signature is one of the data; one that is not even well-formed is none. A PSS salt may have any length
 * unless the request names one.
 * @throws KmipError
 */
export async function isSignature(
  key: KeyObject,
  parameters: Parameters,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const { hash, options } = methodFor(key, parameters, constants.RSA_PSS_SALTLEN_AUTO);
  return new Promise((resolve) => {
    verify(hash, data, options, signature, (error, valid) => resolve(error === null && valid));
  });
}
