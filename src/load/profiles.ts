/** A stretch of time in which the number of users of k6 goes to a target. */
interface Stage {
  readonly seconds: number;
  /** Virtual users at its end. */
  readonly users: number;
}

/** How much load, and how it comes and goes. */
export interface LoadProfile {
  readonly words: string;
  /** Virtual users at the beginning. */
  readonly users: number;
  readonly stages: readonly Stage[];
}

const MINUTE = 60;

/** Named as k6's own guide to load test types names them. */
export const LOAD_PROFILES = {
  smoke: {
    words: 'a few users for 20 s: does it work at all',
    users: 4,
    stages: [{ seconds: 20, users: 4 }],
  },
  load: {
    words: 'what a busy day brings: up to 20 users, 5 min',
    users: 0,
    stages: [
      { seconds: MINUTE, users: 20 },
      { seconds: 3 * MINUTE, users: 20 },
      { seconds: MINUTE, users: 0 },
    ],
  },
  stress: {
    words: 'more than usual, in steps up to 100 users, 7 min',
    users: 0,
    stages: [
      { seconds: MINUTE, users: 25 },
      { seconds: MINUTE, users: 25 },
      { seconds: MINUTE, users: 50 },
      { seconds: MINUTE, users: 50 },
      { seconds: MINUTE, users: 100 },
      { seconds: MINUTE, users: 100 },
      { seconds: MINUTE, users: 0 },
    ],
  },
  soak: {
    words: 'ten users for an hour: what leaks shows',
    users: 0,
    stages: [
      { seconds: 2 * MINUTE, users: 10 },
      { seconds: 56 * MINUTE, users: 10 },
      { seconds: 2 * MINUTE, users: 0 },
    ],
  },
  spike: {
    words: 'from 5 users to 100 within seconds and back, 1.5 min',
    users: 5,
    stages: [
      { seconds: 20, users: 5 },
      { seconds: 5, users: 100 },
      { seconds: 30, users: 100 },
      { seconds: 5, users: 5 },
      { seconds: 30, users: 5 },
    ],
  },
} as const satisfies Record<string, LoadProfile>;

export type LoadProfileName = keyof typeof LOAD_PROFILES;
