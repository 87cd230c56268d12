/** A push that does not come within this time beyond its interval will not come. */
export const PATIENCE_MS = 10_000;

/** A condition that did not come true in time; says what was waited for, how long, and what came instead. */
export class WaitError extends Error {
  override readonly name = 'WaitError';
}

/**
 * Waits for an event-driven condition: `check` is asked at once and after every event that `subscribe` tells of.
 * @throws WaitError after `timeoutMs` with `describe`, or as soon as `ended` resolves
 */
export async function until<T>(wait: {
  readonly check: () => T | undefined;
  readonly subscribe: (listener: () => void) => () => void;
  readonly timeoutMs: number;
  readonly describe: () => string;
  /** The end of what is waited for: no use in waiting on. */
  readonly ended?: Promise<string>;
}): Promise<T> {
  const done = Promise.withResolvers<T>();
  const attempt = () => {
    try {
      const result = wait.check();
      if (result !== undefined) done.resolve(result);
    } catch (error) {
      done.reject(error);
    }
  };
  const unsubscribe = wait.subscribe(attempt);
  const timer = setTimeout(
    () => done.reject(new WaitError(`waited ${wait.timeoutMs / 1000} s in vain for ${wait.describe()}`)),
    wait.timeoutMs,
  );
  wait.ended?.then((how) =>
    done.reject(new WaitError(`the target ${how} while waiting for ${wait.describe()}`)),
  );
  attempt();
  try {
    return await done.promise;
  } finally {
    clearTimeout(timer);
    unsubscribe();
  }
}
