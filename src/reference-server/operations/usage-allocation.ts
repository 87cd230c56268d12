import { KmipError } from '../../kmip/errors.ts';
import { maybeLongInteger, missingField } from '../../kmip/fields.ts';
import { text } from '../../kmip/ttlv.ts';
import { requireUse, stateInForce } from '../lifecycle.ts';
import { changed } from '../objects/managed-object.ts';
import { limitsOf, reduced, type UsageLimits } from '../objects/usage-limits.ts';
import type { StoredObject } from '../store/store.ts';
import { refuseOutsideStore } from './hsm/hsm-refusal.ts';
import type { Operation, OperationContext } from './operation.ts';
import { identifierOf, objectFor } from './target.ts';

function tooLittle(reason: string, id: string, limits: UsageLimits, amount: bigint): KmipError {
  const left = `${limits.count} of ${limits.total} (${limits.unit})`;
  return new KmipError(reason, `object ${id}: its usage limit leaves ${left}, this needs ${amount}`);
}

/**
 * Counts what a key protected against its usage limit, if it has one. Comes after the work and before the answer: what
 * fails costs nothing, and of two at the same time the second sees what the first left.
 * @throws KmipError PermissionDenied when not enough is left; the error tables have UsageLimitExceeded as well, the
 * OASIS case CS-BC-M-7 demands this one
 */
export function spendUsage(context: OperationContext, { id, attributes }: StoredObject, bytes: number): void {
  if (limitsOf(attributes) === undefined) return;
  const { store } = context;
  store.transaction(() => {
    const object = store.retrieve(id);
    const limits = object === undefined ? undefined : limitsOf(object.attributes);
    if (object === undefined || limits === undefined) return;
    const amount = limits.unit === 'Byte' ? BigInt(bytes) : 1n;
    const left = reduced(limits, amount);
    if (left === undefined) throw tooLittle('PermissionDenied', id, limits, amount);
    store.update(changed(object, object.state, context.nowUnixSeconds(), left));
  });
}

const OPERATION = 'GetUsageAllocation';

/** Sets an amount aside for a client that protects data by itself (KMIP 2.1, Get Usage Allocation). @throws KmipError */
export const getUsageAllocation: Operation = async (payload, context) => {
  const { store } = context;
  const id = identifierOf(payload, context);
  const amount =
    maybeLongInteger(payload, 'UsageLimitsCount') ?? missingField(payload, 'UsageLimitsCount', 'LongInteger');
  if (amount < 0n)
    throw new KmipError('InvalidField', `UsageLimitsCount must not be negative, it is ${amount}`);
  refuseOutsideStore(context, id, OPERATION);
  store.transaction(() => {
    const object = objectFor(context, id, OPERATION);
    const now = context.nowUnixSeconds();
    requireUse(id, stateInForce(object, now), 'protect');
    const limits = limitsOf(object.attributes);
    if (limits === undefined) throw new KmipError('AttributeNotFound', `object ${id} has no UsageLimits`);
    const left = reduced(limits, amount);
    if (left === undefined) throw tooLittle('UsageLimitExceeded', id, limits, amount);
    store.update(changed(object, object.state, now, left));
  });
  return [text('UniqueIdentifier', id)];
};
