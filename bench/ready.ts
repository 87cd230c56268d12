import type { Child } from '../src/testbed/child.ts';

const READY_TIMEOUT_MS = 20_000;
const PAUSE_MS = 20;

/** Tries until it succeeds. @throws Error with the end of the log when the server ends or is not ready in time */
export async function ready(child: Child, attempt: () => Promise<unknown>): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (performance.now() < deadline && child.isRunning) {
    const isReady = await attempt().then(
      () => true,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error(`a server to be measured did not begin to serve:\n${child.logTail}`);
}
