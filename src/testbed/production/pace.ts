/** Lets requests go at most so often: each waits for its turn. */
export function paceOf(perSecond: number, now: () => number = () => performance.now()): () => Promise<void> {
  const gapMs = 1000 / perSecond;
  let nextMs = 0;
  return async () => {
    const atMs = Math.max(now(), nextMs);
    nextMs = atMs + gapMs;
    const waitMs = atMs - now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
  };
}
