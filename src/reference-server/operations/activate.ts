import { dateTime, text } from '../../kmip/ttlv.ts';
import type { Operation } from './operation.ts';
import { changeState, refuseInHsm, type StateChange } from './state-change.ts';
import { identifierOf } from './target.ts';

const CHANGE: StateChange = {
  operation: 'Activate',
  event: 'Activate',
  attributes: (_object, _next, now) => [dateTime('ActivationDate', now)],
};

/** Makes a Pre-Active object Active now (KMIP 2.1, Activate). @throws KmipError */
export const activate: Operation = async (payload, context) => {
  const id = identifierOf(payload, context);
  refuseInHsm(context, id, CHANGE.operation);
  changeState(context, id, CHANGE);
  return [text('UniqueIdentifier', id)];
};
