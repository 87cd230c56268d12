import type { Kill } from '../kill.ts';
import { type Benchmark, inPercent, type Score } from './score.ts';
import { type Standing, standingsOf } from './standing.ts';

/** The whole result as Markdown: scores, what is not killed and why, and the catalogue row by row. */
export function killMarkdown(benchmark: Benchmark, about: string): string {
  const { kills, counts, must, should } = benchmark;
  return [
    about,
    '',
    '| level | faults that came into play | caught | caught by the check meant for them |',
    '| --- | --- | --- | --- |',
    scoreLine('MUST', must),
    scoreLine('SHOULD', should),
    '',
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([outcome, count]) => `${count} ${outcome}`)
      .join(', '),
    '',
    '## What is not caught by the check meant for it',
    '',
    ...table(
      ['fault', 'what became of it', 'meant', 'red instead'],
      kills
        .filter(isWeak)
        .map(({ fault, outcome, red, reason }) => [
          `\`${fault.id}\`${fault.of === undefined ? '' : ` (${fault.of})`}: ${fault.words}`,
          outcome,
          `\`${fault.expects}\``,
          [...red.slice(0, 3).map((check) => `\`${check}\``), reason ?? '']
            .filter((text) => text !== '')
            .join(', '),
        ]),
    ),
    '',
    '## Nothing wrong with them',
    '',
    ...table(
      ['kind', 'faults', 'why'],
      [
        ...Map.groupBy(
          kills.filter(({ outcome }) => outcome === 'equivalent'),
          ({ fault }) => fault.of ?? '',
        ),
      ].map(([of, all]) => [of, `${all.length}`, all[0]?.reason ?? '']),
    ),
    '',
    '## The catalogue',
    '',
    ...table(['row', 'level', 'defect', 'faults', 'caught by'], standingsOf(kills).map(catalogueLine)),
    '',
  ].join('\n');
}

const isWeak = ({ outcome }: Kill): boolean => outcome !== 'killed' && outcome !== 'equivalent';

const scoreLine = (level: string, { planted, killed, diagnosed }: Score): string =>
  `| ${level} | ${planted} | ${killed} (${inPercent(killed, planted)}) | ${diagnosed} (${inPercent(diagnosed, planted)}) |`;

function catalogueLine({ row, outcomes, checks, note }: Standing): readonly string[] {
  const planted = [...outcomes].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
  return [
    row.id,
    row.level,
    row.words,
    planted === '' ? (note ?? 'none in this run') : planted,
    checks.map((check) => `\`${check}\``).join(', '),
  ];
}

const table = (head: readonly string[], lines: readonly (readonly string[])[]): readonly string[] =>
  lines.length === 0
    ? ['None.']
    : [line(head), line(head.map(() => '---')), ...lines.map((cells) => line(cells.map(escaped)))];

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const escaped = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');
