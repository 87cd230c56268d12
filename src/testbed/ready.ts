import { nowUnixMs } from '../driver/now.ts';
import { NO_FACTS } from '../driver/outlet.ts';
import { type HttpTarget, NoAnswerError, transmit } from '../driver/transmit.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Child } from './child.ts';
import { WaitError } from './until.ts';

/** From spawn to first answer. */
export const READY_TIMEOUT_MS = 20_000;

/** Between two attempts to reach a target that has not answered yet. */
const READY_POLL_MS = 50;

/** The target did not come up. */
export class StartError extends WaitError {}

/**
 * Asks for the version until somebody answers; only what was answered was a request, and stands in the ledger.
 * @param name of target and instance, for the error
 * @returns when the first answer came, Unix milliseconds
 * @throws StartError with the last lines of the target's log
 */
export async function untilReady(
  child: Child,
  target: HttpTarget,
  ledger: Ledger,
  name: string,
): Promise<number> {
  const deadline = nowUnixMs() + READY_TIMEOUT_MS;
  while (child.isRunning && nowUnixMs() < deadline) {
    const answeredAtUnixMs = await askForVersion(target, ledger);
    if (answeredAtUnixMs !== undefined) return answeredAtUnixMs;
    await Promise.race([child.ended, new Promise((resolve) => setTimeout(resolve, READY_POLL_MS))]);
  }
  const how = child.isRunning ? `did not answer within ${READY_TIMEOUT_MS / 1000} s` : await child.ended;
  throw new StartError(`${name} ${how}; its last log lines:\n${child.logTail}`);
}

async function askForVersion(target: HttpTarget, ledger: Ledger): Promise<number | undefined> {
  const http = { method: 'GET', route: '/version' };
  const answer = await transmit(target, { ...http, path: '/version' }).catch((error: unknown) => {
    if (!(error instanceof NoAnswerError)) throw error;
  });
  if (answer === undefined) return undefined;
  const { sentAtUnixMs, answeredAtUnixMs: atUnixMs, status } = answer;
  const outcome = { kind: 'answered', status, atUnixMs, targetDateUnixMs: undefined } as const;
  ledger.enter({ scenario: 'suite', sentAtUnixMs, outcome, http, ...NO_FACTS });
  return atUnixMs;
}
