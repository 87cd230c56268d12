/** Between two questions. */
const PAUSE_MS = 250;

/**
 * Asks until the answer is as wanted.
 * @throws Error with what was wanted and what came last, when the time is over or the signal comes
 */
export async function eventually<T>(wait: {
  readonly ask: () => Promise<T>;
  readonly wanted: (answer: T) => boolean;
  readonly what: string;
  readonly limitMs: number;
  readonly signal: AbortSignal;
}): Promise<T> {
  const { ask, wanted, what, limitMs, signal } = wait;
  const endMs = performance.now() + limitMs;
  let last = 'nothing';
  for (;;) {
    signal.throwIfAborted();
    try {
      const answer = await ask();
      if (wanted(answer)) return answer;
      last = JSON.stringify(answer);
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    if (performance.now() > endMs)
      throw new Error(`waited ${limitMs / 1000} s in vain for ${what}; last came ${last.slice(0, 1000)}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
