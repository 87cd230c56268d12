import type { IncomingHttpHeaders } from 'node:http';
import type { Entry } from '../ledger/entry.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { nowUnixMs } from './now.ts';
import { type HttpAnswer, type HttpRequest, type HttpTarget, transmit } from './transmit.ts';

/** What a request meant, read from its answer; undefined answer: none came. */
export type Facts = Pick<Entry, 'operations' | 'grants' | 'user' | 'bare' | 'canaries'>;

/** For requests that are no KMIP operation. */
export const NO_FACTS: Facts = { operations: [], grants: [], user: undefined, bare: false, canaries: [] };

/** The only way requests leave the suite: each one writes its ledger entry. */
export class Outlet {
  readonly #target: HttpTarget;
  readonly #ledger: Ledger;

  constructor(target: HttpTarget, ledger: Ledger) {
    this.#target = target;
    this.#ledger = ledger;
  }

  /**
   * Sends and waits for the answer.
   * @param read what the exchange did, entered into the ledger
   * @throws NoAnswerError when none came, and whatever `read` throws; the entry says that the answer is lost
   */
  async exchange(
    scenario: string,
    http: HttpRequest,
    read: (answer: HttpAnswer | undefined) => Facts,
  ): Promise<HttpAnswer> {
    await this.#ledger.begin();
    const sentAtUnixMs = nowUnixMs();
    const line = { method: http.method, route: http.route };
    try {
      const answer = await transmit(this.#target, http);
      const outcome = {
        kind: 'answered',
        status: answer.status,
        atUnixMs: answer.answeredAtUnixMs,
        targetDateUnixMs: dateOf(answer.headers),
      } as const;
      const facts = read(answer);
      this.#ledger.end({ scenario, sentAtUnixMs, outcome, http: line, ...facts });
      return answer;
    } catch (error) {
      const outcome = { kind: 'lost' } as const;
      this.#ledger.end({ scenario, sentAtUnixMs, outcome, http: line, ...read(undefined) });
      throw error;
    }
  }
}

/** What the sender of an answer took the time to be, Unix milliseconds; undefined where it does not say. */
export const dateOf = ({ date }: IncomingHttpHeaders): number | undefined => {
  const unixMs = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(unixMs) ? undefined : unixMs;
};
