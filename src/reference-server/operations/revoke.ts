import { enumerationOf, maybeDate, structureOf } from '../../kmip/fields.ts';
import { dateTime, type Ttlv, type TtlvStructure, text } from '../../kmip/ttlv.ts';
import type { StoredObject } from '../store/store.ts';
import type { Operation } from './operation.ts';
import { changeState, refuseInHsm } from './state-change.ts';
import { identifierOf } from './target.ts';

/** Reasons that lead to the Compromised state (KMIP 2.1, Revoke). */
const COMPROMISES: readonly string[] = ['KeyCompromise', 'CACompromise'];

function deactivation({ deactivationDate }: StoredObject, now: bigint): readonly Ttlv[] {
  const isPast = deactivationDate !== undefined && deactivationDate <= now;
  return isPast ? [] : [dateTime('DeactivationDate', now)];
}

function compromise(payload: TtlvStructure, now: bigint): readonly Ttlv[] {
  const occurrence = maybeDate(payload, 'CompromiseOccurrenceDate') ?? now;
  return [dateTime('CompromiseDate', now), dateTime('CompromiseOccurrenceDate', occurrence)];
}

/** Withdraws an object: Deactivated, or Compromised by reason (KMIP 2.1, Revoke). @throws KmipError */
export const revoke: Operation = async (payload, context) => {
  const id = identifierOf(payload, context);
  const reason = structureOf(payload, 'RevocationReason');
  const compromised = COMPROMISES.includes(enumerationOf(reason, 'RevocationReasonCode'));
  refuseInHsm(context, id, 'Revoke');
  changeState(context, id, {
    operation: 'Revoke',
    event: compromised ? 'Compromise' : 'Revoke',
    attributes: (object, _next, now) => [
      reason,
      ...(compromised ? compromise(payload, now) : deactivation(object, now)),
    ],
  });
  return [text('UniqueIdentifier', id)];
};
