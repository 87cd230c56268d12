import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Chart, type Line, svgOf } from './chart.ts';
import { BUSY } from './part.ts';

/** A line of bench-history.jsonl, as far as it is drawn. */
export interface Kept {
  readonly at: string;
  readonly commit?: string;
  readonly machine: { readonly cpu?: string; readonly cores?: number; readonly load?: number };
  readonly figures: readonly { readonly part: string; readonly name: string; readonly value: number }[];
}

interface Plot {
  readonly part: string;
  readonly title: string;
  readonly xWords: string;
  readonly yWords: string;
  /** The figures that are drawn; the number in a name is its x, the rest the name of its line. */
  readonly names: RegExp;
}

const PLOTS: readonly Plot[] = [
  {
    ...{ part: 'pykmip', title: 'KMIP over TLS: operations per second', names: /, [\d,]+ clients?$/ },
    ...{ xWords: 'clients', yWords: 'operations/s' },
  },
  {
    ...{ part: 'growth', title: 'One request among many stored objects', names: /, [\d,]+ objects$/ },
    ...{ xWords: 'objects', yWords: 'ms' },
  },
  {
    ...{
      part: 'scale',
      title: 'From the bytes of one export to its judgement',
      names: /^judging [\d,]+ points$/,
    },
    ...{ xWords: 'points', yWords: 's' },
  },
];

/** Draws what the last quiet run of each part measured; parts that no such run measured are left out. Part -> SVG. */
export const plotsOf = (history: readonly Kept[]): ReadonlyMap<string, string> =>
  new Map(
    PLOTS.flatMap((plot) => {
      const run = history.findLast((kept) => isQuiet(kept) && drawn(kept, plot).length > 0);
      return run === undefined ? [] : [[plot.part, svgOf(chartOf(run, plot))] as const];
    }),
  );

const isQuiet = ({ machine: { load = Number.POSITIVE_INFINITY, cores = 0 } }: Kept): boolean =>
  load <= cores * BUSY;

const drawn = ({ figures }: Kept, { part, names }: Plot): Kept['figures'] =>
  figures.filter((figure) => figure.part === part && names.test(figure.name));

const NUMBER = /,? ?([\d,]*\d)/;

function chartOf(kept: Kept, plot: Plot): Chart {
  const lines = Map.groupBy(drawn(kept, plot), ({ name }) =>
    name.replace(plot.names, (text) => text.replace(NUMBER, '').replace(/ (clients?|objects)$/, '')),
  );
  const { title, xWords, yWords } = plot;
  const { at, commit = 'no commit', machine } = kept;
  return {
    ...{ title, xWords, yWords },
    lines: [...lines].map(
      ([name, figures]): Line => ({
        name,
        points: figures.map((figure) => [
          Number(NUMBER.exec(figure.name)?.[1]?.replaceAll(',', '')),
          figure.value,
        ]),
      }),
    ),
    caption: `${at.slice(0, 10)}, commit ${commit}, ${machine.cores} cores ${machine.cpu ?? ''}, load before ${machine.load?.toFixed(1)}`,
  };
}

/** Draws the history of a folder into another; the files written. */
export function writePlots(reports: string, figures: string): readonly string[] {
  const lines = readFileSync(join(reports, 'bench-history.jsonl'), 'utf8').trim().split('\n');
  mkdirSync(figures, { recursive: true });
  return [...plotsOf(lines.map((line) => JSON.parse(line) as Kept))].map(([part, svg]) => {
    const file = join(figures, `${part}.svg`);
    writeFileSync(file, svg);
    return file;
  });
}
