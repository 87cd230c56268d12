import type { Command } from 'commander';
import { mistakesIn } from '../../baseline/apply.ts';
import { loadBaseline } from '../../baseline/load.ts';
import { maskOf } from '../../capture/mask.ts';
import { captureOf } from '../../capture/take.ts';
import { captureFile } from '../../capture/write.ts';
import { checksOf } from '../../contract/checks.ts';
import { knownSecrets } from '../../testbed/secrets.ts';
import { readPlan, select } from '../../testbed/selection.ts';
import { WaitError } from '../../testbed/until.ts';
import { commandLine } from '../command-line.ts';
import { conclude } from '../conclude.ts';
import { dryRun } from '../dry-run.ts';
import { BASELINE_STALE } from '../exit-codes.ts';
import { interruptible } from '../interrupt.ts';
import { type LiveOptions, liveRun } from '../live-run.ts';
import { portOf } from '../port-option.ts';
import { terminalProgress } from '../progress.ts';
import { addReportOptions, prepare, type ReportFiles, writeReports } from '../report-files.ts';
import { reportOfFailure } from '../run-report.ts';
import { type SelectionOptions, selectionOf, withSelection } from '../selection-options.ts';
import { withStackOption } from '../stack-option.ts';
import { suite } from '../suite.ts';
import { type TargetOptions, targetOf, withTargetOptions } from '../target-options.ts';
import { writeWhole } from '../whole-file.ts';
import { withBaseline } from '../with-baseline.ts';

interface Options extends TargetOptions, SelectionOptions, ReportFiles, LiveOptions {
  readonly strict?: boolean;
  readonly baseline?: string;
  readonly seed?: string;
  readonly capture?: string;
  readonly dryRun: boolean;
}

export function addRun(program: Command): void {
  const command = withStackOption(
    withSelection(withTargetOptions(program.command('run', { isDefault: true }))),
  )
    .description('drive a KMS (the reference unless told otherwise) and judge all eighteen instruments')
    .option('--strict', 'SHOULD counts like MUST (the default for the reference KMS)')
    .option('--no-strict', 'SHOULD is reported and breaks nothing')
    .option('--baseline <file>', 'what is known not to pass, with reasons: see "baseline --help"')
    .option(
      '--seed <text>',
      'start the scenarios in the order of this seed; reports tell the seed of their run',
    )
    .option(
      '--capture <file>',
      'keep traffic, exports as received and results in one file, for "judge" and "compare"; .gz packs it',
    )
    .option(
      '--watch [port]',
      'show the run live on a page, on loopback only; default port: a free one',
      portOf,
    )
    .option('--watch-plain', 'say in lines what the page would show', false)
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
  npm run conformance -- --watch
  npm run conformance -- --stack containers
  npm run conformance -- --fast --capture monday.jsonl.gz
  kms-conformance run --target "command:./my-kms --port {{http_port}}" --target-file my-kms.toml
  kms-conformance run --target url:https://kms.test:9998 --target-file my-kms.toml --listen 0.0.0.0:4317`;

async function conformance(options: Options): Promise<number> {
  const { capture } = options;
  await prepare(options, capture === undefined ? [] : [{ option: 'capture', file: capture }]);
  const { target, contract, file } = targetOf(options);
  const selection = selectionOf(options);
  const baseline = options.baseline === undefined ? undefined : loadBaseline(options.baseline);
  if (options.dryRun) {
    const { claims } = target;
    const plan = select(contract, await readPlan(contract), {
      ...selection,
      claims,
      limits: target.limits,
      hsmReason: undefined,
      withStack: options.stack !== undefined,
    });
    process.stdout.write(`${dryRun(plan).join('\n')}\n`);
    return 0;
  }
  const mistakes = baseline === undefined ? [] : mistakesIn(baseline, idsOf(checksOf(contract)));
  if (mistakes.length > 0) {
    process.stderr.write(`${mistakes.join('\n')}\n`);
    return BASELINE_STALE;
  }
  const progress = terminalProgress(process.stderr);
  const live = await liveRun(options, { contract, target, progress, strict: options.strict });
  // Loaded on demand: it brings Cucumber, gRPC and more, which nothing else here needs.
  const { run } = await import('../../testbed/run.ts');
  const { containers } = await import('../../testbed/stack/containers.ts');
  const result = await run({
    ...selection,
    contract,
    target,
    strict: options.strict,
    stack: options.stack === undefined ? undefined : containers(process.env),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    signal: interruptible(),
    progress,
    witness: live?.witness,
  }).catch(async (error: unknown) => {
    await live?.end();
    // Else the reports of the run before would stand there as if they were of this one.
    if (error instanceof WaitError)
      await writeReports(
        options,
        reportOfFailure(error, { contract, target, strict: options.strict, seed: options.seed }),
      );
    throw error;
  });
  await live?.end(withBaseline(result, baseline, target.version));
  if (capture !== undefined) {
    const about = {
      ...{ target, contract, suite: suite(), commandLine: commandLine(process.argv.slice(2)) },
      ...{ profile: options.profile ?? file.profile, picks: file.definitions, wanted: selection },
    };
    const mask = maskOf(knownSecrets());
    await writeWhole(capture, captureFile(captureOf(result, about), mask, capture));
  }
  return conclude(result, { contract, target, baseline, files: options });
}

const idsOf = (checks: readonly { readonly id: string }[]): ReadonlySet<string> =>
  new Set(checks.map(({ id }) => id));
