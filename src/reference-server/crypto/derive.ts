import { createHash, createHmac, hkdf, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { KmipError } from '../../kmip/errors.ts';
import { unsupported } from './failure.ts';
import { hashName } from './hashes.ts';
import { macOf } from './mac.ts';
import type { Parameters } from './parameters.ts';
import { encryptSymmetric } from './symmetric-cipher.ts';

/** What a derivation starts from (KMIP 2.1, Derivation Parameters). */
export interface DerivationRequest {
  readonly key: Uint8Array;
  /** OASIS name; of secret data there is none. */
  readonly algorithm: string | undefined;
  readonly parameters: Parameters;
  readonly data: Uint8Array | undefined;
  readonly salt: Uint8Array | undefined;
  readonly iv: Uint8Array | undefined;
  readonly iterations: number | undefined;
  /** Bytes to derive. */
  readonly length: number;
}

type Method = (request: DerivationRequest) => Promise<Uint8Array>;

const NOTHING = new Uint8Array(0);
const DEFAULT_HASH = 'SHA_256';

const missing = (field: string): KmipError =>
  new KmipError('InvalidMessage', `DerivationParameters: missing field ${field}`);

const hashBytes = (name: string): number => createHash(name).digest().length;

const hkdfOf = promisify(hkdf);
const pbkdf2Of = promisify(pbkdf2);

/** RFC 5869 section 2.3, and the bound of node:crypto on the info. */
const HKDF = { mostBlocks: 255, mostInfo: 1024 };

const byHkdf: Method = async ({ key, parameters, data = NOTHING, salt = NOTHING, length }) => {
  const hash = hashName(parameters.hashingAlgorithm ?? DEFAULT_HASH);
  const most = HKDF.mostBlocks * hashBytes(hash);
  if (length > most) throw new KmipError('CryptographicFailure', `HKDF gives at most ${most} bytes`);
  if (data.length > HKDF.mostInfo) {
    throw new KmipError('InvalidField', `DerivationData has ${data.length} bytes, at most ${HKDF.mostInfo}`);
  }
  return new Uint8Array(await hkdfOf(hash, key, salt, data, length));
};

/** Most hash iterations of one derivation, about two seconds of one core. A bound of this server. */
const MOST_ITERATIONS = 4_000_000;

/** The password is the key (KMIP 2.1, Derivation Method PBKDF2). */
const byPbkdf2: Method = async ({ key, parameters, salt, iterations, length }) => {
  const hash = hashName(parameters.hashingAlgorithm ?? DEFAULT_HASH);
  if (salt === undefined) throw missing('Salt (ByteString)');
  if (iterations === undefined) throw missing('IterationCount (Integer)');
  const work = iterations * Math.ceil(length / hashBytes(hash));
  if (iterations < 1 || work > MOST_ITERATIONS) {
    throw new KmipError(
      'InvalidField',
      `IterationCount is ${iterations}: for ${length} bytes it is at least 1 and at most ${MOST_ITERATIONS} hashes in all`,
    );
  }
  return new Uint8Array(await pbkdf2Of(key, salt, iterations, length, hash));
};

const cut = (method: string, made: Uint8Array, length: number): Uint8Array => {
  if (made.length >= length) return made.subarray(0, length);
  throw new KmipError('CryptographicFailure', `${method} gives ${made.length} bytes here, not ${length}`);
};

/** Either the key or the data is hashed. */
const byHash: Method = async ({ key, data, parameters, length }) => {
  if (parameters.hashingAlgorithm === undefined) throw missing('HashingAlgorithm (Enumeration)');
  const hash = createHash(hashName(parameters.hashingAlgorithm));
  return cut('HASH', new Uint8Array(hash.update(data ?? key).digest()), length);
};

const byHmac: Method = async ({ key, algorithm, data, parameters, length }) => {
  if (data === undefined) throw missing('DerivationData (ByteString)');
  const made = algorithm?.startsWith('HMAC_')
    ? macOf(key, algorithm, { ...parameters, cryptographicAlgorithm: algorithm }, data)
    : new Uint8Array(
        createHmac(hashName(parameters.hashingAlgorithm ?? DEFAULT_HASH), key)
          .update(data)
          .digest(),
      );
  return cut('HMAC', made, length);
};

const byEncryption: Method = async ({ key, algorithm, data, iv, parameters, length }) => {
  if (data === undefined) throw missing('DerivationData (ByteString)');
  if (algorithm === undefined) throw unsupported('ENCRYPT needs a base object with a CryptographicAlgorithm');
  const made = encryptSymmetric({ key, algorithm, parameters, data, iv, additionalData: undefined });
  if (made.madeIv !== undefined) throw missing('InitializationVector (ByteString)');
  return cut('ENCRYPT', made.data, length);
};

/** By OASIS name of the Derivation Method. */
const METHODS: ReadonlyMap<string, Method> = new Map([
  ['HKDF', byHkdf],
  ['PBKDF2', byPbkdf2],
  ['HASH', byHash],
  ['HMAC', byHmac],
  ['ENCRYPT', byEncryption],
]);

/** Derives off the event loop where that takes time. @throws KmipError */
export function derive(method: string, request: DerivationRequest): Promise<Uint8Array> {
  const run = METHODS.get(method);
  if (run === undefined) {
    throw unsupported(
      `the derivation ${method} is not supported here; use ${[...METHODS.keys()].join(', ')}`,
    );
  }
  return run(request);
}
