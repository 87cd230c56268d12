import { ASPECTS } from '../contract/contract.ts';
import type { CheckReport, FindingReport, Report } from './report.ts';
import type { Paint } from './style.ts';
import { inOneLine, visible } from './visible.ts';
import { completenessOf, isOpen, markOf, provenanceOf, stateWord, totalsOf, WEIGHT_WORDS } from './words.ts';

const COLOURS: Readonly<Record<string, Parameters<Paint>[0]>> = {
  ok: 'green',
  FAILED: 'red',
  ERROR: 'red',
  STALE: 'red',
  known: 'yellow',
  '?': 'yellow',
};

const COLUMN = 10;
/** Findings of one check beyond these are counted, not shown. */
const SHOWN_FINDINGS = 3;
/** So many checks that share a reason are counted, not named. */
const SHOWN_IDS = 60;

/** The table of the instruments, the topics, what went wrong, the provenance and the verdict. Lines without ends. */
export function terminalReport(report: Report, paint: Paint): readonly string[] {
  const byId = new Map(report.checks.map((check) => [check.id, check]));
  return [
    ...instrumentTable(report, byId, paint),
    ...topicTable(report, paint),
    ...troubles(report.checks, paint),
    ...report.problems.flatMap((problem) => ['', paint('red', inOneLine(problem))]),
    '',
    ...provenanceOf(report).map(([label, text]) => paint('dim', `${label.padEnd(COLUMN)}${inOneLine(text)}`)),
    '',
    ...ending(report, paint),
  ];
}

const hasRun = (check: CheckReport | undefined): boolean => (check?.state ?? 'not-run') !== 'not-run';

function instrumentTable(
  { instruments }: Report,
  byId: ReadonlyMap<string, CheckReport>,
  paint: Paint,
): readonly string[] {
  const shown = instruments.filter(({ name }) =>
    ASPECTS.some((aspect) => hasRun(byId.get(`${name}/${aspect}`))),
  );
  if (shown.length === 0) return [];
  const width = Math.max(...shown.map(({ name }) => name.length)) + 5;
  const head = ['instrument'.padEnd(width), ...ASPECTS.map((aspect) => aspect.padEnd(COLUMN))];
  return [
    paint('bold', head.join('  ').trimEnd()),
    ...shown.map(({ number, name }) => {
      const label = `${`${number}`.padStart(2)}  ${name}`.padEnd(width);
      const cells = ASPECTS.map((aspect) => cell(byId.get(`${name}/${aspect}`), paint));
      return [label, ...cells].join('  ').trimEnd();
    }),
  ];
}

function topicTable({ instruments, checks }: Report, paint: Paint): readonly string[] {
  const names = new Set(instruments.map(({ name }) => name));
  const topics = checks.filter((check) => !names.has(check.id.split('/')[0] ?? '') && hasRun(check));
  if (topics.length === 0) return [];
  const width = Math.max(...topics.map(({ id }) => id.length));
  return [
    '',
    ...topics.map((check) => `${cell(check, paint)}  ${check.id.padEnd(width)}  ${paint('dim', check.text)}`),
  ];
}

function cell(check: CheckReport | undefined, paint: Paint): string {
  const mark = check === undefined ? '-' : markOf(check);
  return paint(COLOURS[mark] ?? 'dim', mark.padEnd(COLUMN));
}

/** Everything that did not pass, with its reason; what is out of scope as well, lest it be taken for a pass. */
function troubles(checks: readonly CheckReport[], paint: Paint): readonly string[] {
  const open = checks.filter((check) => isOpen(check) || check.state === 'not-applicable');
  const failed = open.filter(({ findings }) => findings.length > 0);
  const byReason = Map.groupBy(
    open.filter(({ findings }) => findings.length === 0),
    reasonOf,
  );
  const bySentence = Map.groupBy(failed, ({ findings }) => findings.map(({ message }) => message).join('\n'));
  return [
    ...[...bySentence.values()].flatMap((same) => failure(same, paint)),
    ...[...byReason].flatMap(([reason, own]) => [
      '',
      paint('yellow', reason),
      ...(own.length > SHOWN_IDS ? [`  ${own.length} checks`] : wrapped(own.map(({ id }) => id))),
    ]),
  ];
}

const reasonOf = ({ state, weight, reason, baseline }: CheckReport): string =>
  inOneLine(
    weight === 'stale'
      ? `${stateWord(state)}, ${WEIGHT_WORDS.stale}: ${baseline?.reason ?? ''}`
      : `${stateWord(state)}: ${reason ?? ''}`,
  );

/** Checks against which the same was found are named together. */
function failure(same: readonly CheckReport[], paint: Paint): readonly string[] {
  const findings = same[0]?.findings ?? [];
  const sentences = [...Map.groupBy(findings, ({ message }) => message).values()];
  const left = sentences.slice(SHOWN_FINDINGS).flat().length + (same[0]?.findingsLeftOut ?? 0);
  return [
    '',
    ...same.map((check) => {
      const note = WEIGHT_WORDS[check.weight];
      return `${paint('red', `FAILED ${check.id}`)} (${check.level}${note === '' ? '' : `, ${note}`})`;
    }),
    ...same.slice(0, 1).flatMap(excuse),
    ...sentences
      .slice(0, SHOWN_FINDINGS)
      .flatMap(([finding, ...again]) =>
        finding === undefined
          ? []
          : [
              ...described(finding, paint),
              ...(again.length > 0 ? [`    and ${again.length} times more, in other instances`] : []),
            ],
      ),
    ...(left > 0 ? [`  ... and ${left} more`] : []),
  ];
}

const excuse = ({ baseline }: CheckReport): readonly string[] =>
  baseline === undefined ? [] : [`  baseline: ${inOneLine(`${baseline.reason} ${baseline.link}`)}`];

const described = ({ message, nearest, scenarios }: FindingReport, paint: Paint): readonly string[] => [
  ...visible(message)
    .split('\n')
    .map((line) => `  ${line}`),
  ...(nearest === undefined
    ? []
    : [
        ...(nearest.received === '' ? [] : [`    received: ${inOneLine(nearest.received)}`]),
        `    ${paint('bold', 'to mend:')}  ${inOneLine(nearest.edit)}`,
      ]),
  ...(scenarios.length === 0
    ? []
    : [`    moved by: ${inOneLine(scenarios.slice(0, 4).join('; '))}${scenarios.length > 4 ? ' ...' : ''}`]),
];

const wrapped = (ids: readonly string[]): readonly string[] => {
  const lines = [''];
  for (const id of ids) {
    const last = lines.at(-1) ?? '';
    if (last.length + id.length > 110) lines.push(id);
    else lines[lines.length - 1] = last === '' ? id : `${last}  ${id}`;
  }
  return lines.map((line) => `  ${line}`);
};

function ending(report: Report, paint: Paint): readonly string[] {
  const { verdict, target, contract, run } = report;
  const colour = verdict.startsWith('conform') ? 'green' : 'red';
  const counted = run.strict ? 'SHOULD counted' : 'SHOULD reported';
  return [
    totalsOf(report),
    `${paint(['bold', colour], verdict)} (${inOneLine(target.name)}, contract ${contract.profile} ${contract.version}, ${counted})`,
    completenessOf(report),
  ];
}
