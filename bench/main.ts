import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import type { Figure } from './figure.ts';
import { ingest } from './ingest.ts';
import { kmip } from './kmip.ts';
import { runTime } from './run-time.ts';

/** Measures, prints a table and keeps it in reports/bench.json. Only the ratios compare between machines. */
const reports = join(import.meta.dirname, '../reports');

const figures: Figure[] = [];
for (const [what, measure] of [
  ['reading OTLP', ingest],
  ['KMIP operations', kmip],
  ['a fast run', runTime],
] as const) {
  process.stderr.write(`measuring ${what}\n`);
  figures.push(...(await measure()));
}

const number = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1);
const rows = figures.map(({ name, unit, value, peer, peerValue, ratio }) => [
  name,
  `${number(value)} ${unit}`,
  ratio.toFixed(2),
  `${number(peerValue)} ${unit} (${peer})`,
]);
const widths = [0, 1, 2].map((column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0), 8));
for (const cells of [['', 'here', 'ratio', 'beside it'], ...rows])
  process.stdout.write(
    `${cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()}\n`,
  );

const machine = { cpu: cpus()[0]?.model, cores: availableParallelism(), node: process.version };
mkdirSync(reports, { recursive: true });
writeFileSync(
  join(reports, 'bench.json'),
  `${JSON.stringify({ at: new Date().toISOString(), machine, figures }, undefined, 2)}\n`,
);
