/** Time as the server reads it. */
export interface Clock {
  /** Unix milliseconds of the wall clock. */
  readonly nowMs: () => number;
  /** Milliseconds that never step back, with fractions. */
  readonly monotonicMs: () => number;
}

export const systemClock: Clock = { nowMs: () => Date.now(), monotonicMs: () => performance.now() };
