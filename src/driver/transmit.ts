import type { Agent, IncomingHttpHeaders } from 'node:http';
import { request as requestInClear } from 'node:http';
import { request as requestOverTls } from 'node:https';
import { nowUnixMs } from './now.ts';

/** One HTTP request as the suite sends it. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  /** The route that this path belongs to, in the contract's words; "other" where there is none. */
  readonly route: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Connections of who sends it; absent = the target's. */
  readonly agent?: Agent;
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

/** Where requests go. */
export interface HttpTarget {
  readonly baseUrl: string;
  /** Of node:https for an https URL, with the authority to trust. */
  readonly agent: Agent;
  /** No answer within this time is a lost answer; default ANSWER_TIMEOUT_MS. */
  readonly answerTimeoutMs?: number;
}

export const ANSWER_TIMEOUT_MS = 30_000;

/** Answers are cut off here; no KMS answers more to what the suite asks. */
export const ANSWER_LIMIT_BYTES = 64 * 1024 * 1024;

/** The request went out (or tried to) and no answer came back. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
}

/** Sends one request and reads its whole answer. @throws NoAnswerError */
export function transmit(target: HttpTarget, http: HttpRequest): Promise<HttpAnswer> {
  const { baseUrl, agent, answerTimeoutMs = ANSWER_TIMEOUT_MS } = target;
  const url = new URL(http.path, baseUrl);
  const request = url.protocol === 'https:' ? requestOverTls : requestInClear;
  const sentAtUnixMs = nowUnixMs();
  return new Promise((resolve, reject) => {
    const lost = (why: string) =>
      reject(new NoAnswerError(`no answer to ${http.method} ${http.path}: ${why}`));
    const length = http.body === undefined ? {} : { 'content-length': Buffer.byteLength(http.body) };
    const outgoing = request(
      url,
      {
        method: http.method,
        agent: http.agent ?? agent,
        timeout: answerTimeoutMs,
        headers: { ...http.headers, ...length },
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        let size = 0;
        incoming.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > ANSWER_LIMIT_BYTES) outgoing.destroy(new Error('the answer is too large'));
          chunks.push(chunk);
        });
        incoming.on('error', (error) => lost(error.message));
        incoming.on('end', () => {
          const answeredAtUnixMs = nowUnixMs();
          const bytes = Buffer.concat(chunks);
          const { statusCode: status = 0, headers } = incoming;
          resolve({ status, headers, body: bytes.toString('utf8'), bytes, sentAtUnixMs, answeredAtUnixMs });
        });
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error(`nothing came for ${answerTimeoutMs / 1000} s`)));
    outgoing.on('error', (error) => lost(error.message));
    outgoing.end(http.body);
  });
}
