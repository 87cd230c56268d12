import { startEngine } from './engine.ts';
import { kindNamed } from './kinds.ts';
import type { Memory } from './memory.ts';
import type { Slice } from './plan.ts';
import { noteIn } from './run-note.ts';
import { type Failure, runSlice } from './run-slice.ts';
import type { Target } from './target.ts';
import { startWire } from './wire.ts';

/** What a worker answers to a slice. A failing input goes as base64. */
export interface SliceResult {
  readonly failure: (Omit<Failure, 'input'> & { readonly input?: string }) | undefined;
  readonly memory: Memory;
  readonly server: Memory | undefined;
}

/** A process that hosts the engine, with a heap of limited size: `worker.ts <file for its notes>`. */
const begin = noteIn(process.argv[2] ?? '');
// Thousands of errors are made to be answered; a defect is found by its first frames.
Error.stackTraceLimit = 6;

let engine: Promise<Target> | undefined;
let wire: Promise<Awaited<ReturnType<typeof startWire>>> | undefined;

const memory = (): Memory => {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { peak: process.resourceUsage().maxRSS * 1024, held: heapUsed + arrayBuffers };
};

async function work(slice: Slice): Promise<SliceResult> {
  const where = kindNamed(slice.kind)?.target;
  if (where === 'exports') return result(await runSlice(undefined, slice, begin), undefined);
  if (where !== 'wire') {
    engine ??= startEngine();
    return result(await runSlice(await engine, slice, begin), undefined);
  }
  // A server for each slice: what it keeps in its store must not make it slower and slower.
  wire = startWire();
  const target = await wire;
  try {
    const failure = await runSlice(target, slice, begin);
    return result(failure, target.memory());
  } finally {
    await target.stop();
    wire = undefined;
  }
}

const result = (failure: Failure | undefined, server: Memory | undefined): SliceResult => {
  if (failure === undefined) return { failure, memory: memory(), server };
  const { input, ...rest } = failure;
  const told = { ...rest, ...(input === undefined ? {} : { input: Buffer.from(input).toString('base64') }) };
  return { failure: told, memory: memory(), server };
};

const end = async (): Promise<void> => {
  await (await wire)?.stop();
  process.exit();
};

// Ctrl-C reaches every process of the terminal; the one that started this one says when it is over.
process.on('SIGINT', () => undefined);
process.once('disconnect', () => void end());
process.on('message', (slice: Slice) => {
  work(slice).then(
    (told) => process.send?.(told),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
      process.exit(1);
    },
  );
});
