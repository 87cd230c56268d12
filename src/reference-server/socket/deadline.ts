/** Something that happens unless it is put off or called off in time. */
export interface Deadline {
  /** It happens so many milliseconds from now; what was said before does not hold any more. */
  in(ms: number): void;
  /** It does not happen, until it is set again. */
  clear(): void;
  /** It happens never. */
  stop(): void;
}

/**
 * A deadline that is put off several times in every message: the timer runs on, and looks when it ends whether there is
 * time left. It is set anew only for what comes before its end.
 */
export const newDeadline = (expired: () => void, monotonicMs = () => performance.now()): Deadline => {
  let timer: NodeJS.Timeout | undefined;
  let timerEndsMs = Number.POSITIVE_INFINITY;
  let dueMs = Number.POSITIVE_INFINITY;
  const start = (nowMs: number): void => {
    clearTimeout(timer);
    timerEndsMs = dueMs;
    timer = setTimeout(ended, dueMs - nowMs);
  };
  const ended = (): void => {
    timer = undefined;
    timerEndsMs = Number.POSITIVE_INFINITY;
    if (dueMs === Number.POSITIVE_INFINITY) return;
    const nowMs = monotonicMs();
    if (nowMs < dueMs) {
      start(nowMs);
      return;
    }
    dueMs = Number.POSITIVE_INFINITY;
    expired();
  };
  const clear = (): void => {
    dueMs = Number.POSITIVE_INFINITY;
  };
  return {
    clear,
    in: (ms) => {
      const nowMs = monotonicMs();
      dueMs = nowMs + ms;
      if (timer === undefined || dueMs < timerEndsMs) start(nowMs);
    },
    stop: () => {
      clear();
      clearTimeout(timer);
      timer = undefined;
      timerEndsMs = Number.POSITIVE_INFINITY;
    },
  };
};
