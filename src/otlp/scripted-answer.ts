import type { ServerHttp2Stream } from 'node:http2';
import type { Metadata } from '@grpc/grpc-js';
import { FULL_SUCCESS, oversizeSuccess, partialSuccess, retryInfo } from './answers.ts';
import type { OpenConnection } from './open-connections.ts';
import { describeStep, STATUS_CODES, type Step } from './script/step.ts';

/** An answer as grpc-js takes it. */
export type Answer =
  | { readonly kind: 'message'; readonly message: Buffer }
  | {
      readonly kind: 'refusal';
      readonly code: number;
      readonly details: string;
      readonly metadata?: Metadata;
    };

/** What the steps of a script act on, beside the answer. */
export interface Turn {
  readonly connection: OpenConnection | undefined;
  readonly stream: ServerHttp2Stream | undefined;
  /** Resolves so much later, or when the call is gone. */
  readonly pause: (ms: number) => Promise<void>;
  /** Resolves when the client has given the call up. */
  readonly gone: Promise<void>;
}

/** HTTP/2 NO_ERROR: the connection is closed in order. */
const NO_ERROR = 0;

/** Only such a call reaches whoever collects: one that is refused brought nothing. */
export const isTaken = (step: Step): boolean =>
  step.kind === 'ok' ||
  step.kind === 'delay' ||
  step.kind === 'goaway' ||
  step.kind === 'oversize' ||
  (step.kind === 'partial' && step.rejected === 0);

/** A word that stands in no other answer: whoever logs why a push failed repeats it. */
export const scriptedWords = (step: Step, number: number): string =>
  `scripted answer ${number}: ${describeStep(step)}`;

/** Does what the step says; undefined = there is no answer. */
export async function scriptedAnswer(step: Step, number: number, turn: Turn): Promise<Answer | undefined> {
  const words = scriptedWords(step, number);
  switch (step.kind) {
    case 'status':
      return {
        kind: 'refusal',
        code: STATUS_CODES[step.status],
        details: words,
        ...(step.retryAfterMs === undefined
          ? {}
          : { metadata: retryInfo(step.status, words, step.retryAfterMs) }),
      };
    case 'partial':
      return { kind: 'message', message: partialSuccess(step.rejected, words) };
    case 'delay':
      await turn.pause(step.ms);
      break;
    case 'black-hole':
      await turn.gone;
      return undefined;
    case 'reset':
      turn.connection?.reset();
      return undefined;
    case 'goaway':
      turn.stream?.session?.goaway(NO_ERROR);
      break;
    case 'oversize':
      return { kind: 'message', message: oversizeSuccess() };
    default:
  }
  return { kind: 'message', message: FULL_SUCCESS };
}
