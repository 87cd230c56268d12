import { ASPECTS, type Contract } from '../contract/contract.ts';
import type { Finding } from '../judge/finding.ts';
import type { CheckResult, State, Verdict } from '../judge/verdict.ts';
import type { Paint } from './style.ts';

/** One run, as every report shows it. */
export interface Report {
  readonly contract: Contract;
  readonly target: string;
  readonly results: readonly CheckResult[];
  readonly verdict: Verdict;
  readonly scenarios: number;
  readonly seconds: number;
}

const MARKS: Readonly<Record<State, { readonly mark: string; readonly colour: Parameters<Paint>[0] }>> = {
  passed: { mark: 'ok', colour: 'green' },
  failed: { mark: 'FAILED', colour: 'red' },
  'not-testable': { mark: '?', colour: 'yellow' },
  'not-applicable': { mark: 'n/a', colour: 'dim' },
  'not-run': { mark: '-', colour: 'dim' },
  'set-up-error': { mark: 'ERROR', colour: 'red' },
};

const COLUMN = 10;
/** Findings of one check beyond these are counted, not shown. */
const SHOWN_FINDINGS = 3;
/** So many checks that share a reason are counted, not named. */
const SHOWN_IDS = 60;

/** The table of the eighteen instruments, the topics, what went wrong, and the verdict. Lines without their ends. */
export function terminalReport(report: Report, paint: Paint): readonly string[] {
  const byId = new Map(report.results.map((result) => [result.check.id, result]));
  const ran = (id: string) => (byId.get(id)?.state ?? 'not-run') !== 'not-run';
  const { instruments, topics } = report.contract;
  const shown = {
    instruments: instruments.filter(({ name }) => ASPECTS.some((aspect) => ran(`${name}/${aspect}`))),
    topics: topics.filter(({ id }) => ran(id)),
  };
  return [
    ...instrumentTable(shown, byId, paint),
    ...topicTable(shown, byId, paint),
    ...troubles(report.results, paint),
    '',
    ...totals(report, paint),
  ];
}

type Shown = Pick<Contract, 'instruments' | 'topics'>;

function instrumentTable(
  { instruments }: Shown,
  byId: ReadonlyMap<string, CheckResult>,
  paint: Paint,
): readonly string[] {
  if (instruments.length === 0) return [];
  const width = Math.max(...instruments.map(({ name }) => name.length)) + 5;
  const head = ['instrument'.padEnd(width), ...ASPECTS.map((aspect) => aspect.padEnd(COLUMN))];
  return [
    paint('bold', head.join('  ').trimEnd()),
    ...instruments.map(({ number, name }) => {
      const label = `${`${number}`.padStart(2)}  ${name}`.padEnd(width);
      const cells = ASPECTS.map((aspect) => cell(byId.get(`${name}/${aspect}`), paint));
      return [label, ...cells].join('  ').trimEnd();
    }),
  ];
}

function topicTable(
  { topics }: Shown,
  byId: ReadonlyMap<string, CheckResult>,
  paint: Paint,
): readonly string[] {
  if (topics.length === 0) return [];
  const width = Math.max(...topics.map(({ id }) => id.length));
  const rows = topics.map(
    ({ id, text }) => `${cell(byId.get(id), paint)}  ${id.padEnd(width)}  ${paint('dim', text)}`,
  );
  return ['', ...rows];
}

function cell(result: CheckResult | undefined, paint: Paint): string {
  const { mark, colour } = MARKS[result?.state ?? 'not-run'];
  return paint(colour, mark.padEnd(COLUMN));
}

/** Everything that did not pass, with its reason. */
function troubles(results: readonly CheckResult[], paint: Paint): readonly string[] {
  const open = results.filter(({ state }) => state !== 'passed' && state !== 'not-applicable');
  const failed = open.filter(({ findings }) => findings.length > 0);
  const byReason = Map.groupBy(
    open.filter(({ findings }) => findings.length === 0),
    ({ state, reason }) => `${WORDS[state]}: ${reason ?? ''}`,
  );
  const bySentence = Map.groupBy(failed, ({ findings }) => findings.map(({ message }) => message).join('\n'));
  return [
    ...[...bySentence.values()].flatMap((same) => failure(same, paint)),
    ...[...byReason].flatMap(([reason, own]) => [
      '',
      paint('yellow', reason),
      ...(own.length > SHOWN_IDS ? [`  ${own.length} checks`] : wrapped(own.map(({ check }) => check.id))),
    ]),
  ];
}

/** Checks against which the same was found are named together. */
function failure(same: readonly CheckResult[], paint: Paint): readonly string[] {
  const findings = same[0]?.findings ?? [];
  return [
    '',
    ...same.map(({ check }) => `${paint('red', `FAILED ${check.id}`)} (${check.level})`),
    ...findings.slice(0, SHOWN_FINDINGS).flatMap((finding) => described(finding)),
    ...(findings.length > SHOWN_FINDINGS ? [`  ... and ${findings.length - SHOWN_FINDINGS} more`] : []),
  ];
}

const WORDS: Readonly<Record<State, string>> = {
  passed: 'passed',
  failed: 'failed',
  'not-testable': 'not testable',
  'not-applicable': 'not applicable',
  'not-run': 'not run',
  'set-up-error': 'set-up error',
};

const described = ({ message, scenarios = [] }: Finding): readonly string[] => [
  ...message.split('\n').map((line) => `  ${line}`),
  ...(scenarios.length === 0
    ? []
    : [`    moved by: ${scenarios.slice(0, 4).join('; ')}${scenarios.length > 4 ? ' ...' : ''}`]),
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

function totals(
  { results, verdict, scenarios, seconds, contract, target }: Report,
  paint: Paint,
): readonly string[] {
  const counts = Map.groupBy(results, ({ state }) => state);
  const parts = (Object.keys(MARKS) as State[])
    .map((state) => [counts.get(state)?.length ?? 0, WORDS[state]] as const)
    .filter(([count, word]) => count > 0 || word === 'passed' || word === 'failed')
    .map(([count, word]) => `${count} ${word}`);
  const colour = verdict.startsWith('conform') ? 'green' : 'red';
  return [
    `${results.length} checks: ${parts.join(', ')}; ${scenarios} scenarios in ${seconds.toFixed(1)} s`,
    `${paint(['bold', colour], verdict)} (${target}, contract ${contract.profile} ${contract.version}, SHOULD counted)`,
  ];
}
