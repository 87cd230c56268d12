import type { Kind } from './kinds.ts';

/** So many inputs of one kind, which follow from the seed alone. */
export interface Slice {
  readonly kind: string;
  readonly seed: number;
  readonly runs: number;
  /** Only this one input, as fast-check names it. */
  readonly path?: string;
}

/** Small enough that all processes end at about the same time. */
const SLICE_RUNS = 5_000;
/** Seeds of fast-check are 32-bit numbers. */
export const MOST_SEED = 2 ** 31 - 1;

/** The inputs of every kind, in slices with seeds of their own: which process runs a slice changes nothing. */
export function planned(count: number, seed: number, kinds: readonly Kind[]): readonly Slice[] {
  const shares = kinds.reduce((sum, { share }) => sum + share, 0);
  let before = 0;
  let shared = 0;
  const slices = kinds.flatMap(({ name, share }) => {
    const from = before;
    shared += share;
    before = Math.round((count * shared) / shares);
    const total = before - from;
    return Array.from({ length: Math.ceil(total / SLICE_RUNS) }, (_, index) => ({
      kind: name,
      runs: Math.min(SLICE_RUNS, total - index * SLICE_RUNS),
    }));
  });
  return slices.map((slice, index) => ({ ...slice, seed: (seed + index) % MOST_SEED }));
}
