/** What a process took, in bytes. */
export interface Memory {
  /** The most that it ever had from the operating system. */
  readonly peak: number;
  /** What it still held after a collection of garbage; undefined where only the system can be asked. */
  readonly held: number | undefined;
}

const MEBIBYTE = 2 ** 20;

/** Old space of every process that hosts the server: what does not fit ends it, and is a failure. */
export const HEAP_LIMIT_MEBIBYTES = 128;
/** The heap, young and old, the code of Node, and some messages of the largest size outside the heap. */
export const PEAK_LIMIT = 512 * MEBIBYTE;
/** Compiled code and caches of the runtime still grow after the first slice; a leak of 2 KB per message would be ten times this. */
export const GROWTH_LIMIT = 16 * MEBIBYTE;

export const mebibytes = (bytes: number): string => `${Math.round(bytes / MEBIBYTE)} MiB`;

/** What is wrong with the memory of a process, of which one sample was taken after each slice. */
export function memoryProblem(samples: readonly Memory[]): string | undefined {
  const peak = Math.max(0, ...samples.map((sample) => sample.peak));
  if (peak > PEAK_LIMIT)
    return `a process took ${mebibytes(peak)}, at most ${mebibytes(PEAK_LIMIT)} are allowed`;
  const held = samples.flatMap((sample) => sample.held ?? []);
  const growth = (held.at(-1) ?? 0) - (held.at(0) ?? 0);
  if (growth <= GROWTH_LIMIT) return undefined;
  return `a process held ${mebibytes(growth)} more after the last slice than after the first, at most ${mebibytes(GROWTH_LIMIT)} are allowed`;
}
