import type { Command } from 'commander';
import { loadContract } from '../../contract/load.ts';
import { exitCodeOf } from '../../judge/verdict.ts';
import { paintFor } from '../../report/style.ts';
import { terminalReport } from '../../report/terminal.ts';
import { referenceTarget } from '../../testbed/reference-target.ts';
import { run } from '../../testbed/run.ts';
import { interruptible } from '../interrupt.ts';
import { DOCUMENTED } from '../profiles.ts';
import { terminalProgress } from '../progress.ts';

interface Options {
  readonly fast: boolean;
  readonly check?: string[];
}

export function addRun(program: Command): void {
  program
    .command('run', { isDefault: true })
    .description('start the reference KMS, drive it, and judge all eighteen instruments')
    .option('--fast', 'leave out the checks that wait for pushes 30 s apart', false)
    .option('--check <id...>', 'run only the scenarios that are evidence for these checks')
    .addHelpText(
      'after',
      '\nExamples:\n  npm run conformance\n  npm run conformance -- --fast\n  npm run conformance -- --check kms.errors.total/value',
    )
    .action(async (options: Options) => {
      process.exitCode = await conformance(options);
    });
}

async function conformance({ fast, check }: Options): Promise<number> {
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
