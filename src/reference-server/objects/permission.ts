import { KmipError } from '../../kmip/errors.ts';
import type { Store, StoredObject } from '../store/store.ts';

/** Grants name operations in lower case; those without a name of their own share that of a relative. */
const SHARED_NAMES: ReadonlyMap<string, string> = new Map([
  ['AdjustAttribute', 'modifyattribute'],
  ['Check', 'getattributes'],
  ['GetAttributeList', 'getattributes'],
  ['GetUsageAllocation', 'encrypt'],
  ['MACVerify', 'mac'],
  ['ObtainLease', 'get'],
  ['ReKeyKeyPair', 'rekey'],
]);

/** What a grant for a KMIP operation is called: "GetAttributes" -> "getattributes". */
export const permissionFor = (operation: string): string =>
  SHARED_NAMES.get(operation) ?? operation.toLowerCase();

/** @throws KmipError PermissionDenied when the user holds no grant of the operation on the object */
export function requireGrant(store: Store, id: string, user: string, operation: string): void {
  const permission = permissionFor(operation);
  if (store.grantedOperations(id, user).includes(permission)) return;
  throw new KmipError(
    'PermissionDenied',
    `user ${user} neither owns object ${id} nor holds the permission "${permission}" on it`,
  );
}

/** The owner may do everything, others what they were granted; no grant includes another. @throws KmipError */
export function requireAccess(store: Store, object: StoredObject, user: string, operation: string): void {
  if (object.owner !== user) requireGrant(store, object.id, user, operation);
}
