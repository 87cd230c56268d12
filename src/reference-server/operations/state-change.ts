import { KmipError } from '../../kmip/errors.ts';
import type { Ttlv } from '../../kmip/ttlv.ts';
import { type Event, stateInForce, transition } from '../lifecycle.ts';
import { changed } from '../objects/managed-object.ts';
import type { State, StoredObject } from '../store/store.ts';
import { hsmTarget, requireHsmAccess } from './hsm/hsm-target.ts';
import type { OperationContext } from './operation.ts';
import { objectFor } from './target.ts';

export interface StateChange {
  readonly operation: string;
  readonly event: Event;
  /** Attributes that the new state brings. */
  readonly attributes: (object: StoredObject, next: State, now: bigint) => readonly Ttlv[];
  /** What else becomes of the object. */
  readonly also?: (object: StoredObject) => StoredObject;
}

/**
 * Moves an object to another state. Reading, checking and writing are one transaction, so that of two at the same time
 * the second one sees what the first one did.
 * @throws KmipError ObjectNotFound, PermissionDenied, WrongKeyLifecycleState, ObjectDestroyed
 */
export function changeState(context: OperationContext, id: string, change: StateChange): void {
  const { store, nowUnixSeconds } = context;
  store.transaction(() => {
    const object = objectFor(context, id, change.operation);
    const now = nowUnixSeconds();
    const next = transition(id, stateInForce(object, now), change.event);
    const moved = changed(object, next, now, ...change.attributes(object, next, now));
    store.update(change.also?.(moved) ?? moved);
  });
}

/** Keys in the HSM are always Active. @throws KmipError PermissionDenied, IllegalOperation */
export function refuseInHsm(context: OperationContext, id: string, operation: string): void {
  if (hsmTarget(id, context) === undefined) return;
  requireHsmAccess(context, id, operation);
  throw new KmipError(
    'IllegalOperation',
    `object ${id} is in the HSM, where keys are always Active: ${operation} is not possible`,
  );
}
