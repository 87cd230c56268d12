import { evidenceLines } from './evidence-text.ts';
import type { CheckReport, Report } from './report.ts';
import { visible } from './visible.ts';
import { completenessOf, provenanceOf, stateWord, WEIGHT_WORDS } from './words.ts';

/**
 * One suite per instrument and topic, one case per check, as Jenkins' schema (junit-10.xsd) wants it. That one knows
 * properties of suites only, so the id, level and state of a check stand there. What does not break the verdict is no
 * failure here: the colour of a CI and the exit code must agree.
 */
export function junitReport(report: Report): string {
  const suites = Map.groupBy(report.checks, ({ id }) => id.split('/')[0] ?? id);
  const totals = countsOf(report.checks);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({
      name: report.suite.name,
      tests: totals.tests,
      failures: totals.failures,
      errors: totals.errors,
      time: report.run.seconds.toFixed(3),
    })}>`,
    ...[...suites].flatMap(([name, checks]) => suiteOf(name, checks, report)),
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteOf(name: string, checks: readonly CheckReport[], report: Report): readonly string[] {
  const slowest = Math.max(0, ...checks.map((check) => secondsOf(check, report)));
  return [
    ` <testsuite${attributes({
      name,
      ...countsOf(checks),
      time: slowest.toFixed(3),
      timestamp: new Date(report.run.startedAtUnixMs).toISOString().slice(0, 19),
    })}>`,
    '  <properties>',
    ...[
      ...provenanceOf(report),
      ['completeness', completenessOf(report)] as const,
      ...report.problems.map((problem) => ['problem', problem] as const),
    ].map(([label, text]) => property(label, text)),
    ...checks.flatMap(({ id, level, state, weight }) => [
      property(`check.${id}`, `${level}, ${stateWord(state)}, weight ${weight}`),
    ]),
    '  </properties>',
    ...checks.flatMap((check) => caseOf(check, report)),
    ' </testsuite>',
  ];
}

function caseOf(check: CheckReport, report: Report): readonly string[] {
  const [classname = '', name = ''] = check.id.split('/');
  const open = `  <testcase${attributes({ classname, name, time: secondsOf(check, report).toFixed(3) })}`;
  const outcome = outcomeOf(check, report);
  return outcome === undefined ? [`${open}/>`] : [`${open}>`, outcome, '  </testcase>'];
}

function outcomeOf(check: CheckReport, report: Report): string | undefined {
  const { state, weight, level, text } = check;
  const message = messageOf(check);
  switch (weight) {
    case 'breaks':
      return element('failure', { message, type: `${level} ${stateWord(state)}` }, details(check, report));
    case 'stale':
      return element('failure', { message, type: WEIGHT_WORDS.stale }, details(check, report));
    case 'unusable':
      return element('error', { message, type: stateWord(state) }, text);
    case 'expected':
    case 'reported':
    case 'partial':
      return element('skipped', { message }, '');
    case 'fine':
      return state === 'passed' ? undefined : element('skipped', { message }, '');
  }
}

const messageOf = ({ state, weight, findings, reason, baseline }: CheckReport): string => {
  const what = findings[0]?.message ?? `${stateWord(state)}: ${reason ?? ''}`;
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : '';
  const note = WEIGHT_WORDS[weight] === '' ? '' : `${WEIGHT_WORDS[weight]}: `;
  const known = baseline === undefined ? '' : ` [baseline: ${baseline.reason} ${baseline.link}]`;
  return `${note}${what}${more}${known}`;
};

const details = ({ text, findings, reason }: CheckReport, { epochs }: Report): string =>
  [
    text,
    ...(reason === undefined ? [] : [reason]),
    ...findings.flatMap((finding) => ['', ...evidenceLines(finding, epochs)]),
  ].join('\n');

const secondsOf = ({ scenarios }: CheckReport, report: Report): number =>
  Math.max(
    0,
    ...report.scenarios.filter(({ name }) => scenarios.includes(name)).map(({ seconds }) => seconds),
  );

function countsOf(checks: readonly CheckReport[]) {
  const failures = checks.filter(({ weight }) => weight === 'breaks' || weight === 'stale').length;
  const errors = checks.filter(({ weight }) => weight === 'unusable').length;
  const passed = checks.filter(({ weight, state }) => weight === 'fine' && state === 'passed').length;
  return { tests: checks.length, failures, errors, skipped: checks.length - failures - errors - passed };
}

const property = (name: string, value: string): string => `   <property${attributes({ name, value })}/>`;

const element = (name: string, own: Readonly<Record<string, string>>, text: string): string =>
  text === ''
    ? `   <${name}${attributes(own)}/>`
    : `   <${name}${attributes(own)}>${escaped(text)}</${name}>`;

const attributes = (all: Readonly<Record<string, string | number>>): string =>
  Object.entries(all)
    .map(([name, value]) => ` ${name}="${escaped(`${value}`).replaceAll('\n', '&#10;')}"`)
    .join('');

/** XML has no way at all to write most control characters: they are shown in words. */
const escaped = (text: string): string =>
  visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
