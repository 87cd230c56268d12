import { ASPECTS } from '../contract/contract.ts';
import { diffLines, requestLine, requestsOf } from './evidence-text.ts';
import type { CheckReport, EpochReport, FindingReport, Report } from './report.ts';
import { inOneLine, visible } from './visible.ts';
import {
  completenessOf,
  isConform,
  isOpen,
  markOf,
  provenanceOf,
  stateWord,
  totalsOf,
  WEIGHT_WORDS,
} from './words.ts';

/** GitHub drops a job summary beyond 1 MiB; other steps of the job may write to the same one. */
export const MOST_BYTES = 1_000_000;

const EMOJI: Readonly<Record<string, string>> = {
  ok: '✅',
  FAILED: '❌ failed',
  ERROR: '❌ error',
  STALE: '❌ stale',
  known: '☑️ known',
  '?': '❔ not testable',
  'n/a': 'n/a',
  '-': '–',
};

/** For a CI job summary: the verdict, the tables, then one fold per check that did not pass, as many as there is room. */
export function markdownReport(report: Report): string {
  const head = [
    `## ${isConform(report) ? '✅' : '❌'} ${report.verdict}: ${escaped(report.target.name)} against \`${report.contract.profile}\` ${report.contract.version}`,
    '',
    escaped(totalsOf(report)),
    '',
    ...report.problems.flatMap((problem) => [`❌ ${escaped(problem)}`, '']),
    ...instrumentTable(report),
    ...topicTable(report),
  ];
  const end = [
    '',
    '| | |',
    '|---|---|',
    ...provenanceOf(report).map(([label, text]) => `| ${label} | ${code(text)} |`),
    '',
    `**${escaped(completenessOf(report))}**`,
    '',
  ];
  const room = MOST_BYTES - bytes([...head, ...end]) - 200;
  return [...head, ...folds(report, room), ...end].join('\n');
}

function folds({ checks, epochs }: Report, room: number): readonly string[] {
  const open = checks.filter((check) => isOpen(check) && check.state !== 'not-run');
  const shown: string[] = [];
  let left = room;
  for (const [index, check] of open.entries()) {
    const lines = fold(check, epochs);
    left -= bytes(lines);
    if (left < 0)
      return [
        ...shown,
        '',
        `${open.length - index} more checks did not pass; there is no room for them here.`,
      ];
    shown.push(...lines);
  }
  return shown.length === 0 ? [] : ['', '### What did not pass', ...shown];
}

const bytes = (lines: readonly string[]): number => Buffer.byteLength(lines.join('\n')) + 1;

function instrumentTable({ instruments, checks }: Report): readonly string[] {
  const byId = new Map(checks.map((check) => [check.id, check]));
  return [
    `| | instrument | ${ASPECTS.join(' | ')} |`,
    `|---:|---|${ASPECTS.map(() => ':---:').join('|')}|`,
    ...instruments.map(
      ({ number, name }) =>
        `| ${number} | ${code(name)} | ${ASPECTS.map((aspect) => emoji(byId.get(`${name}/${aspect}`))).join(' | ')} |`,
    ),
  ];
}

function topicTable({ instruments, checks }: Report): readonly string[] {
  const names = new Set(instruments.map(({ name }) => name));
  const topics = checks.filter(({ id }) => !names.has(id.split('/')[0] ?? ''));
  return [
    '',
    '| check | level | | promise |',
    '|---|---|---|---|',
    ...topics.map(
      (check) => `| ${code(check.id)} | ${check.level} | ${emoji(check)} | ${escaped(check.text)} |`,
    ),
  ];
}

const emoji = (check: CheckReport | undefined): string =>
  EMOJI[check === undefined ? '-' : markOf(check)] ?? '';

/** Of one check; the others are in the other reports. */
const SHOWN_FINDINGS = 3;
const SHOWN_REQUESTS = 8;

function fold(check: CheckReport, epochs: readonly EpochReport[]): readonly string[] {
  const { id, level, state, weight, text, reason, findings, findingsLeftOut, baseline } = check;
  const note = WEIGHT_WORDS[weight] === '' ? '' : `, ${WEIGHT_WORDS[weight]}`;
  const more = findings.length + findingsLeftOut - SHOWN_FINDINGS;
  return [
    '',
    `<details><summary><code>${html(id)}</code> (${level}): ${stateWord(state)}${note}</summary>`,
    '',
    escaped(text),
    '',
    ...(reason === undefined ? [] : [escaped(reason), '']),
    ...(baseline === undefined ? [] : [`Baseline: ${escaped(baseline.reason)} ${code(baseline.link)}`, '']),
    ...findings.slice(0, SHOWN_FINDINGS).flatMap((finding) => findingLines(finding, epochs)),
    ...(more > 0 ? [`... and ${more} more`, ''] : []),
    '</details>',
  ];
}

function findingLines(finding: FindingReport, epochs: readonly EpochReport[]): readonly string[] {
  const { message, nearest, expected, received } = finding;
  const requests = requestsOf(finding, epochs).slice(-SHOWN_REQUESTS);
  return [
    `**${escaped(message)}**`,
    '',
    ...(nearest === undefined
      ? []
      : [
          ...(nearest.received === '' ? [] : [`- received: ${code(nearest.received)}`]),
          `- to mend: ${escaped(nearest.edit)}`,
          '',
        ]),
    ...(expected === undefined && received === undefined
      ? []
      : [...block('diff', diffLines(expected, received).map(inOneLine)), '']),
    ...(requests.length === 0 ? [] : [...block('', requests.map(requestLine).map(inOneLine)), '']),
  ];
}

/** Fenced by more backticks than stand in it. */
function block(language: string, lines: readonly string[]): readonly string[] {
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
  return [`${fence}${language}`, ...lines, fence];
}

function code(text: string): string {
  const line = inOneLine(text).replaceAll('|', '\\|');
  const fence = '`'.repeat(longestRun(line) + 1);
  const space = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return line === '' ? '' : `${fence}${space}${line}${space}${fence}`;
}

const longestRun = (text: string): number =>
  Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));

/** Nothing in it is Markdown, HTML, or a mention of somebody. */
const escaped = (text: string): string =>
  html(visible(text))
    .replaceAll(/[\\`*_[\]|~#!]/g, '\\$&')
    .replaceAll('@', '@\u200b')
    .replaceAll('\n', '<br>');

const html = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
