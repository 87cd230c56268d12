import { dateTime, text } from '../../kmip/ttlv.ts';
import { type HsmTarget, hsmTarget, requireHsmAdmin } from './hsm/hsm-target.ts';
import type { Operation, OperationContext } from './operation.ts';
import { changeState, type StateChange } from './state-change.ts';
import { identifierOf } from './target.ts';

/** What stays is a tombstone: attributes without any key material. */
const CHANGE: StateChange = {
  operation: 'Destroy',
  event: 'Destroy',
  attributes: (_object, _next, now) => [dateTime('DestroyDate', now)],
  also: (object) => ({ ...object, object: undefined, wrapped: undefined }),
};

/** A later key of the same label must not inherit the grants of this one. */
async function destroyInHsm(context: OperationContext, { id, hsm, address }: HsmTarget): Promise<void> {
  requireHsmAdmin(context);
  await hsm.destroy(address);
  for (const grant of context.store.grantsOn(id)) context.store.revokeGrant(grant);
}

/** Destroys the key material for good (KMIP 2.1, Destroy). @throws KmipError */
export const destroy: Operation = async (payload, context) => {
  const id = identifierOf(payload, context);
  const target = hsmTarget(id, context);
  if (target !== undefined) {
    await destroyInHsm(context, target);
  } else {
    changeState(context, id, CHANGE);
    context.vault.forget(id);
  }
  return [text('UniqueIdentifier', id)];
};
