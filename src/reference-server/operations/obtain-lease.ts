import { dateOf } from '../../kmip/fields.ts';
import { dateTime, interval, text } from '../../kmip/ttlv.ts';
import { requireUse, stateInForce } from '../lifecycle.ts';
import { refuseOutsideStore } from './hsm/hsm-refusal.ts';
import type { Operation } from './operation.ts';
import { identifierOf, objectFor } from './target.ts';

/** How long a client may use an object before it asks again. A policy of this server, the same for all objects. */
export const LEASE_SECONDS = 3600;

const OPERATION = 'ObtainLease';

/**
 * Grants a lease, for which the state of the object has to permit that it is used (KMIP 2.1, Obtain Lease). A client
 * that sees the Last Change Date move knows that it has to read the object again.
 * @throws KmipError
 */
export const obtainLease: Operation = async (payload, context) => {
  const id = identifierOf(payload, context);
  refuseOutsideStore(context, id, OPERATION);
  const object = objectFor(context, id, OPERATION);
  requireUse(id, stateInForce(object, context.nowUnixSeconds()), 'process');
  return [
    text('UniqueIdentifier', id),
    interval('LeaseTime', LEASE_SECONDS),
    dateTime('LastChangeDate', dateOf(object.attributes, 'LastChangeDate')),
  ];
};
