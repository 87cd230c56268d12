import { INTERRUPTED } from './exit-codes.ts';

/** The user pressed Ctrl-C, or the process was told to end. */
export class Interrupted extends Error {}

/** The first Ctrl-C cleans up and ends, the second ends at once. */
export function interruptible(): AbortSignal {
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (abort.signal.aborted) process.exit(INTERRUPTED);
      process.stderr.write('\ninterrupted: stopping every process that was started\n');
      abort.abort(new Interrupted());
    });
  }
  return abort.signal;
}

/** Resolves at the first Ctrl-C, of what has no other end; the second ends at once. */
export function quietlyInterrupted(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let isFirst = true;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (!isFirst) process.exit(INTERRUPTED);
      isFirst = false;
      resolve();
    });
  }
  return promise;
}
