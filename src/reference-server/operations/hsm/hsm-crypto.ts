import { KmipError } from '../../../kmip/errors.ts';
import { maybeBytes } from '../../../kmip/fields.ts';
import type { TtlvStructure } from '../../../kmip/ttlv.ts';
import { taggedData } from '../../../kmip/versions.ts';
import { unsupported } from '../../crypto/failure.ts';
import type { Parameters } from '../../crypto/parameters.ts';
import { oaepHash, rsaPadding } from '../../crypto/rsa-encryption.ts';
import { rsaScheme } from '../../crypto/signature-schemes.ts';
import type { HsmCipher, HsmCiphertext, HsmKey, HsmSignature } from '../../hsm/hsm.ts';
import type { OperationContext } from '../operation.ts';
import { type HsmTarget, hsmKey, requireHsmAccess } from './hsm-target.ts';

function aesMechanism({ blockCipherMode: mode = 'GCM', paddingMethod: padding = 'PKCS5' }: Parameters) {
  if (mode === 'GCM') return 'AES-GCM';
  if (mode === 'CBC' && padding === 'PKCS5') return 'AES-CBC-PAD';
  throw unsupported(
    `the mode ${mode} (padding ${padding}) is not supported in the HSM; use GCM, or CBC with PKCS5`,
  );
}

function rsaMechanism(parameters: Parameters) {
  if (rsaPadding(parameters) === 'PKCS1V1_5') return 'RSA-PKCS1v15';
  const hash = oaepHash({ ...parameters, hashingAlgorithm: parameters.hashingAlgorithm ?? 'SHA_1' });
  if (parameters.pSource?.length) throw unsupported('OAEP with a PSource is not supported in the HSM');
  if (hash === 'SHA_1') return 'RSA-OAEP-SHA1';
  throw unsupported(`OAEP with ${hash} is not supported in the HSM; use SHA_1`);
}

const mechanismFor = (key: HsmKey, parameters: Parameters): HsmCipher['mechanism'] =>
  key.algorithm === 'AES' ? aesMechanism(parameters) : rsaMechanism(parameters);

/** Of every tag that the HSM makes. */
const GCM_TAG_BYTES = 16;

interface Hash {
  readonly name: HsmSignature['hash'];
  /** The salt of PSS is as long. */
  readonly bytes: number;
}

const HASHES: ReadonlyMap<string, Hash> = new Map([
  ['SHA_1', { name: 'SHA-1', bytes: 20 }],
  ['SHA_256', { name: 'SHA-256', bytes: 32 }],
  ['SHA_384', { name: 'SHA-384', bytes: 48 }],
  ['SHA_512', { name: 'SHA-512', bytes: 64 }],
]);

async function cipherRequest(
  target: HsmTarget,
  payload: TtlvStructure,
  parameters: Parameters,
  data: Uint8Array,
): Promise<HsmCipher> {
  const mechanism = mechanismFor(await hsmKey(target), parameters);
  const iv = maybeBytes(payload, 'IVCounterNonce');
  const additionalData = maybeBytes(payload, 'AuthenticatedEncryptionAdditionalData');
  return {
    mechanism,
    data,
    ...(iv === undefined ? {} : { iv }),
    ...(additionalData === undefined ? {} : { additionalData }),
  };
}

/** @throws KmipError */
export async function encryptInHsm(
  context: OperationContext,
  target: HsmTarget,
  payload: TtlvStructure,
  parameters: Parameters,
  data: Uint8Array,
): Promise<HsmCiphertext> {
  requireHsmAccess(context, target.id, 'Encrypt');
  return target.hsm.encrypt(target.address, await cipherRequest(target, payload, parameters, data));
}

/** @throws KmipError */
export async function decryptInHsm(
  context: OperationContext,
  target: HsmTarget,
  payload: TtlvStructure,
  parameters: Parameters,
  data: Uint8Array,
): Promise<Uint8Array> {
  requireHsmAccess(context, target.id, 'Decrypt');
  const request = await cipherRequest(target, payload, parameters, data);
  const isAes = request.mechanism === 'AES-GCM' || request.mechanism === 'AES-CBC-PAD';
  if (isAes && request.iv === undefined) {
    throw new KmipError(
      'MissingInitializationVector',
      'missing-iv: send the IVCounterNonce of the encryption',
    );
  }
  const { data: sealed, tag } = taggedData(
    payload,
    data,
    request.mechanism === 'AES-GCM' ? GCM_TAG_BYTES : undefined,
  );
  return target.hsm.decrypt(target.address, {
    ...request,
    data: sealed,
    ...(tag === undefined ? {} : { tag }),
  });
}

/** @throws KmipError */
export async function signInHsm(
  context: OperationContext,
  target: HsmTarget,
  parameters: Parameters,
  data: Uint8Array,
): Promise<Uint8Array> {
  requireHsmAccess(context, target.id, 'Sign');
  const { padding, hash: name } = rsaScheme(parameters);
  const hash = HASHES.get(name);
  if (hash === undefined) {
    throw unsupported(
      `signing with ${name} is not supported in the HSM; use ${[...HASHES.keys()].join(', ')}`,
    );
  }
  if (padding === 'PSS' && (parameters.saltLength ?? hash.bytes) !== hash.bytes) {
    throw unsupported(`PSS with ${name} has a SaltLength of ${hash.bytes} in the HSM`);
  }
  return target.hsm.sign(target.address, {
    mechanism: padding === 'PSS' ? 'RSA-PSS' : 'RSA-PKCS1v15',
    hash: hash.name,
    data,
  });
}
