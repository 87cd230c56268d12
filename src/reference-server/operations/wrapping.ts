import { KmipError } from '../../kmip/errors.ts';
import { bytesOf, maybeChild, structureOf } from '../../kmip/fields.ts';
import type { TtlvStructure } from '../../kmip/ttlv.ts';
import { unwrap, type WrappingSecret, wrap, wrapParameters } from '../crypto/key-wrap.ts';
import { parametersFor } from '../crypto/parameters.ts';
import { requireWrappingUse, storedWrappingKey } from '../keys/wrapping-key.ts';
import { readAsymmetric } from '../objects/asymmetric-formats.ts';
import { hasKeyBlock, isClientWrapped, readKeyBlock, secretBytes } from '../objects/key-block.ts';
import { isArchived } from '../objects/managed-object.ts';
import { requireAccess } from '../objects/permission.ts';
import {
  asUnwrapped,
  asWrapped,
  clearBytes,
  type Wrapping,
  wrappingIn,
} from '../objects/wrapped-key-block.ts';
import type { StoredObject } from '../store/store.ts';
import { refuseOutsideStore } from './hsm/hsm-refusal.ts';
import type { OperationContext } from './operation.ts';

interface Demand {
  /** The operation that the user has to be allowed on the wrapping key. */
  readonly operation: 'Encrypt' | 'Decrypt';
  readonly use: 'protect' | 'process';
  readonly half: 'PublicKey' | 'PrivateKey';
}

const WRAP: Demand = { operation: 'Encrypt', use: 'protect', half: 'PublicKey' };
const UNWRAP: Demand = { operation: 'Decrypt', use: 'process', half: 'PrivateKey' };

/** Everything is checked before the key is unwrapped. @throws KmipError */
async function wrappingSecret(
  context: OperationContext,
  { keyId }: Wrapping,
  { operation, use, half }: Demand,
): Promise<{ readonly stored: StoredObject; readonly secret: WrappingSecret }> {
  refuseOutsideStore(context, keyId, operation);
  const stored = storedWrappingKey(keyId, context.store);
  requireAccess(context.store, stored, context.user, operation);
  if (isArchived(stored)) {
    throw new KmipError('WrappingObjectArchived', `the wrapping key ${keyId} is archived: recover it first`);
  }
  if (stored.type !== 'SymmetricKey' && stored.type !== half) {
    throw new KmipError(
      'InvalidObjectType',
      `a ${stored.type} does not wrap: name a SymmetricKey or a ${half}`,
    );
  }
  requireWrappingUse(stored, use, context.nowUnixSeconds());
  const key = readKeyBlock(await context.vault.open(stored));
  return { stored, secret: stored.type === half ? readAsymmetric(half, key) : secretBytes(key) };
}

/**
 * The object wrapped as a Key Wrapping Specification asks for (KMIP 2.1 section 7.18).
 * @throws KmipError
 */
export async function wrapObject(
  context: OperationContext,
  specification: TtlvStructure,
  object: TtlvStructure,
): Promise<TtlvStructure> {
  if (!hasKeyBlock(object.tag)) {
    throw new KmipError('InvalidObjectType', `a ${object.tag} has no key block that could be wrapped`);
  }
  if (isClientWrapped(object)) {
    throw new KmipError(
      'KeyWrapTypeNotSupported',
      `the ${object.tag} is wrapped already, as it was registered`,
    );
  }
  const wrapping = wrappingIn(specification);
  const { stored, secret } = await wrappingSecret(context, wrapping, WRAP);
  const clear = clearBytes(object, wrapping.encoding);
  const used = wrapParameters(secret, parametersFor(wrapping.information, stored.attributes), clear);
  return asWrapped(object, wrapping, used, wrap(secret, used, clear));
}

/** A wrapped Key Value is bytes; PyKMIP puts them into the structure that it would be in clear. @throws KmipError */
function wrappedBytes(block: TtlvStructure): Uint8Array {
  const value = maybeChild(block, 'KeyValue');
  return value?.type === 'Structure' ? bytesOf(value, 'KeyMaterial') : bytesOf(block, 'KeyValue');
}

/** The object as it was before its client wrapped it with a key of this server. @throws KmipError */
export async function unwrapObject(context: OperationContext, object: TtlvStructure): Promise<TtlvStructure> {
  if (!hasKeyBlock(object.tag) || !isClientWrapped(object)) return object;
  const block = structureOf(object, 'KeyBlock');
  const wrapping = wrappingIn(structureOf(block, 'KeyWrappingData'));
  const wrapped = wrappedBytes(block);
  const { stored, secret } = await wrappingSecret(context, wrapping, UNWRAP);
  const used = wrapParameters(secret, parametersFor(wrapping.information, stored.attributes), wrapped);
  return asUnwrapped(object, wrapping, unwrap(secret, used, wrapped));
}
