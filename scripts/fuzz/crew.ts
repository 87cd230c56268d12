import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Memory, memoryProblem } from './memory.ts';
import type { Slice } from './plan.ts';
import type { Failure } from './run-slice.ts';
import { WorkerProcess } from './worker-process.ts';

const WORKER = join(import.meta.dirname, 'worker.ts');
const LOOK_MS = 1_000;

export interface CrewOptions {
  readonly slices: readonly Slice[];
  /** Processes at a time. */
  readonly jobs: number;
  /** Ends everything early. */
  readonly signal: AbortSignal;
  /** Is told now and then how many inputs were sent. */
  readonly progress: (done: number) => void;
  /** The program of a worker. */
  readonly worker?: string;
}

export interface Outcome {
  readonly done: number;
  readonly failure: Failure | undefined;
  /** What is wrong with the memory of a process. */
  readonly memory: string | undefined;
  /** The most that a worker, or a server behind the wire, ever took. */
  readonly peaks: { readonly worker: number; readonly server: number };
}

/** Has the slices worked through in processes of their own, until the first failure. */
export async function fuzz({
  slices,
  jobs,
  signal,
  progress,
  worker = WORKER,
}: CrewOptions): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'kms-fuzz-'));
  const failed = new AbortController();
  const isOver = AbortSignal.any([signal, failed.signal]);
  const crew = Array.from(
    { length: Math.min(jobs, slices.length) },
    (_, number) => new WorkerProcess(worker, join(folder, `${number}`)),
  );
  const done = (): number => crew.reduce((sum, one) => sum + one.done, 0);
  const timer = setInterval(() => {
    progress(done());
    for (const one of crew) one.look(performance.now());
  }, LOOK_MS);
  const queue = slices.values();
  let failure: Failure | undefined;
  const workThrough = async (one: WorkerProcess): Promise<void> => {
    for (const slice of queue) {
      const found = await one.work(slice, isOver);
      failure ??= found;
      if (failure !== undefined) failed.abort();
      if (isOver.aborted) return;
    }
  };
  try {
    await Promise.all(crew.map(workThrough));
    const peak = (samples: readonly Memory[]): number => Math.max(0, ...samples.map((sample) => sample.peak));
    return {
      done: done(),
      failure,
      memory: crew
        .flatMap(({ memory, server }) => [memoryProblem(memory), memoryProblem(server)])
        .find(Boolean),
      peaks: {
        worker: peak(crew.flatMap(({ memory }) => memory)),
        server: peak(crew.flatMap(({ server }) => server)),
      },
    };
  } finally {
    clearInterval(timer);
    await Promise.all(crew.map((one) => one.end()));
    rmSync(folder, { recursive: true, force: true });
  }
}
