import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import type { Figure } from './figure.ts';

export interface Measured {
  readonly part: string;
  readonly figures: readonly Figure[];
  /** Why there are no figures. */
  readonly leftOut?: string;
}

/** When, of what, and where. */
export interface Circumstances {
  readonly at: string;
  readonly commit: string | undefined;
  readonly machine: {
    readonly cpu: string | undefined;
    readonly cores: number;
    readonly node: string;
    /** Programs that wanted to run in the minute before: what is not 0 was not of the benchmark. */
    readonly load: number;
  };
}

export const circumstances = (): Circumstances => ({
  at: new Date().toISOString(),
  commit: commit(),
  machine: {
    cpu: cpus()[0]?.model,
    cores: availableParallelism(),
    node: process.version,
    load: loadavg()[0] ?? 0,
  },
});

/** Keeps this run in bench.json, and its figures as one more line of bench-history.jsonl. */
export function keep(folder: string, head: Circumstances, measured: readonly Measured[]): void {
  mkdirSync(folder, { recursive: true });
  const figures = measured.flatMap((one) => one.figures.map((figure) => ({ part: one.part, ...figure })));
  const leftOut = measured.flatMap(({ part, leftOut }) =>
    leftOut === undefined ? [] : [{ part, why: leftOut }],
  );
  const whole = { ...head, figures, leftOut };
  writeFileSync(join(folder, 'bench.json'), `${JSON.stringify(whole, undefined, 2)}\n`);
  const short = figures.map(({ part, name, unit, value, ratio }) => ({ part, name, unit, value, ratio }));
  appendFileSync(join(folder, 'bench-history.jsonl'), `${JSON.stringify({ ...head, figures: short })}\n`);
}

/** With a "+" when there are changes that are in no commit; undefined outside of a checkout. */
function commit(): string | undefined {
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8', stdio: 'pipe' }).trim();
  try {
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain') === '' ? '' : '+'}`;
  } catch {
    return undefined;
  }
}
