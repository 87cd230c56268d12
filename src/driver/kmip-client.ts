import { asStructure } from '../kmip/fields.ts';
import { readJson, writeJson } from '../kmip/json.ts';
import { buildRequest, type ErrorContinuation, parseResponse, type ResponseItem } from '../kmip/message.ts';
import { enumerationCode } from '../kmip/tables.ts';
import type { Ttlv, TtlvStructure } from '../kmip/ttlv.ts';
import type { OperationFact } from '../ledger/entry.ts';
import type { Call } from './calls.ts';
import { type Custody, effectsOf } from './effects.ts';
import { bareFailure, type Failure, kindOfFailure } from './failure.ts';
import type { Identity } from './identity.ts';
import { NO_FACTS, type Outlet } from './outlet.ts';
import type { HttpAnswer } from './transmit.ts';
import { usesOf, usesOfFailure } from './uses.ts';
import { JSON_ROUTE, jsonOverHttp, kmipPost, type Way } from './ways.ts';

/** What came of one call. */
export type Reply =
  | { readonly ok: true; readonly payload: TtlvStructure }
  | { readonly ok: false; readonly failure: Failure };

export interface MessageOptions {
  readonly errorContinuation?: ErrorContinuation | undefined;
  /** Default: JSON over HTTP. */
  readonly way?: Way | undefined;
}

/** KMIP in the name of one user and one scenario: bare operations over HTTP, messages any way in. */
export class KmipClient {
  readonly #outlet: Outlet;
  readonly #identity: Identity;
  readonly #custody: Custody;
  readonly #scenario: string;

  constructor(outlet: Outlet, identity: Identity, custody: Custody, scenario: string) {
    this.#outlet = outlet;
    this.#identity = identity;
    this.#custody = custody;
    this.#scenario = scenario;
  }

  /** One operation without a message around it. */
  async bare(call: Call, canaries: readonly string[] = [], fastestAnswerSeconds?: number): Promise<Reply> {
    let reply: Reply | undefined;
    await this.#outlet.exchange(
      this.#scenario,
      kmipPost(JSON_ROUTE, 'application/json', writeJson(call.payload), this.#identity),
      (answer) => {
        reply = answer === undefined ? undefined : bareReply(answer);
        const { user } = this.#identity;
        return {
          ...NO_FACTS,
          user,
          bare: true,
          operations:
            user === undefined ? [] : [withLeast(this.#fact(call, reply), answer, fastestAnswerSeconds)],
          canaries,
        };
      },
    );
    return reply ?? { ok: false, failure: { reason: 'no answer', message: 'no answer' } };
  }

  /** A RequestMessage; the answers are those of the items that ran. */
  async message(calls: readonly Call[], options: MessageOptions = {}): Promise<readonly Reply[]> {
    const { errorContinuation, way = jsonOverHttp(this.#outlet, this.#scenario, this.#identity) } = options;
    const message = buildRequest({
      header: { version: { major: 2, minor: 1 }, errorContinuation },
      items: calls.map((call, index) => ({
        ...call,
        uniqueBatchItemId: Uint8Array.of(index >> 8, index & 255),
      })),
    });
    let replies: readonly Reply[] = [];
    await way.deliver(message, (delivery) => {
      if (delivery.kind === 'answered') replies = messageReplies(delivery.message);
      const ran = delivery.kind === 'lost' ? calls : calls.slice(0, replies.length);
      return {
        ...NO_FACTS,
        user: this.#identity.user,
        operations: ran.map((call, index) => this.#fact(call, replies[index])),
      };
    });
    return replies;
  }

  #fact(call: Call, reply: Reply | undefined): OperationFact {
    const operation = isKnown(call.operation) ? call.operation : undefined;
    if (reply?.ok)
      return { operation, failure: undefined, effects: effectsOf(call, reply.payload, this.#custody) };
    const effects = reply === undefined ? usesOf(call) : usesOfFailure(call, reply.failure.reason);
    return { operation, failure: reply?.failure.reason, effects };
  }
}

/**
 * Half of what the client waited, less the fastest round trip: a slow operation cannot have taken the server less
 * (contract.md, instrument 3).
 */
const withLeast = (
  fact: OperationFact,
  answer: HttpAnswer | undefined,
  fastestAnswerSeconds: number | undefined,
): OperationFact => {
  if (answer === undefined || fastestAnswerSeconds === undefined) return fact;
  const waited = (answer.answeredAtUnixMs - answer.sentAtUnixMs) / 1000;
  const beyond = waited - fastestAnswerSeconds;
  return beyond < SLOW_SECONDS ? fact : { ...fact, atLeastSeconds: beyond / 2 };
};

/** An operation counts as slow from this much above a round trip on. */
export const SLOW_SECONDS = 0.05;

function bareReply(answer: HttpAnswer): Reply {
  return answer.status === 200
    ? { ok: true, payload: asStructure(readJson(answer.body)) }
    : { ok: false, failure: bareFailure(answer.status, answer.body) };
}

const messageReplies = (answer: Ttlv): readonly Reply[] =>
  parseResponse(answer).items.filter(isOfOperation).map(itemReply);

/** The answer to a message that could not be read has an item without an operation: none ran. */
const isOfOperation = ({ operation }: ResponseItem): boolean => operation !== undefined;

function itemReply({ status, reason, message, payload }: ResponseItem): Reply {
  if (status === 'Success')
    return { ok: true, payload: payload ?? { tag: 'ResponsePayload', type: 'Structure', value: [] } };
  return { ok: false, failure: { reason: kindOfFailure(reason ?? status), message: message ?? '' } };
}

function isKnown(operation: string): boolean {
  try {
    enumerationCode('Operation', operation);
    return true;
  } catch {
    return false;
  }
}
