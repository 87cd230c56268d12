import { join } from 'node:path';
import { askedFor } from './arguments.ts';
import { BUSY, LeftOut, type Part } from './part.ts';
import { PARTS } from './parts.ts';
import { writePlots } from './plots.ts';
import { circumstances, keep, type Measured } from './report.ts';
import { tableOf } from './table.ts';

const USAGE = 2;
const reports = join(import.meta.dirname, '../reports');

const args = process.argv.slice(2);
const asked = askedFor(args, PARTS);
const figures = join(import.meta.dirname, '../docs/figures');
if ('print' in asked) process.stdout.write(asked.print);
else if ('draw' in asked) for (const file of writePlots(reports, figures)) process.stdout.write(`${file}\n`);
else if ('wrong' in asked) {
  process.stderr.write(`${asked.wrong}\n`);
  process.exitCode = USAGE;
} else {
  const head = circumstances();
  const { load, cores } = head.machine;
  if (load > cores * BUSY)
    process.stderr.write(
      `other programs keep this machine busy (load ${load.toFixed(1)} on ${cores} cores): measure again without them\n`,
    );
  const measured: Measured[] = [];
  for (const part of asked.measure) {
    process.stderr.write(`measuring ${part.words}\n`);
    measured.push(await figuresOf(part));
  }
  for (const { part, figures, leftOut } of measured)
    process.stdout.write(`\n${part}\n${leftOut === undefined ? tableOf(figures) : `left out: ${leftOut}\n`}`);
  keep(reports, head, measured);
  // Who asks for a part by its name wants figures.
  if (args.length > 0 && measured.some(({ leftOut }) => leftOut !== undefined)) process.exitCode = 1;
}

async function figuresOf({ name, measure }: Part): Promise<Measured> {
  try {
    return { part: name, figures: await measure() };
  } catch (error) {
    if (error instanceof LeftOut) return { part: name, figures: [], leftOut: error.message };
    throw error;
  }
}
