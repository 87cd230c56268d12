import type { Surroundings } from './surroundings.ts';

/** One thing that the real Collector, configured as this project says, has to do. */
export interface Check {
  readonly name: string;
  /** @throws Error with what it did instead */
  readonly run: (surroundings: Surroundings) => Promise<void>;
}
