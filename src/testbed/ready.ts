import { nowUnixMs } from '../driver/now.ts';
import { dateOf, NO_FACTS } from '../driver/outlet.ts';
import { type HttpTarget, NoAnswerError, transmit } from '../driver/transmit.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Running } from './running.ts';
import type { Target } from './target.ts';
import { WaitError } from './until.ts';

/** Between two attempts to reach a target that has not answered yet. */
const READY_POLL_MS = 50;

/** The target did not come up. */
export class StartError extends WaitError {}

/**
 * Asks until somebody answers; only what was answered was a request, and stands in the ledger.
 * @param name of target and instance, for the error
 * @param ready the path that is asked for, and how long
 * @returns when the first answer came, Unix milliseconds
 * @throws StartError with the last lines of the target's log
 */
export async function untilReady(
  child: Running,
  target: HttpTarget,
  ledger: Ledger,
  name: string,
  ready: Target['ready'],
): Promise<number> {
  const deadline = nowUnixMs() + ready.timeoutMs;
  let obstacle = 'nothing was tried';
  while (child.isRunning && nowUnixMs() < deadline) {
    const attempt = await askFor(ready.path, target, ledger);
    if (typeof attempt === 'number') return attempt;
    obstacle = attempt.message;
    await Promise.race([child.ended, new Promise((resolve) => setTimeout(resolve, READY_POLL_MS))]);
  }
  const how = child.isRunning
    ? `did not answer within ${ready.timeoutMs / 1000} s (${obstacle})`
    : await child.ended;
  const log = child.logTail === '' ? 'it has printed nothing' : `its last log lines:\n${child.logTail}`;
  throw new StartError(`${name} ${how}; ${log}`);
}

async function askFor(path: string, target: HttpTarget, ledger: Ledger): Promise<number | NoAnswerError> {
  const http = { method: 'GET', route: path };
  const answer = await transmit(target, { ...http, path }).catch((error: unknown) => {
    if (error instanceof NoAnswerError) return error;
    throw error;
  });
  if (answer instanceof NoAnswerError) return answer;
  const { sentAtUnixMs, answeredAtUnixMs: atUnixMs, status, headers } = answer;
  // The only Date there may be: whoever is asked over the socket alone gives no other.
  const outcome = { kind: 'answered', status, atUnixMs, targetDateUnixMs: dateOf(headers) } as const;
  ledger.enter({ scenario: 'suite', sentAtUnixMs, outcome, http, ...NO_FACTS });
  return atUnixMs;
}
