import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { expiredIn, mistakesIn } from '../../baseline/apply.ts';
import { loadBaseline, UNFINISHED } from '../../baseline/load.ts';
import { type Update, updateBaseline } from '../../baseline/write.ts';
import { checksOf } from '../../contract/checks.ts';
import { loadProfile } from '../../contract/profiles.ts';
import { BASELINE_STALE } from '../exit-codes.ts';
import { readPastRun } from '../past-run.ts';
import { profileOption } from '../profiles.ts';

interface WriteOptions {
  readonly from: string;
  readonly reason?: string;
  readonly link?: string;
}

export function addBaseline(program: Command): void {
  const baseline = program
    .command('baseline')
    .description('keep the file of what is known not to pass')
    .addHelpText('after', HELP);
  baseline
    .command('write <file>')
    .description(
      'make the file from a run, or bring it up to date; entries that are still true stay as they are',
    )
    .requiredOption('--from <report.json>', 'the JSON report of the run')
    .option('--reason <text>', 'reason of every new entry; without it each asks for its own')
    .option('--link <url>', 'link of every new entry, to where it is tracked')
    .addHelpText('after', WRITE_EXAMPLES)
    .action(write);
  baseline
    .command('check <file>')
    .description('say what is wrong with the file that can be told without a run')
    .addOption(profileOption())
    .addHelpText('after', '\nExamples:\n  kms-conformance baseline check baseline.toml')
    .action((file: string, { profile }: { readonly profile: string }) => {
      process.exitCode = check(file, profile);
    });
}

const HELP = `
The file is TOML, an entry for each check:

  [[known-failing]]
  check = "kms.errors.total/value"      # the id of one check
  reason = "counts refused logins too"
  link = "https://example.org/issues/7"
  owner = "ann"                         # if you like
  expires = 2027-01-31                  # last day on which it holds, if you like
  versions = ">=5.17 <5.26"             # versions of the target for which it holds, if not all
  state = "not-testable"                # where it cannot be judged, instead of failing

[[known-flaky]] has the same keys but state; there a pass and a failure are both right.
What is written without a reason says TODO, and "run --baseline" refuses it until somebody has said why.
A set-up error is excused by no entry.

Examples:
  kms-conformance run --target-file my-kms.toml --json report.json
  kms-conformance baseline write baseline.toml --from report.json
  kms-conformance baseline check baseline.toml
  kms-conformance run --target-file my-kms.toml --baseline baseline.toml`;

const WRITE_EXAMPLES = `
Examples:
  kms-conformance baseline write baseline.toml --from report.json
  kms-conformance baseline write baseline.toml --from report.json --reason "counts logins too" --link https://kms.example/issues/7`;

function write(file: string, { from, reason, link }: WriteOptions): void {
  const { checks, target } = readPastRun(from);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const run = { checks, targetVersion: target.version ?? undefined };
  const update = updateBaseline(before, file, run, { reason, link });
  writeFileSync(file, update.text);
  process.stdout.write(`${summary(file, update).join('\n')}\n`);
}

const summary = (file: string, { text, added, kept, dropped, open }: Update): readonly string[] => [
  `${file}: ${added.length} added, ${kept.length} kept, ${dropped.length} removed`,
  ...added.map((id) => `  added    ${id}`),
  ...dropped.map((sentence) => `  removed  ${sentence}`),
  ...open,
  ...(text.includes(`= "${UNFINISHED}`)
    ? [
        'say why where the file says TODO, or give all new entries a --reason and a --link: nobody can use it before',
      ]
    : []),
];

function check(file: string, profile: string): number {
  const baseline = loadBaseline(file);
  const known = new Set(checksOf(loadProfile(profile)).map(({ id }) => id));
  const today = new Date().toISOString().slice(0, 10);
  const problems = [
    ...mistakesIn(baseline, known),
    ...expiredIn(baseline, { today, targetVersion: undefined }),
  ];
  const lines = problems.length > 0 ? problems : [`${file}: ${baseline.entries.length} entries in order`];
  process.stdout.write(`${lines.join('\n')}\n`);
  return problems.length > 0 ? BASELINE_STALE : 0;
}
