import { readFileSync } from 'node:fs';

/**
 * Prints workflow commands of GitHub for what a JSON report holds, or its verdict alone:
 * `node annotations.js report.json [verdict]`. Plain JavaScript: a package that is installed has no types to strip.
 */
const [file = '', what] = process.argv.slice(2);
const report = read(file);

const LEVELS = [
  ['error', ({ weight }) => ['breaks', 'stale', 'unusable'].includes(weight)],
  ['warning', ({ weight, state }) => weight === 'reported' && state === 'failed'],
  ['notice', ({ weight }) => weight === 'expected'],
];
/** GitHub shows so many of each level in a step, and drops the others without a word. */
const MOST = 10;

if (what === 'verdict') process.stdout.write(`${report?.verdict ?? 'no report'}\n`);
else if (report === undefined) print('error', 'no report', 'the run ended before there was one: see its log');
else {
  for (const problem of report.problems) print('error', report.verdict, problem);
  for (const [level, belongs] of LEVELS) annotate(level, report.checks.filter(belongs));
}

function annotate(level, checks) {
  const shown = checks.length > MOST ? checks.slice(0, MOST - 1) : checks;
  for (const check of shown) print(level, `${check.id} (${check.level}) ${words(check)}`, sentence(check));
  const left = checks.slice(shown.length);
  if (left.length > 0)
    print(level, `${left.length} more checks`, `${left.map(({ id }) => id).join(', ')}: see the job summary`);
}

function words({ state, weight }) {
  if (weight === 'stale') return 'is not what the baseline says';
  return state.replaceAll('-', ' ');
}

function sentence({ text, reason, findings: [finding], baseline }) {
  const edit = finding?.nearest?.edit;
  return [
    finding?.message ?? reason ?? text,
    ...(edit === undefined ? [] : [`to mend: ${edit}`]),
    ...(baseline === undefined ? [] : [`baseline: ${baseline.reason} (${baseline.link})`]),
  ].join('\n');
}

/** Messages end at a line break, properties at a colon or comma as well. */
function print(level, title, message) {
  process.stdout.write(`::${level} title=${escaped(title, /[%\r\n:,]/g)}::${escaped(message, /[%\r\n]/g)}\n`);
}

function escaped(text, letters) {
  return text.replace(
    letters,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

function read(name) {
  try {
    return JSON.parse(readFileSync(name, 'utf8'));
  } catch {
    return undefined;
  }
}
