import { asStructure } from '../kmip/fields.ts';
import { readJson } from '../kmip/json.ts';
import { parseResponse, type ResponseItem } from '../kmip/message.ts';
import { enumerationCode, enumerationName } from '../kmip/tables.ts';
import type { Ttlv, TtlvStructure } from '../kmip/ttlv.ts';
import type { OperationFact } from '../ledger/entry.ts';
import type { Call } from './calls.ts';
import { type Custody, effectsOf } from './effects.ts';
import { bareFailure, type Failure, kindOfFailure } from './failure.ts';
import type { HttpAnswer } from './transmit.ts';
import { usesOf, usesOfFailure } from './uses.ts';

/** What came of one call. */
export type Reply =
  | { readonly ok: true; readonly payload: TtlvStructure }
  | { readonly ok: false; readonly failure: Failure };

/** The answer to an operation without a message around it. */
export function bareReply({ status, body }: Pick<HttpAnswer, 'status' | 'body'>): Reply {
  return status === 200
    ? { ok: true, payload: asStructure(readJson(body)) }
    : { ok: false, failure: bareFailure(status, body) };
}

/** Of the items that ran. */
export const messageReplies = (answer: Ttlv): readonly Reply[] =>
  parseResponse(answer).items.filter(isOfOperation).map(itemReply);

/** The answer to a message that could not be read has an item without an operation: none ran. */
const isOfOperation = ({ operation }: ResponseItem): boolean => operation !== undefined;

function itemReply({ status, reason, message, payload }: ResponseItem): Reply {
  if (status === 'Success')
    return { ok: true, payload: payload ?? { tag: 'ResponsePayload', type: 'Structure', value: [] } };
  return { ok: false, failure: { reason: kindOfFailure(reason ?? status), message: message ?? '' } };
}

/** What a call did, for the ledger; without a reply, what it may have done. */
export function factOf(call: Call, reply: Reply | undefined, custody: Custody): OperationFact {
  const operation = kmipName(call.operation);
  const named = operation === call.operation ? { operation } : { operation, tag: call.operation };
  if (reply?.ok) return { ...named, failure: undefined, effects: effectsOf(call, reply.payload, custody) };
  const effects = reply === undefined ? usesOf(call) : usesOfFailure(call, reply.failure.reason);
  return { ...named, failure: reply?.failure.reason, effects };
}

/** Half of what the client waited, less the fastest round trip, where that is long (contract.md, instrument 3). */
export function withLeast(
  fact: OperationFact,
  waitedSeconds: number,
  fastestAnswerSeconds: number | undefined,
): OperationFact {
  const beyond = waitedSeconds - (fastestAnswerSeconds ?? Number.POSITIVE_INFINITY);
  return beyond < SLOW_SECONDS ? fact : { ...fact, atLeastSeconds: beyond / 2 };
}

/** An operation counts as slow from this much above a round trip on. */
export const SLOW_SECONDS = 0.05;

function kmipName(operation: string): string | undefined {
  try {
    return enumerationName('Operation', enumerationCode('Operation', operation));
  } catch {
    return undefined;
  }
}
