import type { Agent, IncomingHttpHeaders } from 'node:http';
import { request } from 'node:http';
import type { Entry } from '../ledger/entry.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { nowUnixMs } from './now.ts';

/** One HTTP request as the suite sends it. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  /** The route that this path belongs to, in the contract's words; "other" where there is none. */
  readonly route: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** As text; `bytes` is what came. */
  readonly body: string;
  readonly bytes: Uint8Array;
  readonly sentAtUnixMs: number;
  readonly answeredAtUnixMs: number;
}

/** What a request meant, read from its answer; undefined answer: none came. */
export type Facts = Pick<Entry, 'operations' | 'grants' | 'user' | 'bare' | 'canaries'>;

/** For requests that are no KMIP operation. */
export const NO_FACTS: Facts = { operations: [], grants: [], user: undefined, bare: false, canaries: [] };

/** No answer within this time is a lost answer. */
export const ANSWER_TIMEOUT_MS = 30_000;

/** Answers are cut off here; no KMS answers more to what the suite asks. */
export const ANSWER_LIMIT_BYTES = 64 * 1024 * 1024;

/** The only way requests leave the suite: each one writes its ledger entry. */
export class Outlet {
  readonly #baseUrl: URL;
  readonly #ledger: Ledger;
  readonly #agent: Agent;
  readonly #answerTimeoutMs: number;

  constructor(baseUrl: string, ledger: Ledger, agent: Agent, answerTimeoutMs: number = ANSWER_TIMEOUT_MS) {
    this.#baseUrl = new URL(baseUrl);
    this.#ledger = ledger;
    this.#agent = agent;
    this.#answerTimeoutMs = answerTimeoutMs;
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
      const answer = await this.#send(http, sentAtUnixMs);
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

  #send(http: HttpRequest, sentAtUnixMs: number): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const lost = (why: string) =>
        reject(new NoAnswerError(`no answer to ${http.method} ${http.path}: ${why}`));
      const outgoing = request(
        new URL(http.path, this.#baseUrl),
        {
          method: http.method,
          agent: this.#agent,
          timeout: this.#answerTimeoutMs,
          headers: {
            ...http.headers,
            ...(http.body === undefined ? {} : { 'content-length': Buffer.byteLength(http.body) }),
          },
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          let bytes = 0;
          incoming.on('data', (chunk: Buffer) => {
            bytes += chunk.length;
            if (bytes > ANSWER_LIMIT_BYTES) outgoing.destroy(new Error('the answer is too large'));
            chunks.push(chunk);
          });
          incoming.on('error', (error) => lost(error.message));
          incoming.on('end', () =>
            resolve({
              status: incoming.statusCode ?? 0,
              headers: incoming.headers,
              body: Buffer.concat(chunks).toString('utf8'),
              bytes: Buffer.concat(chunks),
              sentAtUnixMs,
              answeredAtUnixMs: nowUnixMs(),
            }),
          );
        },
      );
      outgoing.on('timeout', () =>
        outgoing.destroy(new Error(`nothing came for ${this.#answerTimeoutMs / 1000} s`)),
      );
      outgoing.on('error', (error) => lost(error.message));
      outgoing.end(http.body);
    });
  }
}

/** The request went out (or tried to) and no answer came back. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
}

const dateOf = ({ date }: IncomingHttpHeaders): number | undefined => {
  const unixMs = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(unixMs) ? undefined : unixMs;
};
