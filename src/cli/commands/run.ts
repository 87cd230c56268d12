import type { Command } from 'commander';
import { mistakesIn } from '../../baseline/apply.ts';
import { loadBaseline } from '../../baseline/load.ts';
import { checksOf } from '../../contract/checks.ts';
import { paintFor } from '../../report/style.ts';
import { terminalReport } from '../../report/terminal.ts';
import type { CleanUp } from '../../testbed/production/clean-up.ts';
import { readPlan, select } from '../../testbed/selection.ts';
import { WaitError } from '../../testbed/until.ts';
import { dryRun } from '../dry-run.ts';
import { BASELINE_STALE, NOT_CLEAN } from '../exit-codes.ts';
import { interruptible } from '../interrupt.ts';
import { terminalProgress } from '../progress.ts';
import { addReportOptions, prepare, type ReportFiles, writeReports } from '../report-files.ts';
import { reportOfFailure, reportOfRun } from '../run-report.ts';
import { type SelectionOptions, selectionOf, withSelection } from '../selection-options.ts';
import { type TargetOptions, targetOf, withTargetOptions } from '../target-options.ts';
import { withBaseline } from '../with-baseline.ts';

interface Options extends TargetOptions, SelectionOptions, ReportFiles {
  readonly strict?: boolean;
  readonly baseline?: string;
  readonly seed?: string;
  readonly dryRun: boolean;
}

export function addRun(program: Command): void {
  const command = withSelection(withTargetOptions(program.command('run', { isDefault: true })))
    .description('drive a KMS (the reference unless told otherwise) and judge all eighteen instruments')
    .option('--strict', 'SHOULD counts like MUST (the default for the reference KMS)')
    .option('--no-strict', 'SHOULD is reported and breaks nothing')
    .option('--baseline <file>', 'what is known not to pass, with reasons: see "baseline --help"')
    .option(
      '--seed <text>',
      'start the scenarios in the order of this seed; reports tell the seed of their run',
    )
    .option('--dry-run', 'say what would be judged and run, and what not and why; start nothing', false);
  addReportOptions(command)
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      process.exitCode = await conformance(options);
    });
}

const HELP = `
Exit codes:
  0  nothing unexpected: conform; conform, partial run; or not conform, as expected (n) with a baseline
  1  not conform
  2  usage: an option, a pattern that fits nothing, a file that cannot be read
  3  baseline stale: an entry that is not true any more, has expired, names no check, or stands twice
  4  the target did not start or died
  5  an error of the suite itself

Examples:
  npm run conformance
  npm run conformance -- --fast
  npm run conformance -- --check kms.errors.total/value
  npm run conformance -- --instrument "kms.http.*" --level MUST
  npm run conformance -- --html report.html --junit junit.xml
  kms-conformance run --target "command:./my-kms --port {{http_port}}" --target-file my-kms.toml
  kms-conformance run --target url:https://kms.test:9998 --target-file my-kms.toml --listen 0.0.0.0:4317`;

async function conformance(options: Options): Promise<number> {
  await prepare(options);
  const { target, contract } = targetOf(options);
  const selection = selectionOf(options);
  const baseline = options.baseline === undefined ? undefined : loadBaseline(options.baseline);
  if (options.dryRun) {
    const { claims } = target;
    const plan = select(contract, await readPlan(contract), {
      ...selection,
      claims,
      limits: target.limits,
      hsmReason: undefined,
    });
    process.stdout.write(`${dryRun(plan).join('\n')}\n`);
    return 0;
  }
  const mistakes = baseline === undefined ? [] : mistakesIn(baseline, idsOf(checksOf(contract)));
  if (mistakes.length > 0) {
    process.stderr.write(`${mistakes.join('\n')}\n`);
    return BASELINE_STALE;
  }
  // Loaded on demand: it brings Cucumber, gRPC and more, which nothing else here needs.
  const { run } = await import('../../testbed/run.ts');
  const result = await run({
    ...selection,
    contract,
    target,
    strict: options.strict,
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    signal: interruptible(),
    progress: terminalProgress(process.stderr),
  }).catch(async (error: unknown) => {
    // Else the reports of the run before would stand there as if they were of this one.
    if (error instanceof WaitError)
      await writeReports(
        options,
        reportOfFailure(error, { contract, target, strict: options.strict, seed: options.seed }),
      );
    throw error;
  });
  const left = leftovers(result.cleanUp);
  const judged = withBaseline(result, baseline, target.version);
  const problems = [...judged.problems, ...left];
  const about = { contract, target, strict: judged.strict, exitCode: left.length === 0 ? 0 : NOT_CLEAN };
  const report = reportOfRun({ ...judged, problems }, about);
  process.stdout.write(`${terminalReport(report, paintFor(process.stdout)).join('\n')}\n`);
  await writeReports(options, report);
  return report.exitCode;
}

/** What could not be taken away again is a problem of the run, whatever its verdict. */
const leftovers = (cleaned: CleanUp | undefined): readonly string[] =>
  (cleaned?.left ?? []).map(
    ({ id, why }) => `the object ${id} was made by this run and is there still: ${why}`,
  );

const idsOf = (checks: readonly { readonly id: string }[]): ReadonlySet<string> =>
  new Set(checks.map(({ id }) => id));
