import { KmipError } from '../../kmip/errors.ts';
import { enumerationOf } from '../../kmip/fields.ts';
import type { TtlvStructure } from '../../kmip/ttlv.ts';
import { parseHsmId } from '../hsm/address.ts';
import type { Hsm } from '../hsm/hsm.ts';
import { isDestroyed, requireUse, stateInForce } from '../lifecycle.ts';
import { requireUsage } from '../objects/attributes.ts';
import { readKeyBlock, secretBytes } from '../objects/key-block.ts';
import type { Store, StoredObject } from '../store/store.ts';
import { openWithAes, sealWithAes } from './software-seal.ts';

/** A key that seals and opens the content of other objects. */
export interface WrappingKey {
  seal(id: string, clear: Uint8Array): Promise<Uint8Array>;
  open(id: string, sealed: Uint8Array): Promise<Uint8Array>;
}

/** @throws KmipError WrappingObjectNotFound when the server has no HSM, or the HSM has no such key */
export function hsmWrappingKey(id: string, hsm: Hsm | undefined): WrappingKey | undefined {
  const address = parseHsmId(id);
  if (address === undefined) return undefined;
  if (hsm === undefined) {
    throw new KmipError(
      'WrappingObjectNotFound',
      `the wrapping key ${id} is in an HSM, and this server has none`,
    );
  }
  return {
    seal: (_id, clear) => hsm.wrap(address, clear).catch(asWrappingKey(id)),
    open: (_id, sealed) => hsm.unwrap(address, sealed).catch(asWrappingKey(id)),
  };
}

/** Who asked may never have heard of the key that is not there. */
const asWrappingKey =
  (id: string) =>
  (error: unknown): never => {
    if (error instanceof KmipError && error.reason === 'ObjectNotFound') throw notThere(id);
    throw error;
  };

const notThere = (id: string): KmipError =>
  new KmipError('WrappingObjectNotFound', `there is no wrapping key ${id}: create or import it first`);

/** @throws KmipError WrappingObjectNotFound, WrappingObjectDestroyed */
export function storedWrappingKey(id: string, store: Store): StoredObject {
  const object = store.retrieve(id);
  if (object === undefined) throw notThere(id);
  if (!isDestroyed(object.state)) return object;
  throw new KmipError(
    'WrappingObjectDestroyed',
    `the wrapping key ${id} is destroyed, what it sealed is lost`,
  );
}

/** @throws KmipError when the key is not in a state, or not of a kind, that may seal (or open) */
export function requireWrappingUse(key: StoredObject, use: 'protect' | 'process', now: bigint): void {
  requireUse(key.id, stateInForce(key, now), use);
  if (use === 'protect') requireUsage(key, 'WrapKey', 'Encrypt');
  else requireUsage(key, 'UnwrapKey', 'Decrypt');
}

/** @throws KmipError InvalidObjectType when the key is no AES key */
export function softwareWrappingKey(key: StoredObject, clear: TtlvStructure): WrappingKey {
  if (key.type !== 'SymmetricKey' || enumerationOf(key.attributes, 'CryptographicAlgorithm') !== 'AES') {
    throw new KmipError('InvalidObjectType', `the wrapping key ${key.id} is no AES key`);
  }
  const secret = secretBytes(readKeyBlock(clear));
  return {
    seal: async (id, content) => sealWithAes(secret, id, content),
    open: async (id, sealed) => openWithAes(secret, id, sealed),
  };
}
