import { KmipError } from '../../kmip/errors.ts';
import {
  maybeBoolean,
  maybeEnumeration,
  maybeInteger,
  maybeStructure,
  maybeText,
  structuresOf,
} from '../../kmip/fields.ts';
import { enumerationName, maskBit } from '../../kmip/tables.ts';
import { integer, structure, type TtlvStructure, text } from '../../kmip/ttlv.ts';
import { formatHsmId } from '../hsm/address.ts';
import { isDestroyed } from '../lifecycle.ts';
import { isArchived, visibleAttributes } from '../objects/managed-object.ts';
import { matches } from '../objects/match.ts';
import type { Grant, ObjectQuery, StoredObject } from '../store/store.ts';
import { hsmKeyAttributes, isHsmAdmin } from './hsm/hsm-target.ts';
import type { Operation, OperationContext } from './operation.ts';

const NONE = structure('Attributes');

/** A count that a client may send: zero and more. @throws KmipError InvalidField */
function countIn(payload: TtlvStructure, tag: string): number | undefined {
  const count = maybeInteger(payload, tag);
  if (count === undefined || count >= 0) return count;
  throw new KmipError('InvalidField', `${tag} must not be negative, it is ${count}`);
}

/** The filters that the store can answer from an index. */
function indexed(filters: TtlvStructure): ObjectQuery {
  const [name] = structuresOf(filters, 'Name').map((filter) => maybeText(filter, 'NameValue'));
  const [type] = filters.value.flatMap((filter) =>
    filter.tag === 'ObjectType' && filter.type === 'Enumeration'
      ? enumerationName('ObjectType', filter.value)
      : [],
  );
  return { ...(name === undefined ? {} : { name }), ...(type === undefined ? {} : { type }) };
}

/** Destroyed objects are found only by those who ask for them (KMIP 2.1, Storage Status Mask). */
function asksForDestroyed(payload: TtlvStructure, filters: TtlvStructure): boolean {
  const mask = maybeInteger(payload, 'StorageStatusMask') ?? 0;
  const bit = maskBit('StorageStatusMask', 'DestroyedStorage') ?? 0;
  return (mask & bit) !== 0 || (maybeEnumeration(filters, 'State') ?? '').startsWith('Destroyed');
}

/** Where the objects that are asked for are kept; on-line ones when nothing is said (KMIP 2.1, Storage Status Mask). */
function storageFilter(payload: TtlvStructure): (object: StoredObject) => boolean {
  const mask = maybeInteger(payload, 'StorageStatusMask') ?? 0;
  const asks = (place: string): boolean => (mask & (maskBit('StorageStatusMask', place) ?? 0)) !== 0;
  const online = mask === 0 || asks('OnlineStorage');
  const archived = asks('ArchivalStorage');
  const destroyed = asks('DestroyedStorage');
  return (object) => {
    if (isArchived(object)) return archived;
    return online || (destroyed && isDestroyed(object.state));
  };
}

/**
 * Fresh members of the asked groups, or the default one of them (KMIP 2.1, Object Group Member): which one that is, is
 * left to the server, here the first.
 */
function groupMembers(payload: TtlvStructure, found: readonly StoredObject[]): readonly StoredObject[] {
  const member = maybeEnumeration(payload, 'ObjectGroupMember');
  if (member === 'GroupMemberDefault') return found.slice(0, 1);
  if (member !== 'GroupMemberFresh') return found;
  return found.filter(({ attributes }) => maybeBoolean(attributes, 'Fresh') === true);
}

/** The user's own objects, and those of others on which the user holds any permission. */
function reachable(context: OperationContext, filters: TtlvStructure, granted: readonly Grant[]) {
  const { store, user } = context;
  const own = store.find({ owner: user, ...indexed(filters) });
  const others = granted
    .filter(({ id }) => !id.startsWith('hsm::'))
    .map(({ id }) => store.retrieve(id))
    .filter((object) => object !== undefined)
    .filter(({ owner }) => owner !== user);
  return [...own, ...others];
}

async function inHsm(
  context: OperationContext,
  filters: TtlvStructure,
  granted: readonly Grant[],
): Promise<readonly string[]> {
  const { hsm } = context;
  if (hsm === undefined) return [];
  const mayUse = new Set(granted.map(({ id }) => id));
  const keys = await Promise.all(hsm.slots.map((slot) => hsm.find(slot)));
  return keys
    .flat()
    .filter((key) => isHsmAdmin(context) || mayUse.has(formatHsmId(key)))
    .filter((key) => matches(filters, hsmKeyAttributes(key)))
    .map(formatHsmId);
}

/** Finds objects by their attributes (KMIP 2.1, Locate); nothing found is a success. @throws KmipError */
export const locate: Operation = async (payload, context) => {
  const filters = maybeStructure(payload, 'Attributes') ?? NONE;
  const skipped = countIn(payload, 'OffsetItems') ?? 0;
  const most = countIn(payload, 'MaximumItems');
  const now = context.nowUnixSeconds();
  const withDestroyed = asksForDestroyed(payload, filters);
  const granted = context.store.grantsTo(context.user);
  const isStoredThere = storageFilter(payload);
  const stored = reachable(context, filters, granted)
    .filter(({ state }) => withDestroyed || !isDestroyed(state))
    .filter(isStoredThere)
    .filter((object) => matches(filters, visibleAttributes(object, now)));
  const members = groupMembers(payload, stored).map(({ id }) => id);
  const found = [...members, ...(await inHsm(context, filters, granted))];
  const shown = found.slice(skipped, most === undefined ? undefined : skipped + most);
  return [integer('LocatedItems', found.length), ...shown.map((id) => text('UniqueIdentifier', id))];
};
