import { KmipError } from '../../kmip/errors.ts';
import {
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
import { visibleAttributes } from '../objects/managed-object.ts';
import { matches } from '../objects/match.ts';
import type { Grant, ObjectQuery } from '../store/store.ts';
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
  const stored = reachable(context, filters, granted)
    .filter(({ state }) => withDestroyed || !isDestroyed(state))
    .filter((object) => matches(filters, visibleAttributes(object, now)))
    .map(({ id }) => id);
  const found = [...stored, ...(await inHsm(context, filters, granted))];
  const shown = found.slice(skipped, most === undefined ? undefined : skipped + most);
  return [integer('LocatedItems', found.length), ...shown.map((id) => text('UniqueIdentifier', id))];
};
