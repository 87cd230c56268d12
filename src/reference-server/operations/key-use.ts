import { KmipError } from '../../kmip/errors.ts';
import { maybeBytes, maybeDate, maybeEnumeration } from '../../kmip/fields.ts';
import type { TtlvStructure } from '../../kmip/ttlv.ts';
import { cipherModeFor } from '../crypto/cipher-modes.ts';
import { type Parameters, parametersFor } from '../crypto/parameters.ts';
import { requireUse, stateInForce, type Use } from '../lifecycle.ts';
import { requireUsage } from '../objects/attributes.ts';
import { type KeyDescription, readKeyBlock, secretBytes } from '../objects/key-block.ts';
import type { StoredObject } from '../store/store.ts';
import { refuseOutsideStore } from './hsm/hsm-refusal.ts';
import type { OperationContext } from './operation.ts';
import { objectFor } from './target.ts';

/** What an operation demands of the key that it uses. */
export interface KeyDemand {
  readonly operation: string;
  readonly types: readonly string[];
  readonly use: Exclude<Use, 'read'>;
  /** Bit of the usage mask. */
  readonly usage: string;
}

/** A window inside the Active state, in which alone a key protects or processes (KMIP 2.1, Process Start Date and Protect Stop Date). */
function requireWindow({ id, attributes }: StoredObject, use: KeyDemand['use'], now: bigint): void {
  const start = maybeDate(attributes, 'ProcessStartDate');
  if (use === 'process' && start !== undefined && now < start) {
    throw new KmipError('WrongKeyLifecycleState', `object ${id}: its ProcessStartDate is not reached yet`);
  }
  const stop = maybeDate(attributes, 'ProtectStopDate');
  if (use === 'protect' && stop !== undefined && now >= stop) {
    throw new KmipError('WrongKeyLifecycleState', `object ${id}: its ProtectStopDate has passed`);
  }
}

export interface UsableKey {
  readonly stored: StoredObject;
  /** SymmetricKey, PrivateKey ... in clear. */
  readonly content: TtlvStructure;
}

/** Everything is checked before the key is unwrapped. @throws KmipError */
export async function usableKey(
  context: OperationContext,
  id: string,
  demand: KeyDemand,
): Promise<UsableKey> {
  const stored = objectFor(context, id, demand.operation);
  if (!demand.types.includes(stored.type)) {
    throw new KmipError(
      'IllegalObjectType',
      `${demand.operation} needs ${demand.types.join(' or ')}, object ${id} is of type ${stored.type}`,
    );
  }
  const now = context.nowUnixSeconds();
  requireUse(id, stateInForce(stored, now), demand.use);
  requireWindow(stored, demand.use, now);
  requireUsage(stored, demand.usage);
  return { stored, content: await context.vault.open(stored) };
}

/** OASIS name of the algorithm of a key. @throws KmipError BadCryptographicParameters when nobody names it */
export function algorithmOf({ id, attributes }: StoredObject, parameters: Parameters): string {
  const algorithm =
    maybeEnumeration(attributes, 'CryptographicAlgorithm') ?? parameters.cryptographicAlgorithm;
  if (algorithm !== undefined) return algorithm;
  throw new KmipError(
    'BadCryptographicParameters',
    `object ${id} has no CryptographicAlgorithm, and the request names none`,
  );
}

/** A key that encrypts or decrypts here, and how. */
export interface CipherKey {
  readonly stored: StoredObject;
  readonly key: KeyDescription;
  readonly parameters: Parameters;
}

/** @throws KmipError */
export async function cipherKey(
  context: OperationContext,
  id: string,
  payload: TtlvStructure,
  demand: KeyDemand,
): Promise<CipherKey> {
  const { stored, content } = await usableKey(context, id, demand);
  return { stored, key: readKeyBlock(content), parameters: parametersFor(payload, stored.attributes) };
}

/** What a request gives to a cipher beside its data. */
export const cipherInputs = (payload: TtlvStructure) => ({
  iv: maybeBytes(payload, 'IVCounterNonce'),
  additionalData: maybeBytes(payload, 'AuthenticatedEncryptionAdditionalData'),
});

/** A key whose cipher takes data in parts. */
export interface StreamedKey {
  readonly stored: StoredObject;
  readonly algorithm: string;
  readonly secret: Uint8Array;
  readonly parameters: Parameters;
}

/** @throws KmipError FeatureNotSupported for a key or a mode that needs its data as a whole */
export async function streamedKey(
  context: OperationContext,
  id: string,
  payload: TtlvStructure,
  demand: KeyDemand,
): Promise<StreamedKey> {
  refuseOutsideStore(context, id, `${demand.operation} of data in parts`);
  const { stored, key, parameters } = await cipherKey(context, id, payload, demand);
  if (stored.type === 'SymmetricKey') {
    const algorithm = algorithmOf(stored, parameters);
    const secret = secretBytes(key);
    const { whole } = cipherModeFor(algorithm, secret.length * 8, parameters);
    if (whole !== true) return { stored, algorithm, secret, parameters };
  }
  throw new KmipError(
    'FeatureNotSupported',
    `data in parts is not supported for a ${stored.type} in this mode: send it whole`,
  );
}
