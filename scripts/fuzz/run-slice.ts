import fc from 'fast-check';
import { survivesExport } from './exports/stage.ts';
import { kindNamed } from './kinds.ts';
import type { Slice } from './plan.ts';
import { survives } from './survives.ts';
import type { Target } from './target.ts';

/** An input that the server did not survive. */
export interface Failure {
  readonly kind: string;
  readonly seed: number;
  /** As fast-check names the input: with kind and seed it brings it back. */
  readonly path: string;
  readonly sentence: string;
  /** The smallest input found that fails; unknown when the process went down with it. */
  readonly input?: Uint8Array;
}

/** So often other work of the process gets its turn: a run without I/O would never let it. */
const BREATH_RUNS = 64;

/**
 * Sends the inputs of a slice.
 * @param target undefined for exports, which go to no server
 * @param begin is told the number of each input before it is sent
 */
export async function runSlice(
  target: Target | undefined,
  slice: Slice,
  begin: (run: number) => void = () => undefined,
): Promise<Failure | undefined> {
  const kind = kindNamed(slice.kind);
  if (kind === undefined) throw new Error(`there is no kind ${slice.kind}`);
  let run = 0;
  const property = fc.asyncProperty(kind.input, async (input) => {
    begin(run);
    run += 1;
    if (run % BREATH_RUNS === 0) await new Promise(setImmediate);
    if (kind.way === 'export') survivesExport(input);
    else if (target === undefined) throw new Error(`there is no server for ${kind.name}`);
    else await survives(target, kind.way, input);
  });
  const { seed, path, runs } = slice;
  const told = await fc.check(property, {
    seed,
    numRuns: path === undefined ? runs : 1,
    ...(path === undefined ? {} : { path }),
  });
  if (!told.failed) return undefined;
  const { errorInstance: error, counterexample, counterexamplePath } = told;
  const [input] = counterexample ?? [];
  return {
    kind: slice.kind,
    seed,
    path: counterexamplePath ?? '0',
    sentence:
      error instanceof Error && error.name !== 'Wrong' ? `${error.stack}` : `${(error as Error)?.message}`,
    ...(input === undefined ? {} : { input }),
  };
}
