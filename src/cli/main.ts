import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { checksOf } from '../contract/checks.ts';
import { ContractError, loadContract } from '../contract/load.ts';
import { exitCodeOf } from '../judge/verdict.ts';
import { paintFor } from '../report/style.ts';
import { terminalReport } from '../report/terminal.ts';
import { PlanError } from '../testbed/plan.ts';
import { referenceTarget } from '../testbed/reference-target.ts';
import { run } from '../testbed/run.ts';
import { WaitError } from '../testbed/until.ts';
import { terminalProgress } from './progress.ts';

/** Exit codes: 0 conform, 1 not conform, 2 usage, 4 the target did not start or died, 5 the suite's own error. */
const USAGE = 2;
const TARGET = 4;
const OWN_ERROR = 5;
/** As shells report a process that SIGINT has ended. */
const INTERRUPTED = 130;

const DOCUMENTED = fileURLToPath(new URL('../../contract/documented.toml', import.meta.url));

const program = new Command('kms-conformance')
  .description('Conformance suite for the OTLP telemetry of a key management service')
  .exitOverride()
  .showHelpAfterError('(see --help)');

program
  .command('run', { isDefault: true })
  .description('start the reference KMS, drive it, and judge all eighteen instruments')
  .option('--fast', 'leave out the checks that wait for pushes 30 s apart', false)
  .option('--check <id...>', 'run only the scenarios that are evidence for these checks')
  .addHelpText(
    'after',
    '\nExamples:\n  npm run conformance\n  npm run conformance -- --fast\n  npm run conformance -- --check kms.errors.total/value',
  )
  .action(async ({ fast, check }: { fast: boolean; check?: string[] }) => {
    process.exitCode = await conformance(fast, check);
  });

program
  .command('list')
  .description('print the id, level and text of every check')
  .action(() => {
    for (const { id, level, text } of checksOf(loadContract(DOCUMENTED))) {
      process.stdout.write(`${id.padEnd(52)} ${level.padEnd(6)} ${text}\n`);
    }
  });

/** The first Ctrl-C cleans up and ends, the second ends at once. */
function interruptible(): AbortSignal {
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (abort.signal.aborted) process.exit(INTERRUPTED);
      process.stderr.write('\ninterrupted: stopping every process that was started\n');
      abort.abort(new Interrupted());
    });
  }
  return abort.signal;
}

class Interrupted extends Error {}

async function conformance(fast: boolean, check: readonly string[] | undefined): Promise<number> {
  const contract = loadContract(DOCUMENTED);
  const target = referenceTarget();
  const result = await run({
    contract,
    target,
    fast,
    checks: check,
    signal: interruptible(),
    progress: terminalProgress(process.stderr),
  });
  const report = { ...result, contract, target: target.name, scenarios: result.scenarios.length };
  process.stdout.write(`${terminalReport(report, paintFor(process.stdout)).join('\n')}\n`);
  return exitCodeOf(result.verdict);
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = explain(error);
}
if (process.exitCode === INTERRUPTED) process.exit();

/** One sentence for what a user can mend; a stack trace only for an error of the suite. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  if (error instanceof PlanError || error instanceof ContractError) {
    process.stderr.write(`${error.message}\n`);
    return USAGE;
  }
  if (error instanceof Interrupted) return INTERRUPTED;
  if (error instanceof WaitError) {
    process.stderr.write(`${error.message}\n`);
    return TARGET;
  }
  process.stderr.write(
    `error of the suite itself: ${error instanceof Error ? error.stack : String(error)}\n`,
  );
  return OWN_ERROR;
}
