import { writeJson } from '../kmip/json.ts';
import { buildRequest, type ErrorContinuation } from '../kmip/message.ts';
import type { TtlvStructure } from '../kmip/ttlv.ts';
import type { Call } from './calls.ts';
import type { Custody } from './effects.ts';
import { type Asked, factsOf } from './facts.ts';
import type { Identity } from './identity.ts';
import type { Outlet } from './outlet.ts';
import { bareReply, messageReplies, type Reply, withLeast } from './replies.ts';
import type { HttpAnswer } from './transmit.ts';
import { JSON_ROUTE, jsonOverHttp, kmipPost, type Way } from './ways.ts';

export type { Reply } from './replies.ts';

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
        const facts = factsOf([call], reply && [reply], this.#asked(true));
        const operations = facts.operations.map((fact) =>
          withLeast(fact, waitedSeconds(answer), fastestAnswerSeconds),
        );
        return { ...facts, operations: facts.user === undefined ? [] : operations, canaries };
      },
    );
    return reply ?? { ok: false, failure: { reason: 'no answer', message: 'no answer' } };
  }

  /** A RequestMessage; the answers are those of the items that ran. */
  async message(calls: readonly Call[], options: MessageOptions = {}): Promise<readonly Reply[]> {
    const { errorContinuation, way = jsonOverHttp(this.#outlet, this.#scenario, this.#identity) } = options;
    const message = messageOf(calls, errorContinuation);
    let replies: readonly Reply[] = [];
    await way.deliver(message, (delivery) => {
      if (delivery.kind === 'answered') replies = messageReplies(delivery.message);
      return factsOf(calls, delivery.kind === 'lost' ? undefined : replies, this.#asked(false));
    });
    return replies;
  }

  #asked(bare: boolean): Asked {
    return { user: this.#identity.user, bare, custody: this.#custody };
  }
}

/** A request message of KMIP 2.1 with these items. */
export const messageOf = (calls: readonly Call[], errorContinuation?: ErrorContinuation): TtlvStructure =>
  buildRequest({
    header: { version: { major: 2, minor: 1 }, errorContinuation },
    items: calls.map((call, index) => ({
      ...call,
      uniqueBatchItemId: Uint8Array.of(index >> 8, index & 255),
    })),
  });

const waitedSeconds = (answer: HttpAnswer | undefined): number =>
  answer === undefined ? 0 : (answer.answeredAtUnixMs - answer.sentAtUnixMs) / 1000;
