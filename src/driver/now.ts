import { performance } from 'node:perf_hooks';

/** Unix milliseconds with fractions: steady within the run, on a clock of microseconds. */
export const nowUnixMs = (): number => performance.timeOrigin + performance.now();
