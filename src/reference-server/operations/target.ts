import { KmipError } from '../../kmip/errors.ts';
import { maybeChild } from '../../kmip/fields.ts';
import { enumerationCode } from '../../kmip/tables.ts';
import type { TtlvStructure } from '../../kmip/ttlv.ts';
import { isArchived } from '../objects/managed-object.ts';
import { requireAccess } from '../objects/permission.ts';
import type { StoredObject } from '../store/store.ts';
import type { OperationContext } from './operation.ts';

type PlaceholderContext = Pick<OperationContext, 'idPlaceholder'>;

function placeholder({ idPlaceholder }: PlaceholderContext): string {
  if (idPlaceholder !== undefined) return idPlaceholder;
  throw new KmipError(
    'InvalidMessage',
    'missing field UniqueIdentifier (TextString), and no operation before left a place holder id',
  );
}

/**
 * The identifier that an operation is about: that of the request, else the ID placeholder (KMIP 2.1, ID Placeholder).
 * @throws KmipError InvalidMessage, InvalidField
 */
export function identifierOf(
  payload: TtlvStructure,
  context: PlaceholderContext,
  tag = 'UniqueIdentifier',
): string {
  const item = maybeChild(payload, tag);
  if (item === undefined) return placeholder(context);
  if (item.type === 'TextString' && item.value !== '') return item.value;
  if (item.type === 'Enumeration' && item.value === enumerationCode('UniqueIdentifier', 'IDPlaceholder')) {
    return placeholder(context);
  }
  throw new KmipError('InvalidField', `${tag} is a text that is not empty, or the value IDPlaceholder`);
}

/** Operations that need no object to be on-line. */
const REACH_ARCHIVE: readonly string[] = ['GetAttributes', 'GetAttributeList', 'Recover'];

/**
 * The object, when the user may do that operation with it.
 * @throws KmipError ObjectNotFound, PermissionDenied, ObjectArchived
 */
export function objectFor(
  { store, user }: Pick<OperationContext, 'store' | 'user'>,
  id: string,
  operation: string,
): StoredObject {
  const object = store.retrieve(id);
  if (object === undefined) throw new KmipError('ObjectNotFound', `there is no object ${id}`);
  requireAccess(store, object, user, operation);
  if (isArchived(object) && !REACH_ARCHIVE.includes(operation)) {
    throw new KmipError('ObjectArchived', `object ${id} is archived: recover it first`);
  }
  return object;
}
